/**
 * Clock, display time-out, hash and step. Always written as a whole and always before the seed: on fobs with
 * restricted time setting this write erases the seed.
 */
import { OTP_STEP_SECONDS } from '../../domain/otp.ts'
import type { OtpAlgorithm } from '../../domain/vocabulary.ts'
import { done, refuse, type Result } from '../../protocol/result.ts'
import type { Reader } from '../reader.ts'
import { exchange, statusText, SUCCESS, type ExchangeCode } from './apdu.ts'
import { secureCommand } from './secure-command.ts'

export type DisplaySeconds = 15 | 30 | 60 | 120

export interface FobConfig {
  readonly displaySeconds: DisplaySeconds
  /** What the fob's clock is set to, Unix seconds. */
  readonly clock: number
  readonly algorithm: OtpAlgorithm
}

const DISPLAY_CODES = { 15: 0, 30: 1, 60: 2, 120: 3 } as const satisfies Record<DisplaySeconds, number>
const ALGORITHM_CODES = { sha1: 1, sha256: 2 } as const satisfies Record<OtpAlgorithm, number>

/** `81 11 | 1F 01 tt | 0F 04 clock | 86 06 | 0A 01 aa | 0D 01 ss`: 19 bytes. */
export function configTlv(config: FobConfig): Uint8Array {
  const clock = new Uint8Array(4)
  new DataView(clock.buffer).setUint32(0, config.clock)
  return Uint8Array.of(
    0x81, 0x11,
    0x1f, 0x01, DISPLAY_CODES[config.displaySeconds],
    0x0f, 0x04, ...clock,
    0x86, 0x06,
    0x0a, 0x01, ALGORITHM_CODES[config.algorithm],
    0x0d, 0x01, OTP_STEP_SECONDS,
  ) // prettier-ignore
}

/** Writes the configuration, once. From the moment this is sent the old seed counts as lost. */
export async function writeConfig(
  reader: Reader,
  config: FobConfig,
): Promise<Result<undefined, ExchangeCode | 'FOB_REFUSED_CONFIG'>> {
  const answer = await exchange(reader, secureCommand({ ins: 0xd4, p1: 0, p2: 0 }, configTlv(config)))
  if (!answer.ok) return answer
  if (answer.value.status !== SUCCESS) return refuse('FOB_REFUSED_CONFIG', statusText(answer.value.status))
  return done(undefined)
}
