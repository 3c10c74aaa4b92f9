/**
 * How every file of the store begins: header ‖ header tag ‖ frames.
 *
 * Header = magic (8) ‖ u16 format version ‖ u16 length ‖ CBOR { kind, realm, store, first, last, generation,
 * salt, epoch, prev } ‖ check (8), the start of SHA-256 over all before it. This frame of the header is the same
 * in every version: a header torn by a crash is told from one that a newer program or another store wrote.
 *
 * The file's key is HKDF(epoch key, salt, label ‖ SHA-256(header)); the salt is fresh for every file, so a nonce
 * cannot repeat after a restored backup, and a changed header gives another key. The tag is AES-256-GCM of
 * nothing under nonce 0 with the header as AAD: a header is checked before any frame.
 */
import { createCipheriv, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import { realm, type Realm } from '../../domain/vocabulary.ts'
import { bytesOf } from '../../protocol/byte-schema.ts'
import { concatBytes, sameBytes, sha256, utf8, wipe } from '../../protocol/bytes.ts'
import { decodeCbor, encodeCbor } from '../../protocol/cbor.ts'
import { deriveKey, GCM_TAG_BYTES } from '../../protocol/seal.ts'
import { nonceOf } from './frame.ts'

const STORE_VERSION = 1
export const FILE_SALT_BYTES = 32
const MAGIC = utf8('FOBDJRNL')
const FIXED_BYTES = MAGIC.length + 4
const MAX_BODY_BYTES = 1024
const CHECK_BYTES = 8
/** Enough to read any header with its tag. */
export const MAX_HEADER_BYTES = FIXED_BYTES + MAX_BODY_BYTES + CHECK_BYTES + GCM_TAG_BYTES

export interface FileHeader {
  readonly kind: 'segment' | 'block'
  readonly realm: Realm
  readonly store: string
  /** As in the file's name. */
  readonly first: number
  readonly last: number
  readonly generation: number
  /** 32 random bytes. */
  readonly salt: Uint8Array
  readonly epoch: number
  /** Frame chain hash at the end of the segment before the first; zeros for segment 1. */
  readonly prev: Uint8Array
}

const bytes32 = bytesOf(32)
const body = z.strictObject({
  kind: z.enum(['segment', 'block']),
  realm,
  store: z.string().min(1).max(64),
  first: z.int().min(1),
  last: z.int().min(1),
  generation: z.int().min(0),
  salt: bytes32,
  epoch: z.int().min(1),
  prev: bytes32,
})

export function encodeFileHeader(header: FileHeader): Uint8Array {
  const content = encodeCbor({ ...header })
  const fixed = Buffer.alloc(FIXED_BYTES)
  fixed.set(MAGIC)
  fixed.writeUInt16BE(STORE_VERSION, MAGIC.length)
  fixed.writeUInt16BE(content.length, MAGIC.length + 2)
  return concatBytes(fixed, content, headerCheck(fixed, content))
}

function headerCheck(...bytes: readonly Uint8Array[]): Uint8Array {
  return sha256(...bytes).subarray(0, CHECK_BYTES)
}

export type ParsedHeader =
  | { readonly kind: 'header'; readonly header: FileHeader; readonly bytes: Uint8Array }
  | { readonly kind: 'newer'; readonly version: number }
  | { readonly kind: 'damaged'; readonly reason: string }

/** Reads the header at the start of a file. Nothing is trusted before `checkHeaderTag`. */
export function parseFileHeader(start: Uint8Array): ParsedHeader {
  if (start.length < FIXED_BYTES) return { kind: 'damaged', reason: 'header cut short' }
  const view = Buffer.from(start.buffer, start.byteOffset, start.length)
  if (view.compare(MAGIC, 0, MAGIC.length, 0, MAGIC.length) !== 0) {
    return { kind: 'damaged', reason: 'not a file of a store' }
  }
  const version = view.readUInt16BE(MAGIC.length)
  const end = FIXED_BYTES + view.readUInt16BE(MAGIC.length + 2)
  const check = start.subarray(end, end + CHECK_BYTES)
  if (end > FIXED_BYTES + MAX_BODY_BYTES || !sameBytes(check, headerCheck(start.subarray(0, end)))) {
    return { kind: 'damaged', reason: 'header cut short or changed' }
  }
  if (version > STORE_VERSION) return { kind: 'newer', version }
  const bytes = start.slice(0, end + CHECK_BYTES)
  const decoded = decodeCbor(bytes.subarray(FIXED_BYTES, end))
  const parsed = decoded.ok ? body.safeParse(decoded.value) : undefined
  if (parsed?.success !== true) return { kind: 'damaged', reason: 'header malformed' }
  return { kind: 'header', header: parsed.data, bytes }
}

const KEY_LABEL = utf8('fobdesk/journal-file/1\0')

/** The file's AES-256-GCM key, as a key object: raw bytes cost 10 µs more for every frame. Secret. */
export function fileKey(epochKey: Uint8Array, header: FileHeader, headerBytes: Uint8Array): KeyObject {
  const key = deriveKey(epochKey, header.salt, concatBytes(KEY_LABEL, sha256(headerBytes)))
  const object = createSecretKey(key)
  wipe(key)
  return object
}

export function headerTag(key: KeyObject, headerBytes: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(0))
  cipher.setAAD(headerBytes)
  cipher.final()
  return new Uint8Array(cipher.getAuthTag())
}

export function checkHeaderTag(key: KeyObject, headerBytes: Uint8Array, tag: Uint8Array): boolean {
  return tag.length === GCM_TAG_BYTES && timingSafeEqual(headerTag(key, headerBytes), tag)
}

const CHAIN_LABEL = utf8('fobdesk/journal-header/1\0')

/** Frame chain after the header: the first frame is bound to it, and through it to the file before. */
export function headerHash(headerBytes: Uint8Array): Uint8Array {
  return sha256(CHAIN_LABEL, headerBytes)
}
