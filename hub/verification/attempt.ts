/**
 * One attempt with a one-time password: reserved, evaluated, settled. Reserving and settling are transactions
 * of their own; the HMAC and the opening of the seed run outside them.
 */
import type { Refusal } from '../../domain/decide-types.ts'
import { offSteps, resynchronise, verifyOtp } from '../../domain/otp-window.ts'
import { OTP_DIGITS } from '../../domain/otp.ts'
import { isRefusal, refuse } from '../../domain/refuse.ts'
import type { State } from '../../domain/model.ts'
import type { StopCause } from '../../domain/vocabulary.ts'
import { hex } from '../../protocol/bytes.ts'
import { withHub, type Hub, type HubWork } from '../hub.ts'
import { withSeed } from '../keys/wrapped-seed.ts'
import type { FobVerification } from '../store/rows.ts'
import { countAbandoned, lockedBy, reserve, settle, type Evaluation } from './counters.ts'

export interface Attempt<T extends object> {
  readonly loginId: string
  /** The branch whose chain gets the events. */
  readonly branchNo: string
  readonly serial: string
  /** As typed; two codes shown one directly after the other resynchronise the fob. */
  readonly code: string | readonly [string, string]
  /** Whether the user may try this fob; asked again before an accepted code counts. */
  readonly check: (state: State) => T | Refusal
  /** What an accepted code leads to, in the settling transaction. */
  readonly accepted: (work: HubWork, found: T, step: number) => Promise<void>
}

/** null: the code was accepted. A code that is not of the form is refused without being counted. */
export async function attemptOtp<T extends object>(hub: Hub, attempt: Attempt<T>): Promise<Refusal | null> {
  const codes = readCodes(attempt.code)
  if (codes === null) return refuse('CODE_FORM')
  const attemptId = hex(hub.random(16))
  return hub.perFob(attempt.serial, async () => {
    const row = await withHub(hub, (work) => reserveAttempt(work, attempt, attemptId))
    if (isRefusal(row)) return row
    const evaluation = await evaluate(hub, row, codes)
    return withHub(hub, (work) => settleAttempt(work, attempt, attemptId, evaluation))
  })
}

type Codes = readonly [code: string] | readonly [first: string, second: string]

/** The codes as digits; null: not of the form. */
function readCodes(typed: Attempt<object>['code']): Codes | null {
  const read = (text: string): string | null => {
    const code = text.normalize('NFKC').trim()
    return /^[0-9]+$/.test(code) && code.length === OTP_DIGITS ? code : null
  }
  const [first, second] = typeof typed === 'string' ? [read(typed)] : [read(typed[0]), read(typed[1])]
  if (first === null || second === null) return null
  return second === undefined ? [first] : [first, second]
}

async function reserveAttempt<T extends object>(
  work: HubWork,
  attempt: Attempt<T>,
  attemptId: string,
): Promise<FobVerification | Refusal> {
  const found = attempt.check(work.state)
  if (isRefusal(found)) return found
  const stored = await work.tx.fob(attempt.serial)
  if (stored === undefined) return refuse('SEED_NOT_AT_HUB')
  const now = work.hub.now()
  const policy = work.state.policy()
  const row = countAbandoned(stored, now, policy)
  if (row !== stored) await work.tx.saveFob(row)
  const [cause] = await stopIfLocked(work, attempt, row)
  if (cause !== undefined) return refuse('USER_STOPPED', { loginId: attempt.loginId, cause })
  // Another process is at it: in this one, `perFob` lets only one through.
  if (row.reserved !== null) return refuse('VERIFICATION_BUSY')
  const reserved = reserve(row, attemptId, now)
  await work.tx.saveFob(reserved)
  return reserved
}

/** @throws SeedNotUnwrapped */
function evaluate(hub: Hub, row: FobVerification, [code, second]: Codes): Promise<Evaluation> {
  return withSeed(hub.keys.master, row, async (seed): Promise<Evaluation> => {
    const { driftSteps, lastStep } = row
    const parameters = { algorithm: row.algorithm }
    const time = { seed, parameters, nowMs: hub.now(), lastAcceptedStep: lastStep, driftSteps }
    const verdict =
      second === undefined ? verifyOtp({ ...time, code }) : resynchronise({ ...time, codes: [code, second] })
    if (verdict.outcome !== 'wrong') return verdict
    return { outcome: 'wrong', offSteps: second === undefined ? offSteps({ ...time, code }) : null }
  })
}

async function settleAttempt<T extends object>(
  work: HubWork,
  attempt: Attempt<T>,
  attemptId: string,
  evaluation: Evaluation,
): Promise<Refusal | null> {
  const row = await work.tx.fob(attempt.serial)
  const settled = row && settle(row, attemptId, evaluation, work.hub.now(), work.state.policy())
  if (!settled) return refuse('VERIFICATION_BUSY')
  await work.tx.saveFob(settled.row)
  switch (settled.outcome) {
    case 'used':
      return refuse('OTP_USED')
    case 'wrong':
      await stopIfLocked(work, attempt, settled.row)
      return refuse('OTP_WRONG')
    case 'accepted': {
      const found = attempt.check(work.state)
      if (isRefusal(found)) return found
      await attempt.accepted(work, found, settled.row.lastStep)
      return null
    }
  }
}

/** Stops every user of a fob whose counters are full (rule 3), unless they are stopped for it already. */
async function stopIfLocked(
  work: HubWork,
  { branchNo, serial }: { readonly branchNo: string; readonly serial: string },
  row: FobVerification,
): Promise<readonly StopCause[]> {
  const causes = lockedBy(row, work.hub.now(), work.state.policy())
  for (const cause of causes) {
    const users = work.state.get('fob', serial)?.loginIds ?? []
    const loginIds = users.filter((loginId) => {
      const stops = work.state.get('user', loginId)?.stops ?? []
      return !stops.some((stop) => stop.cause === cause && stop.serial === serial)
    })
    if (loginIds.length > 0) {
      await work.record(branchNo, { type: 'UsersStopped', v: 1, data: { loginIds, serial, cause } })
    }
  }
  return causes
}
