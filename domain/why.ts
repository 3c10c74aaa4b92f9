/**
 * Why a customer's codes were refused, in sentences for staff: what the last attempts of the fob tell, the advice
 * to follow first in front. Nothing here knows a code.
 */
import { z } from 'zod'
import type { Refusal } from './decide-types.ts'
import { refuse } from './refuse.ts'
import { authStatus, otpStatus, stopCause } from './vocabulary.ts'

/** How one attempt ended. */
const seenAttempt = z.strictObject({
  at: z.int().meta({ description: 'Milliseconds since 1970' }),
  outcome: z.enum(['accepted', 'used', 'wrong', 'abandoned']),
  /** Of a wrong code that is right at another time: the fob's counter less the hub's, whole steps. */
  offSteps: z.int().nullable(),
})
export type SeenAttempt = Readonly<z.infer<typeof seenAttempt>>

/** What staff are told beside the findings, on every way that it takes: desk, head office, the bank's own systems. */
export const whyFields = {
  loginId: z.string(),
  /** Of the fob that decides how the user logs in; null: none. */
  serial: z.string().nullable(),
  otpStatus,
  authStatus,
  causes: z.array(stopCause),
  /** Rule 3's two counts, of the fob. */
  wrongInRow: z.int(),
  wrongInLongRun: z.int(),
  /** Newest first; of the fob, whoever of its users tried. */
  attempts: z.array(seenAttempt),
}

/** A sentence of `refusals.ts` with its detail. */
export type Finding = Pick<Refusal, 'code' | 'detail'>

/** So many minutes late somebody may type a code that was on the display (ours). */
const LATE_MINUTES = 5

/**
 * @param attempts oldest first
 * @param driftSteps the fob's counter less the hub's, as remembered
 */
export function explainAttempts(
  attempts: readonly SeenAttempt[],
  driftSteps: number,
  now: number,
): readonly Finding[] {
  const accepted = attempts.findLastIndex(({ outcome }) => outcome === 'accepted')
  const since = attempts.slice(accepted + 1)
  const last = attempts.at(-1)
  if (last === undefined) return [finding(refuse('WHY_NO_ATTEMPT'))]
  if (since.length === 0) return [finding(refuse('WHY_ACCEPTED', ago(last, now)))]
  const found = [
    clock(since, driftSteps, now),
    wrong(since),
    last.outcome === 'used' ? refuse('WHY_USED', ago(last, now)) : null,
    abandoned(since, now),
  ]
  return found.flatMap((one) => (one === null ? [] : [finding(one)]))
}

/** Codes that were right at another time. One a few minutes old may only have been typed late. */
function clock(since: readonly SeenAttempt[], driftSteps: number, now: number): Refusal | null {
  const shifted = since.flatMap((attempt) =>
    attempt.offSteps === null ? [] : [{ attempt, shift: attempt.offSteps - driftSteps }],
  )
  const last = shifted.at(-1)
  if (last === undefined) return null
  const { attempt, shift } = last
  const detail = { ...ago(attempt, now), off: Math.abs(shift) }
  if (shift > 0) return refuse('WHY_CLOCK_FAST', detail)
  const once = shifted.length === 1 && -shift <= LATE_MINUTES
  return once ? refuse('WHY_CODE_LATE', detail) : refuse('WHY_CLOCK_SLOW', detail)
}

function wrong(since: readonly SeenAttempt[]): Refusal | null {
  const count = since.filter(({ outcome, offSteps }) => outcome === 'wrong' && offSteps === null).length
  return count === 0 ? null : refuse('WHY_WRONG', { count })
}

function abandoned(since: readonly SeenAttempt[], now: number): Refusal | null {
  const last = since.findLast(({ outcome }) => outcome === 'abandoned')
  return last === undefined ? null : refuse('WHY_ABANDONED', ago(last, now))
}

/** Whole minutes; a clock that was set back counts as just now. */
function ago({ at }: SeenAttempt, now: number): { readonly minutes: number } {
  return { minutes: Math.max(0, Math.floor((now - at) / 60_000)) }
}

function finding({ code, detail }: Refusal): Finding {
  return { code, detail }
}
