/**
 * What was still going on in a branch's books of a contract when it left them: should the contract come back, the branch
 * learns how that ended. Without it a request that was decided elsewhere would look as if it still waited.
 */
import type { State } from '../domain/model.ts'
import { withDependents, type Concern, type RecordName } from '../domain/scope.ts'
import type { HubTransaction } from './store/hub-store.ts'
import type { LeftRecord } from './store/documents.ts'

const keyOf = (branchNo: string, contractNo: string): string => `${branchNo} ${contractNo}`

/** Writes down what has left each branch. `state`: after the event. */
export async function rememberLeft(
  tx: HubTransaction,
  state: State,
  leaving: Concern['leaving'],
): Promise<void> {
  for (const [branchNo, names] of leaving) {
    for (const [contractNo, left] of byContract(state, names)) {
      // The contract itself is still there, or here for the first time.
      if (state.get('contract', contractNo)?.branchNo === branchNo) continue
      const key = keyOf(branchNo, contractNo)
      const before = (await tx.document('leftScope', key))?.records ?? []
      await tx.saveDocument('leftScope', key, { records: once([...before, ...left]) })
    }
  }
}

/** `names`, which are to enter the branch, and with a contract that comes back what had left with it. */
export async function withReturning(
  tx: HubTransaction,
  state: State,
  branchNo: string,
  names: readonly RecordName[],
): Promise<readonly RecordName[]> {
  const all = [...names]
  for (const { kind, id } of names) {
    if (kind !== 'contract' || state.get(kind, id)?.branchNo !== branchNo) continue
    const left = await tx.document('leftScope', keyOf(branchNo, id))
    if (left === undefined) continue
    await tx.removeDocument('leftScope', keyOf(branchNo, id))
    for (const record of left.records) {
      // A fob that serves other customers by now is none of this branch's business.
      if (contractOf(state, record) === id) all.push(...withDependents(state, record.kind, record.id))
    }
  }
  return all
}

function byContract(state: State, names: readonly RecordName[]): Map<string, LeftRecord[]> {
  const found = new Map<string, LeftRecord[]>()
  for (const { kind, id } of names) {
    // These come with every contract.
    if (kind === 'contract' || kind === 'user' || kind === 'transfer') continue
    const contractNo = contractOf(state, { kind, id })
    if (contractNo === null) continue
    found.set(contractNo, [...(found.get(contractNo) ?? []), { kind, id }])
  }
  return found
}

function contractOf(state: State, { kind, id }: LeftRecord): string | null {
  switch (kind) {
    case 'application':
    case 'fob':
      return state.get(kind, id)?.contractNo ?? null
    case 'issuance':
    case 'mail': {
      const applicationId = state.get(kind, id)?.applicationId
      return applicationId === undefined
        ? null
        : contractOf(state, { kind: 'application', id: applicationId })
    }
    case 'approval': {
      const proposal = state.get(kind, id)?.proposal
      if (proposal === undefined) return null
      if ('applicationId' in proposal) {
        return contractOf(state, { kind: 'application', id: proposal.applicationId })
      }
      return 'serial' in proposal ? contractOf(state, { kind: 'fob', id: proposal.serial }) : null
    }
  }
}

function once(records: readonly LeftRecord[]): LeftRecord[] {
  return [...new Map(records.map((record) => [`${record.kind}/${record.id}`, record])).values()]
}
