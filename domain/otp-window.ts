/**
 * Whether a code is right *now*: which steps are looked at, which are already used, and how far the fob's
 * clock has drifted (DOMAIN.md rule 1; RFC 6238 §5.2 and §6; RFC 4226 §7.4 for resynchronisation).
 */
import { hotp, OTP_STEP_SECONDS, stepAt, type OtpParameters, type Seed } from './otp.ts'

/**
 * `accepted`: `step` is now the last accepted one, `drift` the fob's counter less ours, to be remembered.
 * `used`: right, but that step or a later one was accepted before; say "wait for the next code", count nothing.
 */
export type OtpVerdict =
  | { readonly outcome: 'accepted'; readonly step: number; readonly drift: number }
  | { readonly outcome: 'used' }
  | { readonly outcome: 'wrong' }

interface FobTime {
  readonly seed: Seed
  readonly parameters?: OtpParameters
  /** Unix milliseconds. */
  readonly nowMs: number
  /** The highest step ever accepted from this seed; null: none. */
  readonly lastAcceptedStep: number | null
  /** Seconds a step lasts. */
  readonly period?: number
}

/** Steps looked at on either side of the expected one (ours). */
const OTP_WINDOW = 1

/** Steps looked at on either side when two consecutive codes are given: an hour (ours). */
const RESYNCHRONISATION_WINDOW = 60

/**
 * Checks one code at the remembered drift ± `window` steps. Every step of the window is computed and compared
 * in constant time, whatever matched before it, so that the duration tells nothing.
 */
export function verifyOtp(
  input: FobTime & {
    readonly code: string
    /** The fob's counter less ours, as last remembered; 0 for a new seed. */
    readonly driftSteps: number
    readonly window?: number
  },
): OtpVerdict {
  const { seed, parameters, nowMs, lastAcceptedStep, code, driftSteps, window = OTP_WINDOW } = input
  const now = stepAt(nowMs, input.period ?? OTP_STEP_SECONDS)
  let verdict: OtpVerdict = { outcome: 'wrong' }
  for (const step of nearestFirst(now + driftSteps, window)) {
    const right = equalCodes(hotp(seed, step, parameters), code)
    const fresh = lastAcceptedStep === null || step > lastAcceptedStep
    if (right && fresh && verdict.outcome !== 'accepted') {
      verdict = { outcome: 'accepted', step, drift: step - now }
    }
    if (right && !fresh && verdict.outcome === 'wrong') verdict = { outcome: 'used' }
  }
  return verdict
}

/**
 * Finds a fob whose clock has run away, by two codes shown one directly after the other; the second is the
 * one on the display now. Two codes, because one would be guessed in a window this wide.
 */
export function resynchronise(
  input: FobTime & {
    readonly codes: readonly [string, string]
    /** As last remembered: the window lies around it. */
    readonly driftSteps?: number
    readonly window?: number
  },
): OtpVerdict {
  const { seed, parameters, nowMs, lastAcceptedStep, codes, driftSteps = 0 } = input
  const now = stepAt(nowMs, input.period ?? OTP_STEP_SECONDS)
  let verdict: OtpVerdict = { outcome: 'wrong' }
  for (const step of nearestFirst(now + driftSteps, input.window ?? RESYNCHRONISATION_WINDOW)) {
    if (step === 0) continue
    const first = equalCodes(hotp(seed, step - 1, parameters), codes[0])
    const second = equalCodes(hotp(seed, step, parameters), codes[1])
    // The first code must be unused too, or a watched code plus one guess would be enough.
    const fresh = lastAcceptedStep === null || step - 1 > lastAcceptedStep
    if (first && second && fresh && verdict.outcome !== 'accepted') {
      verdict = { outcome: 'accepted', step, drift: step - now }
    }
    if (first && second && !fresh && verdict.outcome === 'wrong') verdict = { outcome: 'used' }
  }
  return verdict
}

/**
 * Of a code that was refused: how far the time at which it is right lies from ours (the fob's counter less ours),
 * the nearest to the remembered drift, within the window of `resynchronise`; null: at no time near. Tells staff a clock that has
 * run away from wrong typing; it accepts nothing.
 */
export function offSteps(
  input: Pick<FobTime, 'seed' | 'parameters' | 'nowMs' | 'period'> & {
    readonly code: string
    /** As last remembered: the window lies around it. */
    readonly driftSteps?: number
  },
): number | null {
  const { seed, parameters, nowMs, code, driftSteps = 0 } = input
  const now = stepAt(nowMs, input.period ?? OTP_STEP_SECONDS)
  let off: number | null = null
  for (const step of nearestFirst(now + driftSteps, RESYNCHRONISATION_WINDOW)) {
    if (equalCodes(hotp(seed, step, parameters), code) && off === null) off = step - now
  }
  return off
}

/** Steps `centre`, then one before and one after, and so on outwards; none below 0. */
function nearestFirst(centre: number, window: number): number[] {
  const steps = [centre]
  for (let distance = 1; distance <= window; distance += 1) steps.push(centre - distance, centre + distance)
  return steps.filter((step) => step >= 0)
}

/** Compares without stopping at the first difference. Lengths are no secret. */
function equalCodes(expected: string, given: string): boolean {
  if (expected.length !== given.length) return false
  let difference = 0
  for (let index = 0; index < expected.length; index += 1) {
    difference |= expected.charCodeAt(index) ^ given.charCodeAt(index)
  }
  return difference === 0
}
