/**
 * A checkpoint: where a fold of the closed files stands, and by which bytes these files are known again. CBOR
 * { v, realm, store, last, chain, snapshot, files }; a file is { name, size, sha256, head, chain, extents }.
 */
import { z } from 'zod'
import { realm as realmName, type Realm } from '../../domain/vocabulary.ts'
import { bytesOf } from '../../protocol/byte-schema.ts'
import { decodeCbor, encodeCbor } from '../../protocol/cbor.ts'
import type { CatalogFile } from './catalog.ts'
import type { ChainSnapshot } from './chain-state.ts'
import type { Checkpoint } from './closed.ts'
import { JournalError } from './errors.ts'
import { chainSnapshot, storeHead } from './snapshot-schema.ts'

const VERSION = 1
const MAX_BYTES = 64 * 1024 * 1024
const hash = bytesOf(32)
const count = z.int().min(0)

const packedExtent = z.tuple([count, count, count, count, count, hash])
const knownFile = z.strictObject({
  name: z.string(),
  size: count,
  sha256: hash,
  head: storeHead,
  chain: hash,
  /** Of a segment; a block file has its own directory. */
  extents: z.array(packedExtent),
})
const stored = z.strictObject({
  v: z.literal(VERSION),
  realm: realmName,
  store: z.string(),
  last: count,
  chain: hash,
  snapshot: chainSnapshot,
  files: z.array(knownFile),
})

export type KnownFile = z.output<typeof knownFile>
type CheckpointContent = z.output<typeof stored>

export interface CheckpointOf {
  readonly realm: Realm
  readonly storeId: string
  readonly snapshot: ChainSnapshot
  /** In order, from segment 1 on. */
  readonly files: readonly KnownFile[]
  readonly last: number
  readonly chain: Uint8Array
}

export function encodeCheckpoint({ realm, storeId, snapshot, files, last, chain }: CheckpointOf): Checkpoint {
  const plain = { head: { ...snapshot.head }, devices: snapshot.devices.map((head) => ({ ...head })) }
  return encodeCbor({ v: VERSION, realm, store: storeId, last, chain, snapshot: plain, files })
}

/** Throws CHECKPOINT_UNFIT for anything that is no checkpoint of this program. */
export function decodeCheckpoint(checkpoint: Checkpoint): CheckpointContent {
  const decoded = decodeCbor(checkpoint, { maxBytes: MAX_BYTES })
  const parsed = decoded.ok ? stored.safeParse(decoded.value) : undefined
  if (parsed?.success !== true) throw new JournalError('CHECKPOINT_UNFIT', 'not a checkpoint of this version')
  return parsed.data
}

/** Of a file that was read with its SHA-256. */
export function knownFileOf(file: CatalogFile): KnownFile {
  const { name, size, sha256, head, chain, extents } = file
  if (sha256 === undefined) throw new Error(`${name} was read without its SHA-256`)
  const packed = file.kind === 'block' ? [] : extents.map(packExtent)
  return { name, size, sha256, head: { ...head }, chain, extents: packed }
}

function packExtent(extent: CatalogFile['extents'][number]): KnownFile['extents'][number] {
  const { offset, length, firstEvent, firstCommit, sequence, prev } = extent
  return [offset, length, firstEvent, firstCommit, sequence, prev]
}

export function unpackExtents(known: KnownFile): CatalogFile['extents'] {
  return known.extents.map(([offset, length, firstEvent, firstCommit, sequence, prev]) => ({
    offset,
    length,
    firstEvent,
    firstCommit,
    sequence,
    prev,
  }))
}
