import { z } from 'zod'

/** Zod schemas of byte strings, typed so that views of any buffer pass. */
export const byteString = z.custom<Uint8Array>((value) => value instanceof Uint8Array)

export function bytesOf(length: number) {
  return z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length === length)
}
