/**
 * Frames on the local socket between the programmer process and the training reader: length (2 bytes, of what
 * follows), kind (1), exchange number (1), payload. The socket exists so that APDUs never pass through main.
 */
import { concatBytes } from '../../protocol/bytes.ts'

export const FRAME_KINDS = {
  /** programmer → training: one command APDU. */
  command: 1,
  /** training → programmer: its answer, under the same exchange number. */
  answer: 2,
  /** training → programmer, instead of an answer: one byte of `LOST_CODES`. */
  lost: 3,
  /** training → programmer, at connection and at every change: one byte of `PRESENCE_CODES`. */
  presence: 4,
} as const

export const PRESENCE_CODES = { disconnected: 0, absent: 1, present: 2 } as const
export const LOST_CODES = { NO_READER: 0, FOB_REMOVED: 1 } as const

export interface Frame {
  readonly kind: number
  readonly exchange: number
  readonly payload: Uint8Array
}

const HEADER_BYTES = 2
/** Kind, exchange number and the longest short APDU (5 + 255 + 1 bytes). */
const MAX_FRAME_BYTES = 2 + 261

export function encodeFrame({ kind, exchange, payload }: Frame): Uint8Array {
  const length = 2 + payload.length
  return concatBytes(Uint8Array.of(length >> 8, length & 0xff, kind, exchange), payload)
}

/** Cuts a stream into frames. `push` returns the frames completed by a chunk, or undefined for a broken stream. */
export class FrameDecoder {
  #pending: Uint8Array = new Uint8Array(0)

  push(chunk: Uint8Array): Frame[] | undefined {
    this.#pending = concatBytes(this.#pending, chunk)
    const frames: Frame[] = []
    for (;;) {
      const [high, low] = this.#pending
      if (high === undefined || low === undefined) return frames
      const length = (high << 8) | low
      if (length < 2 || length > MAX_FRAME_BYTES) return undefined
      if (this.#pending.length < HEADER_BYTES + length) return frames
      const [kind = 0, exchange = 0] = this.#pending.subarray(HEADER_BYTES)
      frames.push({ kind, exchange, payload: this.#pending.slice(HEADER_BYTES + 2, HEADER_BYTES + length) })
      this.#pending = this.#pending.slice(HEADER_BYTES + length)
    }
  }
}
