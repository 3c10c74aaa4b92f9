/**
 * One fob's counters (DOMAIN.md rules 1 and 3), as pure functions of its row. An attempt is reserved before it
 * is evaluated and settled after it: what a crash leaves reserved counts as wrong, so nobody guesses for free
 * by killing the hub.
 */
import type { OtpVerdict } from '../../domain/otp-window.ts'
import type { Policy } from '../../domain/policy.ts'
import { assertNever, type StopCause } from '../../domain/vocabulary.ts'
import type { AttemptOutcome, FobVerification } from '../store/rows.ts'

/** After this a reservation has been left behind, in milliseconds. An evaluation takes some 10. */
export const RESERVATION_MS = 30_000
const DAY_MS = 86_400_000
/** The second of two codes may be so many steps later than the first (ours). */
const HALF_PROOF_STEPS = 5
/** So many outcomes a fob keeps: more than lead to a stop. */
export const RECENT_ATTEMPTS = 10

/** What the evaluation found. Of a wrong code also when it would be right (`offSteps` of domain/otp-window.ts). */
export type Evaluation =
  | Exclude<OtpVerdict, { readonly outcome: 'wrong' }>
  | { readonly outcome: 'wrong'; readonly offSteps: number | null }

/** The causes that a row's counters give for a stop at `now`, the short counter's first. */
export function lockedBy(row: FobVerification, now: number, policy: Policy): readonly StopCause[] {
  const causes: StopCause[] = []
  if (row.wrongInRow >= policy.lockThreshold) causes.push('failures')
  if (counted(row.longRun, now, policy).length >= policy.longRunThreshold) causes.push('longRun')
  return causes
}

/** Counts what was left behind. Call it before anything else is asked of the row. */
export function countAbandoned(row: FobVerification, now: number, policy: Policy): FobVerification {
  // Either way round: a clock that was set back must not leave the fob reserved for years.
  const abandoned = row.reserved !== null && Math.abs(now - row.reserved.at) >= RESERVATION_MS
  return abandoned ? afterWrong(row, { at: now, outcome: 'abandoned', offSteps: null }, policy) : row
}

export function reserve(row: FobVerification, attemptId: string, now: number): FobVerification {
  return { ...row, reserved: { attemptId, at: now } }
}

export interface Settled {
  readonly row: FobVerification
  /** `half`: right, but another one is asked for. */
  readonly outcome: 'accepted' | 'half' | 'used' | 'wrong'
}

export interface SettleOptions {
  readonly attemptId: string
  readonly evaluation: Evaluation
  /** One right code is too little: it opens the way for the next one only (`fleet-guard.ts`). */
  readonly asksTwo: boolean
  readonly now: number
  readonly policy: Policy
}

/**
 * The row after the attempt. null: it is not this attempt's any more (counted as abandoned, or a new seed was
 * written), so its verdict is void.
 */
export function settle(
  row: FobVerification,
  { attemptId, evaluation, asksTwo, now, policy }: SettleOptions,
): Settled | null {
  if (row.reserved?.attemptId !== attemptId) return null
  switch (evaluation.outcome) {
    case 'accepted': {
      const { step, drift } = evaluation
      if (step <= row.lastStep) return used(row, now)
      const afterHalf = row.halfStep !== null && step - row.halfStep <= HALF_PROOF_STEPS
      if (asksTwo && !afterHalf) {
        // Used up like every right code, and to staff it reads so: the advice is the same, the next one.
        const half = { lastStep: step, driftSteps: drift, halfStep: step }
        return { row: { ...settledAs(row, 'used', now), ...half }, outcome: 'half' }
      }
      const accepted = { lastStep: step, driftSteps: drift, wrongInRow: 0, halfStep: null }
      return { row: { ...settledAs(row, 'accepted', now), ...accepted }, outcome: 'accepted' }
    }
    case 'used':
      return used(row, now)
    case 'wrong': {
      const outcome = { at: now, outcome: 'wrong', offSteps: evaluation.offSteps } as const
      return { row: afterWrong(row, outcome, policy), outcome: 'wrong' }
    }
    default:
      return assertNever(evaluation)
  }
}

/** 停止解除: the count in a row begins anew; the long-run count stays. */
export function afterUnlock(row: FobVerification): FobVerification {
  return { ...row, wrongInRow: 0 }
}

/** A manager's reset of the long-run counter. */
export function afterThresholdReset(row: FobVerification): FobVerification {
  return { ...row, longRun: [] }
}

function used(row: FobVerification, now: number): Settled {
  return { row: settledAs(row, 'used', now), outcome: 'used' }
}

function settledAs(row: FobVerification, outcome: 'accepted' | 'used', at: number): FobVerification {
  return { ...row, reserved: null, recent: withOutcome(row, { at, outcome, offSteps: null }) }
}

function afterWrong(row: FobVerification, outcome: AttemptOutcome, policy: Policy): FobVerification {
  const { at } = outcome
  const longRun = [...counted(row.longRun, at, policy), at]
  const recent = withOutcome(row, outcome)
  return { ...row, reserved: null, halfStep: null, wrongInRow: row.wrongInRow + 1, longRun, recent }
}

function withOutcome({ recent }: FobVerification, outcome: AttemptOutcome): AttemptOutcome[] {
  return [...recent, outcome].slice(-RECENT_ATTEMPTS)
}

function counted(times: readonly number[], now: number, policy: Policy): number[] {
  return times.filter((at) => at > now - policy.longRunDays * DAY_MS)
}
