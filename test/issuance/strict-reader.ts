/** A strict fob on the training reader's cable: what the fob has just done is told before its answer leaves. */
import { serveReader } from '../../programmer/training/socket-server.ts'
import type { VirtualReader } from '../../programmer/training/virtual-reader.ts'
import { Field } from '../emulators/field.ts'
import type { FobStep, StrictFob } from '../emulators/strict-fob.ts'

export interface StrictReader {
  readonly field: Field
  /** The fob has carried a command out; true: its answer is lost to noise. */
  onStep: (step: FobStep, fob: StrictFob) => boolean
  plug(plugged: boolean): void
  close(): void
}

/** @param path the local socket to serve */
export async function strictReader(path: string): Promise<StrictReader> {
  const field = new Field()
  const reader = {
    plugged: true,
    get chip() {
      return field.fob
    },
    powerOn: () => field.fob?.power(),
    transmit(apdu: Uint8Array) {
      const { fob } = field
      if (!reader.plugged) return { kind: 'lost', code: 'NO_READER' }
      if (fob === null) return { kind: 'lost', code: 'FOB_REMOVED' }
      const { answer, step } = fob.transmit(Buffer.from(apdu))
      const noise = step !== null && stand.onStep(step, fob)
      if (!reader.plugged) return { kind: 'lost', code: 'NO_READER' }
      if (field.fob === null) return { kind: 'lost', code: 'FOB_REMOVED' }
      return { kind: 'answer', bytes: noise ? Buffer.from([0x5a]) : answer }
    },
  }
  // The server needs these four of the training reader's members; its private ones are not to be had.
  const server = await serveReader(path, reader as unknown as VirtualReader)
  field.onChange(() => server.announce())
  const stand: StrictReader = {
    field,
    onStep: () => false,
    plug(plugged) {
      reader.plugged = plugged
      field.fob?.power()
      server.announce()
    },
    close: () => server.close(),
  }
  return stand
}
