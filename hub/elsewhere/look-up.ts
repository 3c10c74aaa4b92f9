/**
 * 他店取扱, the look-up: as little of a customer as is needed to recognise them and to choose the fob, recorded in
 * both branches without what was typed (docs/adr/034).
 */
import type { Refusal } from '../../domain/decide-types.ts'
import { MIN_KANA, MOST_HITS, type ActingStaff } from '../../domain/elsewhere.ts'
import type { Contract, State } from '../../domain/model.ts'
import { isRefusal, refuse } from '../../domain/refuse.ts'
import { normaliseSerial } from '../../domain/serial.ts'
import { authStatus, shownOtpStatus } from '../../domain/status.ts'
import { heldSerials, servingSerial } from '../../domain/ties.ts'
import type { HeadOfficeInput, HeadOfficeOutput } from '../../protocol/head-office.ts'
import { callerOf, type Caller } from '../acting-staff.ts'
import { withHub, type Hub, type HubWork } from '../hub.ts'
import type { HubReader } from '../store/hub-store.ts'
import { kanaKey, type KanaIndex } from './kana-index.ts'
import { takeOne } from './quota.ts'

type Input = HeadOfficeInput<'lookUpCustomer'>
type Output = HeadOfficeOutput<'lookUpCustomer'>
type Hit = Extract<Output, { ok: true }>['hits'][number]

export function lookUpCustomer(hub: Hub, input: Input): Promise<Output> {
  return withHub(hub, async (work) => {
    const caller = await callerOf(work, input)
    if (isRefusal(caller)) return caller
    const found = find(work.state, hub.state.kana, input)
    if (isRefusal(found)) return found
    const { others, own } = apart(found, caller.branchNo)
    if (own && others.length === 0) return refuse('ELSEWHERE_OWN_BRANCH')
    const taken = await takeOne(work, caller, 'lookUps')
    if (isRefusal(taken)) return taken
    const shown = others.slice(0, MOST_HITS)
    await recordLookUp(work, caller, input.by, shown)
    const only = shown.length === 1
    const hits: Hit[] = []
    for (const contract of shown) hits.push(await hitOf(work, contract, only))
    return { ok: true, hits, more: others.length > shown.length, own, left: taken.left }
  })
}

/** One more than is shown, then nothing more is looked for. */
function apart(
  found: Iterable<Contract>,
  branchNo: string,
): { readonly others: readonly Contract[]; readonly own: boolean } {
  const others: Contract[] = []
  let own = false
  for (const contract of found) {
    if (contract.branchNo === branchNo) own = true
    else if (others.push(contract) > MOST_HITS) break
  }
  return { others, own }
}

function find(state: State, index: KanaIndex, { by, text }: Input): Iterable<Contract> | Refusal {
  const typed = text.normalize('NFKC').trim()
  switch (by) {
    case 'kana': {
      const key = kanaKey(text)
      if (key.length < MIN_KANA) return refuse('ELSEWHERE_KANA_SHORT', { min: MIN_KANA })
      return contractsNamed(state, index.beginningWith(key))
    }
    case 'contractNo':
      return contractsOf(state, typed)
    case 'loginId':
      return contractsOf(state, state.get('user', typed)?.contractNo)
    case 'serial': {
      const serial = normaliseSerial(text)
      if (serial === null) return refuse('SERIAL_FORM')
      return contractsOf(state, state.get('fob', serial)?.contractNo)
    }
  }
}

function* contractsNamed(state: State, contractNos: Iterable<string>): Generator<Contract> {
  for (const contractNo of contractNos) yield* contractsOf(state, contractNo)
}

function contractsOf(state: State, contractNo: string | null | undefined): readonly Contract[] {
  const contract = typeof contractNo === 'string' ? state.get('contract', contractNo) : undefined
  return contract === undefined ? [] : [contract]
}

/** Also a look-up that found nobody: in the acting branch's record. */
async function recordLookUp(
  work: HubWork,
  caller: Caller,
  query: Input['by'],
  shown: readonly Contract[],
): Promise<void> {
  const contracts = shown.map(({ contractNo, branchNo }) => ({ contractNo, branchNo }))
  const data = { act: 'lookUp' as const, query, serial: null }
  const elsewhere = actingStaffOf(caller)
  for (const home of new Set(contracts.map(({ branchNo }) => branchNo))) {
    const theirs = contracts.filter(({ branchNo }) => branchNo === home)
    await work.record(home, {
      type: 'CustomerServedElsewhere',
      v: 1,
      data: { ...data, contracts: theirs, elsewhere },
    })
  }
  await work.record(
    caller.branchNo,
    { type: 'CustomerServedElsewhere', v: 1, data: { ...data, contracts } },
    caller.actor.staffNo,
  )
}

/** As the home branch's record names who acted. */
export function actingStaffOf({ branchNo, branchName, actor, name }: Caller): ActingStaff {
  return { branchNo, branchName, by: actor.staffNo, name }
}

export async function branchNameOf(tx: HubReader, branchNo: string): Promise<string> {
  return (await tx.branch(branchNo))?.branchName ?? branchNo
}

async function hitOf({ state, tx, hub }: HubWork, contract: Contract, detailed: boolean): Promise<Hit> {
  const { contractNo, branchNo, kind, status, name, kana } = contract
  const branchName = await branchNameOf(tx, branchNo)
  const detail = detailed ? detailOf(state, contract, hub.now()) : null
  return { contractNo, branchNo, branchName, kind, status, name, kana, detail }
}

function detailOf(state: State, { loginIds }: Contract, now: number): NonNullable<Hit['detail']> {
  const users = loginIds.flatMap((loginId) => state.get('user', loginId) ?? [])
  const serials = new Set(users.flatMap(({ otp }) => [...heldSerials(otp)]))
  return {
    users: users.map((user) => {
      const fob = state.get('fob', servingSerial(user, now) ?? '')
      const { loginId, name, role } = user
      return { loginId, name, role, otpStatus: shownOtpStatus(user, fob, now), authStatus: authStatus(user) }
    }),
    fobs: [...serials].flatMap((serial) => {
      const fob = state.get('fob', serial)
      if (fob === undefined) return []
      const incident = fob.incident && { kind: fob.incident.kind, at: fob.incident.at }
      return [{ serial, loginIds: [...fob.loginIds], incident }]
    }),
  }
}
