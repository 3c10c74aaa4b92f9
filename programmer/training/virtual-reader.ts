/** The emulated reader: what lies on it, what happens to it, and the faults a trainer has armed. */
import { assertNever } from '../../domain/vocabulary.ts'
import type { VirtualChip } from './chip.ts'
import type { TrainingFault } from './messages.ts'
import { VirtualFob, type FobCommand, type FobFaults } from './virtual-fob.ts'

export type ReaderAnswer =
  | { readonly kind: 'answer'; readonly bytes: Uint8Array }
  | { readonly kind: 'lost'; readonly code: 'NO_READER' | 'FOB_REMOVED' }
  /** The reader hangs. */
  | { readonly kind: 'silence' }

export interface VirtualReaderEffects {
  /** Unix milliseconds. */
  readonly now: () => number
  readonly randomBytes: (length: number) => Uint8Array
  /** Called after anything a person could see has changed. */
  readonly changed: () => void
  /** Called after a chip's memory has changed. */
  readonly written: () => void
}

const WRONG_CLOCK_SECONDS = 15 * 60
const DRIFTING_CLOCK_SECONDS = 90

export class VirtualReader {
  readonly #effects: VirtualReaderEffects
  #plugged = true
  #chip: VirtualChip | null = null
  #session: VirtualFob | null = null
  #fault: TrainingFault = 'none'

  constructor(effects: VirtualReaderEffects) {
    this.#effects = effects
  }

  get plugged(): boolean {
    return this.#plugged
  }

  get chip(): VirtualChip | null {
    return this.#chip
  }

  get fault(): TrainingFault {
    return this.#fault
  }

  setPlugged(plugged: boolean): void {
    this.#plugged = plugged
    this.powerOn()
    this.#effects.changed()
  }

  setFault(fault: TrainingFault): void {
    this.#fault = fault
    this.#effects.changed()
  }

  /** Lays a chip on the reader, or lifts off what lies there. */
  place(chip: VirtualChip | null): void {
    if (this.#chip !== null && chip !== null) this.place(null)
    this.#chip = chip
    this.powerOn()
    this.#effects.changed()
  }

  /** A new session: whatever was authenticated before no longer is. */
  powerOn(): void {
    const { now, randomBytes } = this.#effects
    const faults = (): FobFaults => faultsOf(this.#fault)
    this.#session =
      this.#plugged && this.#chip !== null ? new VirtualFob(this.#chip, { now, randomBytes, faults }) : null
  }

  transmit(apdu: Uint8Array): ReaderAnswer {
    if (!this.#plugged) return { kind: 'lost', code: 'NO_READER' }
    if (this.#session === null) return { kind: 'lost', code: 'FOB_REMOVED' }
    if (this.#fault === 'silent') return { kind: 'silence' }
    const before = this.#chip?.record
    const { answer, carriedOut } = this.#session.transmit(apdu)
    const written = this.#chip?.record !== before
    if (written) this.#effects.written()
    if (carriedOut !== null && removedAfter(this.#fault) === carriedOut) {
      this.#fault = 'none'
      this.place(null)
      return { kind: 'lost', code: 'FOB_REMOVED' }
    }
    if (written) this.#effects.changed()
    return { kind: 'answer', bytes: answer }
  }
}

function faultsOf(fault: TrainingFault): FobFaults {
  return {
    lockedKey: fault === 'lockedKey',
    refuseSeed: fault === 'wrongPadding',
    unknownModel: fault === 'unknownModel',
    clockAheadSeconds:
      fault === 'wrongClock' ? WRONG_CLOCK_SECONDS : fault === 'driftingClock' ? DRIFTING_CLOCK_SECONDS : 0,
  }
}

function removedAfter(fault: TrainingFault): FobCommand | undefined {
  switch (fault) {
    case 'removeAfterInfo':
      return 'info'
    case 'removeAfterChallenge':
      return 'challenge'
    case 'removeAfterAnswer':
      return 'answer'
    case 'removeAfterConfig':
      return 'config'
    case 'removeAfterSeed':
      return 'seed'
    case 'none':
    case 'lockedKey':
    case 'wrongPadding':
    case 'wrongClock':
    case 'driftingClock':
    case 'unknownModel':
    case 'silent':
      return undefined
    default:
      return assertNever(fault)
  }
}
