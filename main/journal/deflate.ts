import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { MAX_FRAME_BYTES } from './frame.ts'

// Level 6 costs twice as much as level 3 and saves a twentieth of the bytes: half of an event is hashes.
const LEVEL = 3

/** Raw deflate (RFC 1951) of a batch: what a block frame holds. */
export function deflateBlock(batch: Uint8Array): Uint8Array {
  return deflateRawSync(batch, { level: LEVEL })
}

/** Throws a RangeError past the largest frame: the bytes are authenticated, so that would be a bug. */
export function inflateBlock(block: Uint8Array): Uint8Array {
  return inflateRawSync(block, { maxOutputLength: MAX_FRAME_BYTES })
}
