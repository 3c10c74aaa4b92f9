/**
 * What was still going on in a branch's books of a contract or fob when it left them: should it come back, the branch
 * learns how that ended. Without it a request that was decided elsewhere would look as if it still waited.
 */
import type { State } from '../domain/model.ts'
import { branchesOf, subjectsOf, withDependents, type Concern, type RecordName } from '../domain/scope.ts'
import type { HubTransaction } from './store/hub-store.ts'
import type { LeftRecord } from './store/documents.ts'

/** What comes back, and brings the rest: a contract, or a fob that was on its way and went another one. */
type Thing = `${'contract' | 'fob'} ${string}`

const keyOf = (branchNo: string, thing: Thing): string => `${branchNo} ${thing}`

/** Writes down what has left each branch. `state`: after the event. */
export async function rememberLeft(
  tx: HubTransaction,
  state: State,
  leaving: Concern['leaving'],
): Promise<void> {
  for (const [branchNo, names] of leaving) {
    for (const [thing, left] of byThing(state, names)) {
      // It is there still, or for the first time.
      if (isAt(state, branchNo, thing)) continue
      const key = keyOf(branchNo, thing)
      const before = (await tx.document('leftScope', key))?.records ?? []
      await tx.saveDocument('leftScope', key, { records: once([...before, ...left]) })
    }
  }
}

/** `names`, which are to enter the branch, and with a contract or fob that comes back what had left with it. */
export async function withReturning(
  tx: HubTransaction,
  state: State,
  branchNo: string,
  names: readonly RecordName[],
): Promise<readonly RecordName[]> {
  const all = [...names]
  for (const { kind, id } of names) {
    if (kind !== 'contract' && kind !== 'fob') continue
    const thing: Thing = `${kind} ${id}`
    const left = isAt(state, branchNo, thing)
      ? await tx.document('leftScope', keyOf(branchNo, thing))
      : undefined
    if (left === undefined) continue
    await tx.removeDocument('leftScope', keyOf(branchNo, thing))
    for (const record of left.records) {
      // A fob that serves other customers by now is none of this branch's business.
      if (thingsOf(state, record).includes(thing)) all.push(...withDependents(state, record.kind, record.id))
    }
  }
  return all
}

function isAt(state: State, branchNo: string, thing: Thing): boolean {
  const kind = thing.startsWith('fob ') ? 'fob' : 'contract'
  return branchesOf(state, kind, thing.slice(kind.length + 1)).includes(branchNo)
}

function byThing(state: State, names: readonly RecordName[]): Map<Thing, LeftRecord[]> {
  const found = new Map<Thing, LeftRecord[]>()
  // These come with every contract, or of themselves.
  const kept = names.flatMap(({ kind, id }): LeftRecord[] =>
    kind === 'contract' || kind === 'user' || kind === 'transfer' ? [] : [{ kind, id }],
  )
  for (const { kind, id } of once(kept)) {
    for (const thing of thingsOf(state, { kind, id })) {
      found.set(thing, [...(found.get(thing) ?? []), { kind, id }])
    }
  }
  return found
}

function thingsOf(state: State, { kind, id }: LeftRecord): readonly Thing[] {
  switch (kind) {
    case 'application':
    case 'fob': {
      const contractNo = state.get(kind, id)?.contractNo
      return typeof contractNo === 'string' ? [`contract ${contractNo}`] : []
    }
    case 'issuance':
    case 'mail': {
      const applicationId = state.get(kind, id)?.applicationId
      return applicationId === undefined ? [] : thingsOf(state, { kind: 'application', id: applicationId })
    }
    case 'approval': {
      const proposal = state.get(kind, id)?.proposal
      if (proposal === undefined) return []
      return subjectsOf(proposal).flatMap(({ kind: of, id: subject }): readonly Thing[] =>
        of === 'fob' ? [`fob ${subject}`] : thingsOf(state, { kind: of, id: subject }),
      )
    }
  }
}

function once(records: readonly LeftRecord[]): LeftRecord[] {
  return [...new Map(records.map((record) => [`${record.kind}/${record.id}`, record])).values()]
}
