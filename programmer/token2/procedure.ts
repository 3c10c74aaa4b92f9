/**
 * The write of one fob: identity → challenge and answer → configuration → seed, each command sent once.
 * What it leaves in the chip is unproven until the display has been checked.
 */
import type { Seed } from '../../domain/otp.ts'
import type { OtpAlgorithm } from '../../domain/vocabulary.ts'
import type { IssuanceStep, ProgrammerFailureCode } from '../messages.ts'
import type { Reader } from '../reader.ts'
import { authenticate } from './authenticate.ts'
import { writeConfig, type DisplaySeconds } from './config.ts'
import { readIdentity, type FobIdentity } from './info.ts'
import { writeSeed } from './seed.ts'

export interface WriteOrder {
  /** The only chip that may be written. */
  readonly chipSerial: string
  readonly algorithm: OtpAlgorithm
  readonly displaySeconds: DisplaySeconds
  readonly seed: Seed
}

export interface WriteEffects {
  /** Unix milliseconds, at the moment the fob's clock is set. */
  readonly now: () => number
  readonly reached: (step: 'authenticated' | 'configured' | 'seeded') => void
  /** Asked before every command: nothing more is sent once it says true. */
  readonly cancelled: () => boolean
}

export type WriteOutcome =
  | { readonly ok: true; readonly identity: FobIdentity; readonly clockSetAt: number }
  | {
      readonly ok: false
      readonly step: IssuanceStep
      readonly code: ProgrammerFailureCode
      /** Whether a writing command was sent: the chip's old seed may be gone. */
      readonly ambiguous: boolean
    }

/** Runs the whole write. Expected failures are values that say how far it came. */
export async function writeFob(
  reader: Reader,
  order: WriteOrder,
  effects: WriteEffects,
): Promise<WriteOutcome> {
  const identity = await readIdentity(reader)
  if (!identity.ok) return stop('identify', identity.code)
  if (identity.value.chipSerial !== order.chipSerial) return stop('identify', 'FOB_OTHER_CHIP')

  if (effects.cancelled()) return stop('identify', 'CANCELLED')
  const authenticated = await authenticate(reader)
  if (!authenticated.ok) return stop('authenticate', authenticated.code)
  effects.reached('authenticated')

  if (effects.cancelled()) return stop('authenticate', 'CANCELLED')
  const clockSetAt = Math.floor(effects.now() / 1000)
  const { algorithm, displaySeconds, seed } = order
  const configured = await writeConfig(reader, { algorithm, displaySeconds, clock: clockSetAt })
  if (!configured.ok) return stop('configure', configured.code)
  effects.reached('configured')

  if (effects.cancelled()) return stop('seed', 'CANCELLED')
  const seeded = await writeSeed(reader, seed)
  if (!seeded.ok) return stop('seed', seeded.code)
  effects.reached('seeded')
  return { ok: true, identity: identity.value, clockSetAt }
}

function stop(step: IssuanceStep, code: ProgrammerFailureCode): WriteOutcome {
  return { ok: false, step, code, ambiguous: step === 'configure' || step === 'seed' }
}
