/**
 * One attempt with a one-time password: reserved, evaluated, settled. Reserving and settling are decisions on the
 * fob's row, each durable before the next step; the HMAC and the unwrapping of the seed run between them. Only what
 * must append an event takes the order's lock: what an accepted code leads to, and a stop.
 */
import type { Refusal } from '../../domain/decide-types.ts'
import { isRefusal, refuse } from '../../domain/refuse.ts'
import type { State } from '../../domain/model.ts'
import { assertNever, type StopCause } from '../../domain/vocabulary.ts'
import { hex } from '../../protocol/bytes.ts'
import { policyOf } from '../branch-state.ts'
import { withHub, type Hub, type HubWork } from '../hub.ts'
import type { FobDecision } from '../store/hub-store.ts'
import type { FobVerification } from '../store/rows.ts'
import { countAbandoned, lockedBy, reserve, settle, type Settled, type SettleOptions } from './counters.ts'
import { evaluate, readCodes } from './evaluate.ts'
import { stopIfLocked } from './stops.ts'

export interface Attempt<T extends object> {
  readonly loginId: string
  /** The branch whose chain gets the events. */
  readonly branchNo: string
  readonly serial: string
  /** As typed; two codes shown one directly after the other resynchronise the fob. */
  readonly code: string | readonly [string, string]
  /** Whether the user may try this fob; asked again before an accepted code counts. */
  readonly check: (state: State) => T | Refusal
  /** What an accepted code leads to, in the settling transaction. Left out: nothing that needs an event. */
  readonly accepted?: (work: HubWork, found: T, step: number) => Promise<void>
}

/**
 * null: the code was accepted. A code that is not of the form is refused without being counted. The caller has
 * asked for the fresh state (`freshState`, `lookUp`) since the question came in: that is what `check` sees.
 */
export async function attemptOtp<T extends object>(hub: Hub, attempt: Attempt<T>): Promise<Refusal | null> {
  const codes = readCodes(attempt.code)
  if (codes === null) return refuse('CODE_FORM')
  const attemptId = hex(hub.random(16))
  return hub.perFob(attempt.serial, async () => {
    await hub.fleet.fresh(hub)
    const reserved = await hub.store.changeFob(attempt.serial, (row) =>
      reserveAttempt(hub, attempt, attemptId, row),
    )
    if ('locked' in reserved) {
      await withHub(hub, (work) => stopIfLocked(work, attempt))
      return refuse('USER_STOPPED', { loginId: attempt.loginId, cause: reserved.locked })
    }
    if (isRefusal(reserved)) return reserved
    const evaluation = await evaluate(hub, reserved, codes)
    const settling = { attemptId, evaluation, asksTwo: hub.fleet.asksTwo && codes.length === 1 }
    const { accepted } = attempt
    if (evaluation.outcome === 'accepted' && accepted !== undefined) {
      return withHub(hub, (work) => settleInOrder(work, { ...attempt, accepted }, settling))
    }
    const settled = await hub.store.changeFob(attempt.serial, (row) =>
      settleAlone(hub, attempt.branchNo, settling, row),
    )
    if (settled === null) return refuse('VERIFICATION_BUSY')
    if (settled.outcome === 'wrong') hub.fleet.add()
    const full = lockedBy(settled.row, hub.now(), policyOf(hub.state.folded, attempt.branchNo)).length > 0
    if (settled.outcome === 'wrong' && full) await withHub(hub, (work) => stopIfLocked(work, attempt))
    return refusalOf(settled) ?? obstacle(attempt.check(hub.state.folded))
  })
}

type Settling = Pick<SettleOptions, 'attemptId' | 'evaluation' | 'asksTwo'>

/** The reserved row, why not, or that the counters were full before. */
function reserveAttempt<T extends object>(
  hub: Hub,
  attempt: Attempt<T>,
  attemptId: string,
  stored: FobVerification | undefined,
): FobDecision<FobVerification | Refusal | { readonly locked: StopCause }> {
  const state = hub.state.folded
  const found = attempt.check(state)
  if (isRefusal(found)) return { result: found }
  if (stored === undefined) return { result: refuse('SEED_NOT_AT_HUB') }
  const now = hub.now()
  const policy = policyOf(state, attempt.branchNo)
  const row = countAbandoned(stored, now, policy)
  const counted = row === stored ? {} : { row, wrongAt: now }
  const [locked] = lockedBy(row, now, policy)
  if (locked !== undefined) return { ...counted, result: { locked } }
  // Another process is at it: in this one, `perFob` lets only one through.
  if (row.reserved !== null) return { ...counted, result: refuse('VERIFICATION_BUSY') }
  const reserved = reserve(row, attemptId, now)
  return { ...counted, row: reserved, result: reserved }
}

function settleAlone(
  hub: Hub,
  branchNo: string,
  settling: Settling,
  row: FobVerification | undefined,
): FobDecision<Settled | null> {
  const now = hub.now()
  const policy = policyOf(hub.state.folded, branchNo)
  const settled = row ? settle(row, { ...settling, now, policy }) : null
  if (settled === null) return { result: null }
  return { row: settled.row, result: settled, ...(settled.outcome === 'wrong' ? { wrongAt: now } : {}) }
}

/** An accepted code counts together with what it leads to, or not at all. */
async function settleInOrder<T extends object>(
  work: HubWork,
  attempt: Attempt<T> & Required<Pick<Attempt<T>, 'accepted'>>,
  settling: Settling,
): Promise<Refusal | null> {
  const row = await work.tx.fob(attempt.serial)
  const policy = policyOf(work.state, attempt.branchNo)
  const settled = row && settle(row, { ...settling, now: work.hub.now(), policy })
  if (!settled) return refuse('VERIFICATION_BUSY')
  await work.tx.saveFob(settled.row)
  const refusal = refusalOf(settled)
  if (refusal !== null) return refusal
  const found = attempt.check(work.state)
  if (isRefusal(found)) return found
  await attempt.accepted(work, found, settled.row.lastStep)
  return null
}

function refusalOf({ outcome }: Settled): Refusal | null {
  switch (outcome) {
    case 'accepted':
      return null
    case 'half':
      return refuse('OTP_NEXT_CODE')
    case 'used':
      return refuse('OTP_USED')
    case 'wrong':
      return refuse('OTP_WRONG')
    default:
      return assertNever(outcome)
  }
}

function obstacle(found: object): Refusal | null {
  return isRefusal(found) ? found : null
}
