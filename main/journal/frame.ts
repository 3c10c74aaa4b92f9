/**
 * Frames: u32 length ‖ u8 kind ‖ u64 sequence ‖ ciphertext ‖ tag (16). Length counts ciphertext and tag.
 * AES-256-GCM; nonce = sequence in the segment (0 is the header's tag); AAD = the 13 header bytes ‖ the
 * frame chain hash before it. So a frame opens only in its own place of its own segment.
 */
import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto'
import { sha256, utf8 } from '../../protocol/bytes.ts'
import { GCM_NONCE_BYTES, GCM_TAG_BYTES } from '../../protocol/seal.ts'

export const FRAME_HEADER_BYTES = 13
/** A frame holds some 256 KiB, and a single event with its parts at most a few times 4 MiB. */
export const MAX_FRAME_BYTES = 64 * 1024 * 1024

/** Kinds this program reads: a batch of commits; the same deflated; the directory that ends a block file. */
export const FRAME_KIND_BATCH = 1
export const FRAME_KIND_BLOCK = 2
export const FRAME_KIND_DIRECTORY = 3

export interface FrameHeader {
  /** Ciphertext and tag, in bytes. */
  readonly length: number
  readonly kind: number
  readonly sequence: number
}

export function nonceOf(sequence: number): Uint8Array {
  const nonce = Buffer.alloc(GCM_NONCE_BYTES)
  nonce.writeBigUInt64BE(BigInt(sequence), GCM_NONCE_BYTES - 8)
  return nonce
}

/** Reads a frame header at `offset`, or undefined when it cannot be one. Not authenticated yet. */
export function parseFrameHeader(buffer: Buffer, offset: number): FrameHeader | undefined {
  const length = buffer.readUInt32BE(offset)
  const sequence = buffer.readBigUInt64BE(offset + 5)
  if (length < GCM_TAG_BYTES || length > MAX_FRAME_BYTES || sequence > BigInt(Number.MAX_SAFE_INTEGER)) {
    return undefined
  }
  return { length, kind: buffer.readUInt8(offset + 4), sequence: Number(sequence) }
}

export interface FramePlace {
  readonly key: KeyObject
  readonly kind: number
  readonly sequence: number
  /** Frame chain hash before this frame. */
  readonly prev: Uint8Array
}

/** The frame's bytes as they go to disk. */
export function sealFrame(place: FramePlace, plaintext: Uint8Array): Uint8Array {
  const length = plaintext.length + GCM_TAG_BYTES
  if (length > MAX_FRAME_BYTES)
    throw new RangeError(`a commit of ${plaintext.length} bytes is over the bound`)
  const frame = Buffer.allocUnsafeSlow(FRAME_HEADER_BYTES + length)
  frame.writeUInt32BE(length, 0)
  frame.writeUInt8(place.kind, 4)
  frame.writeBigUInt64BE(BigInt(place.sequence), 5)
  const cipher = createCipheriv('aes-256-gcm', place.key, nonceOf(place.sequence))
  cipher.setAAD(Buffer.concat([frame.subarray(0, FRAME_HEADER_BYTES), place.prev]))
  frame.set(cipher.update(plaintext), FRAME_HEADER_BYTES)
  cipher.final()
  frame.set(cipher.getAuthTag(), FRAME_HEADER_BYTES + plaintext.length)
  // Not the Buffer itself: its `slice` aliases where a Uint8Array's copies.
  return new Uint8Array(frame.buffer, frame.byteOffset, frame.length)
}

/** The plaintext of a whole frame (header included), or undefined when it does not authenticate here. */
export function openFrame(
  key: KeyObject,
  prev: Uint8Array,
  frame: Uint8Array,
  sequence: number,
): Buffer | undefined {
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(sequence), { authTagLength: GCM_TAG_BYTES })
  const tagAt = frame.length - GCM_TAG_BYTES
  decipher.setAAD(Buffer.concat([frame.subarray(0, FRAME_HEADER_BYTES), prev]))
  decipher.setAuthTag(frame.subarray(tagAt))
  const plaintext = decipher.update(frame.subarray(FRAME_HEADER_BYTES, tagAt))
  try {
    decipher.final()
  } catch {
    // GCM's only failure here is the tag: the frame is not what was written in this place.
    return undefined
  }
  return plaintext
}

const CHAIN_LABEL = utf8('fobdesk/journal-frame/1\0')

/** Frame chain after a frame. */
export function frameHash(frame: Uint8Array): Uint8Array {
  return sha256(CHAIN_LABEL, frame)
}
