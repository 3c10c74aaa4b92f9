/**
 * A snapshot file: the projection as it was at one commit, so that opening need not fold the journal from its
 * first event. It is a cache and never the truth.
 *
 * Layout: magic (8) ‖ u16 format ‖ u16 length ‖ CBOR header ‖ chunks. Each chunk is AES-256-GCM of at most 1 MiB
 * and its tag. The file's key is HKDF(epoch key, fresh salt, label ‖ SHA-256 of all before the first chunk), so a
 * changed header opens nothing and no nonce repeats; nonce = chunk number; AAD = chunk number ‖ whether it is the
 * last: chunks cannot be cut off, swapped or taken from another snapshot.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto'
import { z } from 'zod'
import { realm, type Realm } from '../../domain/vocabulary.ts'
import { bytesOf } from '../../protocol/byte-schema.ts'
import { concatBytes, sha256, utf8, wipe, type Random } from '../../protocol/bytes.ts'
import { decodeCbor, encodeCbor } from '../../protocol/cbor.ts'
import { done, refuse, type Result } from '../../protocol/result.ts'
import { deriveKey, GCM_NONCE_BYTES, GCM_TAG_BYTES } from '../../protocol/seal.ts'
import { readInto, readUpTo, writeAll } from '../journal/file-ops.ts'
import type { JournalFile } from '../journal/fs.ts'

const FORMAT = 1
const MAGIC = utf8('FOBDSNAP')
const FIXED_BYTES = MAGIC.length + 4
const LABEL = utf8('fobdesk/snapshot/1\0')
const SALT_BYTES = 32
export const CHUNK_BYTES = 1024 * 1024
/** A million events leave some 100 MB; nothing honest comes near this. */
const MAX_CONTENT_BYTES = 2 ** 31 - 1

/** Whose snapshot it is, and which program can use it. */
export interface SnapshotOf {
  readonly realm: Realm
  readonly storeId: string
  /** Version of the projection's tables and rules; any other is folded anew. */
  readonly projector: number
}

export interface Snapshot {
  /** Commits and events folded into it, from the store's first. */
  readonly commits: number
  readonly events: number
  /** Where the chains and files of the journal stood, for it to go on from there; its own bytes. */
  readonly checkpoint: Uint8Array
  readonly projection: Uint8Array
}

export interface SnapshotKey {
  readonly epoch: number
  /** 32 bytes. */
  readonly key: Uint8Array
}

export type SnapshotFault =
  /** Cut short, changed, or sealed by a key that this keyring does not hold. */
  | 'SNAPSHOT_DAMAGED'
  /** Of another store or realm. */
  | 'SNAPSHOT_FOREIGN'
  /** Of another version of the program. */
  | 'SNAPSHOT_VERSION'

const headerSchema = z.strictObject({
  realm,
  store: z.string().min(1).max(64),
  projector: z.int().min(0),
  epoch: z.int().min(1),
  salt: bytesOf(SALT_BYTES),
  commits: z.int().min(0),
  events: z.int().min(0),
  checkpointBytes: z.int().min(0).max(MAX_CONTENT_BYTES),
  projectionBytes: z.int().min(0).max(MAX_CONTENT_BYTES),
})
type Header = z.infer<typeof headerSchema>

/** Writes a whole snapshot into an empty file; durable when it resolves. */
export async function writeSnapshot(
  file: JournalFile,
  of: SnapshotOf,
  { epoch, key }: SnapshotKey,
  { commits, events, checkpoint, projection }: Snapshot,
  random: Random,
): Promise<void> {
  const header: Header = {
    realm: of.realm,
    store: of.storeId,
    projector: of.projector,
    epoch,
    salt: random(SALT_BYTES),
    commits,
    events,
    checkpointBytes: checkpoint.length,
    projectionBytes: projection.length,
  }
  const start = encodeHeader(header)
  const fileKey = deriveFileKey(key, header, start)
  await writeAll(file, start, 0)
  let offset = start.length
  for (const { bytes, from, length, number, last } of chunksOf(checkpoint, projection)) {
    const cipher = createCipheriv('aes-256-gcm', fileKey, nonceOf(number))
    cipher.setAAD(placeOf(number, last))
    const sealed = cipher.update(bytes.subarray(from, from + length))
    cipher.final()
    await writeAll(file, concatBytes(sealed, cipher.getAuthTag()), offset)
    offset += length + GCM_TAG_BYTES
  }
  wipe(fileKey)
  await file.datasync()
}

