import { offSteps, resynchronise, verifyOtp } from '../../domain/otp-window.ts'
import { OTP_DIGITS } from '../../domain/otp.ts'
import type { Hub } from '../hub.ts'
import { withSeed } from '../keys/wrapped-seed.ts'
import type { FobVerification } from '../store/rows.ts'
import type { Evaluation } from './counters.ts'

/** One code, or two that were shown one directly after the other. */
export type Codes = readonly [code: string] | readonly [first: string, second: string]

/** The codes as digits; null: not of the form. */
export function readCodes(typed: string | readonly [string, string]): Codes | null {
  const read = (text: string): string | null => {
    const code = text.normalize('NFKC').trim()
    return /^[0-9]+$/.test(code) && code.length === OTP_DIGITS ? code : null
  }
  const [first, second] = typeof typed === 'string' ? [read(typed)] : [read(typed[0]), read(typed[1])]
  if (first === null || second === null) return null
  return second === undefined ? [first] : [first, second]
}

/** Compares with what the fob shows now. Writes nothing. @throws SeedNotUnwrapped */
export function evaluate(hub: Hub, row: FobVerification, [code, second]: Codes): Promise<Evaluation> {
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
