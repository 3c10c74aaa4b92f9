import type { FobStep, StrictFob } from './strict-fob.ts'

export type FieldFault = {
  readonly step: FobStep
  readonly kind: 'remove' | 'garbage' | 'refuse' | 'silence' | 'long'
}

export type FieldAnswer =
  | { readonly kind: 'answer'; readonly bytes: Buffer }
  | { readonly kind: 'removed' }
  | { readonly kind: 'silence' }

/** The place on a reader where a fob lies, shared by every emulated reader, with the faults a test arms. */
export class Field {
  fob: StrictFob | null = null
  fault: FieldFault | null = null
  readonly #listeners = new Set<() => void>()

  onChange(listener: () => void): void {
    this.#listeners.add(listener)
  }

  place(fob: StrictFob | null): void {
    this.fob = fob
    fob?.power()
    for (const listener of this.#listeners) listener()
  }

  /** The fault strikes once, after the fob has carried the command out. */
  transmit(apdu: Uint8Array): FieldAnswer {
    const { fob, fault } = this
    if (fob === null) return { kind: 'removed' }
    const { answer, step } = fob.transmit(Buffer.from(apdu))
    if (fault === null || fault.step !== step) return { kind: 'answer', bytes: answer }
    this.fault = null
    switch (fault.kind) {
      case 'remove':
        this.place(null)
        return { kind: 'removed' }
      case 'garbage':
        return { kind: 'answer', bytes: Buffer.from([0x5a]) }
      case 'refuse':
        return { kind: 'answer', bytes: Buffer.from([0x6f, 0x00]) }
      case 'long':
        return { kind: 'answer', bytes: Buffer.alloc(260, 0x90) }
      case 'silence':
        return { kind: 'silence' }
    }
  }
}