/** Reads what `writeSnapshot` wrote. Nothing is answered before all of it has authenticated. */
export async function readSnapshot(
  file: JournalFile,
  of: SnapshotOf,
  epochKey: (epoch: number) => Uint8Array | undefined,
): Promise<Result<Snapshot, SnapshotFault>> {
  const start = await readHeader(file)
  if (!start.ok) return start
  const { header, bytes } = start.value
  if (header.realm !== of.realm || header.store !== of.storeId) {
    return refuse('SNAPSHOT_FOREIGN', `of ${header.realm} store ${header.store}`)
  }
  if (header.projector !== of.projector) {
    return refuse('SNAPSHOT_VERSION', `projector ${header.projector}, this program's is ${of.projector}`)
  }
  const key = epochKey(header.epoch)
  if (key === undefined) return refuse('SNAPSHOT_DAMAGED', `no key of epoch ${header.epoch}`)
  const size = await file.size()
  const whole = sealedBytes(header)
  // Before anything is allocated: a header that nobody has authenticated yet must not ask for gigabytes.
  if (size !== bytes.length + whole) return refuse('SNAPSHOT_DAMAGED', 'of another length than it says')
  const checkpoint = new Uint8Array(header.checkpointBytes)
  const projection = new Uint8Array(header.projectionBytes)
  const fileKey = deriveFileKey(key, header, bytes)
  const buffer = new Uint8Array(CHUNK_BYTES + GCM_TAG_BYTES)
  let offset = bytes.length
  for (const { bytes: target, from, length, number, last } of chunksOf(checkpoint, projection)) {
    const sealed = await readInto(file, buffer.subarray(0, length + GCM_TAG_BYTES), offset)
    const decipher = createDecipheriv('aes-256-gcm', fileKey, nonceOf(number), {
      authTagLength: GCM_TAG_BYTES,
    })
    decipher.setAAD(placeOf(number, last))
    decipher.setAuthTag(sealed.subarray(length))
    const plain = decipher.update(sealed.subarray(0, length))
    target.set(plain, from)
    release(plain)
    if (!authenticates(decipher)) return refuse('SNAPSHOT_DAMAGED', `chunk ${number} does not authenticate`)
    offset += length + GCM_TAG_BYTES
  }
  wipe(fileKey)
  return done({ commits: header.commits, events: header.events, checkpoint, projection })
}

/**
 * Gives a buffer's memory back at once. Left to the collector, decrypted chunks pile up to 64 MB while a large
 * branch's snapshot is read. Not where the memory is shared with other buffers, as Node's pool of small ones is.
 */
function release({ buffer, length }: Buffer<ArrayBuffer>): void {
  if (buffer.byteLength === length) buffer.transfer(0)
}

function authenticates(decipher: ReturnType<typeof createDecipheriv>): boolean {
  try {
    decipher.final()
    return true
  } catch {
    // GCM's only failure here is the tag.
    return false
  }
}

function encodeHeader(header: Header): Uint8Array {
  const body = encodeCbor(header)
  const fixed = Buffer.alloc(FIXED_BYTES)
  fixed.set(MAGIC)
  fixed.writeUInt16BE(FORMAT, MAGIC.length)
  fixed.writeUInt16BE(body.length, MAGIC.length + 2)
  return concatBytes(fixed, body)
}

async function readHeader(
  file: JournalFile,
): Promise<Result<{ readonly header: Header; readonly bytes: Uint8Array }, SnapshotFault>> {
  const fixed = Buffer.from(await readUpTo(file, FIXED_BYTES, 0))
  if (fixed.length < FIXED_BYTES || fixed.compare(MAGIC, 0, MAGIC.length, 0, MAGIC.length) !== 0) {
    return refuse('SNAPSHOT_DAMAGED', 'not a snapshot file')
  }
  const format = fixed.readUInt16BE(MAGIC.length)
  if (format !== FORMAT) return refuse('SNAPSHOT_VERSION', `format ${format}`)
  const body = await readUpTo(file, fixed.readUInt16BE(MAGIC.length + 2), FIXED_BYTES)
  const decoded = decodeCbor(body)
  const parsed = decoded.ok ? headerSchema.safeParse(decoded.value) : undefined
  if (parsed?.success !== true) return refuse('SNAPSHOT_DAMAGED', 'header malformed')
  return done({ header: parsed.data, bytes: concatBytes(fixed, body) })
}

function deriveFileKey(epochKey: Uint8Array, { salt }: Header, start: Uint8Array): Uint8Array {
  return deriveKey(epochKey, salt, concatBytes(LABEL, sha256(start)))
}

interface Chunk {
  readonly bytes: Uint8Array
  readonly from: number
  readonly length: number
  readonly number: number
  readonly last: boolean
}

/** Checkpoint, then projection. An empty snapshot still has one chunk: without one nothing would authenticate. */
function* chunksOf(checkpoint: Uint8Array, projection: Uint8Array): Generator<Chunk> {
  const count = chunkCount(checkpoint.length) + chunkCount(projection.length)
  let number = 0
  for (const bytes of [checkpoint, projection]) {
    for (let at = 0; at < chunkCount(bytes.length); at++) {
      const from = at * CHUNK_BYTES
      const length = Math.min(CHUNK_BYTES, bytes.length - from)
      yield { bytes, from, length, number, last: number === count - 1 }
      number++
    }
  }
}

function chunkCount(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / CHUNK_BYTES))
}

function sealedBytes({ checkpointBytes, projectionBytes }: Header): number {
  const chunks = chunkCount(checkpointBytes) + chunkCount(projectionBytes)
  return checkpointBytes + projectionBytes + chunks * GCM_TAG_BYTES
}

function nonceOf(chunk: number): Uint8Array {
  const nonce = Buffer.alloc(GCM_NONCE_BYTES)
  nonce.writeUInt32BE(chunk, GCM_NONCE_BYTES - 4)
  return nonce
}

function placeOf(chunk: number, last: boolean): Uint8Array {
  const place = Buffer.alloc(5)
  place.writeUInt32BE(chunk)
  place.writeUInt8(last ? 1 : 0, 4)
  return place
}
