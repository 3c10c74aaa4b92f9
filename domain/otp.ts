/**
 * One-time passwords as the fobs compute them: HOTP (RFC 4226) over a time counter (RFC 6238), 60-second
 * steps, 6 digits, HMAC-SHA-1 or HMAC-SHA-256 (DOMAIN.md rule 1). Pure and synchronous: otplib computes the
 * HMAC in JavaScript, so the same code runs in the hub, the programmer process and tests.
 */
import { generateSync } from 'otplib/functional'
import type { OtpAlgorithm } from './vocabulary.ts'

declare const seedBrand: unique symbol

/**
 * The secret of one fob. A type of its own so that it cannot slip into a field meant for ordinary bytes'
 * consumers by name alone; only the programmer process and the hub ever hold one.
 */
export type Seed = Uint8Array & { readonly [seedBrand]: 'seed' }

/** Seconds a code lives (ours: every fob of the desk is configured so). */
export const OTP_STEP_SECONDS = 60

/** Digits of a code. */
export const OTP_DIGITS = 6

/** Length of the seed the desk writes: the hash's output length, as RFC 4226 R6 and RFC 6238 advise. */
export const SEED_BYTES = { sha1: 20, sha256: 32 } as const satisfies Record<OtpAlgorithm, number>

/** How a code is computed; the defaults are the desk's. */
export interface OtpParameters {
  readonly algorithm?: OtpAlgorithm
  readonly digits?: number
}

/**
 * Marks bytes as a seed, without copying them (a copy would have to be wiped too).
 * @throws RangeError outside 16 to 64 bytes (RFC 4226 R6 asks for at least 128 bits)
 */
export function asSeed(bytes: Uint8Array): Seed {
  if (bytes.length < 16 || bytes.length > 64) throw new RangeError('a seed has 16 to 64 bytes')
  return bytes as Seed // the brand exists in types only; this is the one place that gives it
}

/**
 * The RFC 6238 counter at a time.
 * @param ms Unix milliseconds, not negative
 * @param period seconds a step lasts
 */
export function stepAt(ms: number, period: number = OTP_STEP_SECONDS): number {
  return Math.floor(ms / (period * 1000))
}

/**
 * The code of one counter (RFC 4226 §5.3).
 * @param counter a whole number from 0 on
 */
export function hotp(seed: Seed, counter: number, parameters: OtpParameters = {}): string {
  const { algorithm = 'sha1', digits = OTP_DIGITS } = parameters
  return generateSync({ strategy: 'hotp', secret: seed, counter, algorithm, digits })
}

/**
 * The code of a time (RFC 6238 §4).
 * @param ms Unix milliseconds, not negative
 */
export function totp(
  seed: Seed,
  ms: number,
  parameters: OtpParameters & { readonly period?: number } = {},
): string {
  return hotp(seed, stepAt(ms, parameters.period), parameters)
}
