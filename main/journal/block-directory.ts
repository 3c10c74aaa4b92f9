/**
 * The end of a block file: the directory frame ‖ u64 offset of that frame ‖ frame chain hash before it. Directory = CBOR { chain, commits,
 * events, lengths, prevs, snapshot }: for each block the number of its first event and of the first commit that
 * begins in it, its length, and the frame chain hash before it; then where the chains stand after the last.
 */
import { z } from 'zod'
import { bytesOf } from '../../protocol/byte-schema.ts'
import { concatBytes } from '../../protocol/bytes.ts'
import { decodeCbor, encodeCbor } from '../../protocol/cbor.ts'
import type { Extent } from './catalog.ts'
import type { ChainSnapshot } from './chain-state.ts'
import { MAX_FRAME_BYTES } from './frame.ts'
import { chainSnapshot } from './snapshot-schema.ts'

const OFFSET_BYTES = 8
const HASH_BYTES = 32
export const TRAILER_BYTES = OFFSET_BYTES + HASH_BYTES

export interface BlockDirectory {
  readonly extents: Extent[]
  /** Frame chain hash after the last segment that the file stands for: `prev` of the next file. */
  readonly chain: Uint8Array
  readonly snapshot: ChainSnapshot
}

const counts = z.array(z.int().min(1))
const content = z.strictObject({
  chain: bytesOf(HASH_BYTES),
  commits: counts,
  events: counts,
  lengths: counts,
  prevs: z.instanceof(Uint8Array),
  snapshot: chainSnapshot,
})

export function encodeDirectory({ extents, chain, snapshot }: BlockDirectory): Uint8Array {
  return encodeCbor({
    chain,
    commits: extents.map(({ firstCommit }) => firstCommit),
    events: extents.map(({ firstEvent }) => firstEvent),
    lengths: extents.map(({ length }) => length),
    prevs: concatBytes(...extents.map(({ prev }) => prev)),
    snapshot: { ...snapshot, head: { ...snapshot.head } },
  })
}

/** `offset`: where the first block begins. Undefined when it is not a directory. */
export function decodeDirectory(plaintext: Uint8Array, offset: number): BlockDirectory | undefined {
  const decoded = decodeCbor(plaintext, { maxBytes: MAX_FRAME_BYTES })
  const parsed = decoded.ok ? content.safeParse(decoded.value) : undefined
  if (parsed?.success !== true) return undefined
  const { chain, commits, events, lengths, prevs, snapshot } = parsed.data
  const extents: Extent[] = []
  let at = offset
  for (const [index, length] of lengths.entries()) {
    const firstEvent = events[index]
    const firstCommit = commits[index]
    const prev = prevs.slice(index * HASH_BYTES, (index + 1) * HASH_BYTES)
    if (firstEvent === undefined || firstCommit === undefined || prev.length < HASH_BYTES) return undefined
    extents.push({ offset: at, length, firstEvent, firstCommit, sequence: index + 1, prev })
    at += length
  }
  return { extents, chain, snapshot }
}

/** Where the directory frame lies and what it takes to open it. Not authenticated: opening the frame is the proof. */
export interface Trailer {
  readonly offset: number
  readonly prev: Uint8Array
}

export function encodeTrailer({ offset, prev }: Trailer): Uint8Array {
  const at = Buffer.alloc(OFFSET_BYTES)
  at.writeBigUInt64BE(BigInt(offset))
  return concatBytes(at, prev)
}

export function decodeTrailer(trailer: Uint8Array): Trailer {
  const view = Buffer.from(trailer.buffer, trailer.byteOffset, trailer.length)
  return { offset: Number(view.readBigUInt64BE(0)), prev: trailer.slice(OFFSET_BYTES) }
}
