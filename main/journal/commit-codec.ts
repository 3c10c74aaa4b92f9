/**
 * A commit as a frame's plaintext: CBOR { n, origin, events, parts, context?, head?, store }.
 * `parts` stand apart from `events`, each with the index of its event, so that compaction can drop one
 * without touching an event's bytes. `head` is the device chain head with the device's signature.
 */
import { decodeCbor, encodeCbor } from '../../protocol/cbor.ts'
import type { EventPart, PartName, SealedEvent } from '../../protocol/envelope.ts'
import { done, refuse, type Result } from '../../protocol/result.ts'
import type { DeviceHead } from '../../protocol/signature.ts'
import type { CommitOrigin } from './commit.ts'
import { MAX_FRAME_BYTES } from './frame.ts'

export interface SignedHead extends DeviceHead {
  /** Ed25519 by the device key over `deviceHeadMessage`. */
  readonly sig: Uint8Array
}

export interface CommitRecord {
  /** Number of the commit in the store, from 1. */
  readonly n: number
  readonly origin: CommitOrigin
  readonly events: readonly { readonly bytes: Uint8Array; readonly parts: readonly EventPart[] }[]
  /** CBOR of what came with the events. */
  readonly context?: Uint8Array
  /** Own commits with events only. */
  readonly head?: SignedHead
  /** Store chain after this commit. */
  readonly store: Uint8Array
}

export function encodeCommit(commit: CommitRecord & { readonly events: readonly SealedEvent[] }): Uint8Array {
  const { events, ...rest } = commit
  return encodeCbor({
    ...rest,
    events: events.map((event) => event.bytes),
    parts: events.flatMap((event, index) =>
      event.parts.map((part) => [index, part.name, part.salt, part.bytes] as const),
    ),
  })
}

/**
 * Reads what `encodeCommit` wrote. Bytes are views of `plaintext`. Checked by hand because it runs for
 * every commit of a replay (see `protocol/envelope-body.ts`).
 */
export function decodeCommit(plaintext: Uint8Array): Result<CommitRecord, 'COMMIT_MALFORMED'> {
  const decoded = decodeCbor(plaintext, { maxBytes: MAX_FRAME_BYTES, maxDepth: 4 })
  if (!decoded.ok) return refuse('COMMIT_MALFORMED', `${decoded.code} ${decoded.detail}`)
  if (!isRecord(decoded.value)) return refuse('COMMIT_MALFORMED', 'not a map')
  const { n, origin, events, parts, context, head, store, ...more } = decoded.value
  const fields =
    isCount(n) &&
    (origin === 'own' || origin === 'pulled') &&
    isBytes(store) &&
    (context === undefined || isBytes(context)) &&
    (head === undefined || isSignedHead(head)) &&
    Object.keys(more).length === 0
  if (!fields) return refuse('COMMIT_MALFORMED', 'fields')
  const read = readEvents(events, parts)
  if (!read.ok) return read
  return done({
    n,
    origin,
    events: read.value,
    store,
    ...(context === undefined ? {} : { context }),
    ...(head === undefined ? {} : { head }),
  })
}

function readEvents(events: unknown, parts: unknown): Result<CommitRecord['events'], 'COMMIT_MALFORMED'> {
  if (!Array.isArray(events) || !events.every(isBytes)) return refuse('COMMIT_MALFORMED', 'events')
  if (!Array.isArray(parts)) return refuse('COMMIT_MALFORMED', 'parts')
  const read = events.map((bytes) => ({ bytes, parts: [] as EventPart[] }))
  for (const part of parts as readonly unknown[]) {
    if (!isPart(part)) return refuse('COMMIT_MALFORMED', 'a part')
    const [index, name, salt, bytes] = part
    const event = read[index]
    if (event === undefined) return refuse('COMMIT_MALFORMED', `a part of event ${index}, which is not there`)
    event.parts.push({ name, salt, bytes })
  }
  return done(read)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isBytes(value)
}

function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && value >= 1
}

function isPart(value: unknown): value is [number, PartName, Uint8Array, Uint8Array] {
  if (!Array.isArray(value) || value.length !== 4) return false
  const [index, name, salt, bytes] = value as readonly unknown[]
  return (
    typeof index === 'number' && (name === 'personal' || name === 'box') && isBytes(salt) && isBytes(bytes)
  )
}

function isSignedHead(value: unknown): value is SignedHead {
  if (!isRecord(value)) return false
  const { device, seq, hash, sig, ...more } = value
  const fields = typeof device === 'string' && isCount(seq) && isBytes(hash) && isBytes(sig)
  return fields && Object.keys(more).length === 0
}
