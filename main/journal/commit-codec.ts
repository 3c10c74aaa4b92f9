/**
 * A frame's plaintext: a batch, CBOR [ piece, … ] of commits in their order. A piece is
 * { n, origin, events, parts, context?, more?, sig?, store? }. A commit too large for one frame is cut into
 * pieces; all but its last say `more`. `parts` stand apart from `events`, each with the index of its event, so
 * that compaction can drop one without touching an event's bytes.
 *
 * `sig` is the device's signature over its chain head after this commit, `store` the store chain after it. The
 * chains make one cover everything before, so neither is repeated for every commit of a frame.
 */
import { decodeCbor, encodeCbor } from '../../protocol/cbor.ts'
import type { EventPart, PartName } from '../../protocol/envelope.ts'
import { done, refuse, type Result } from '../../protocol/result.ts'
import { ED25519_SIGNATURE_BYTES } from '../../protocol/signature.ts'
import type { CommitOrigin } from './commit.ts'
import { MAX_FRAME_BYTES } from './frame.ts'

/** An event as it is stored: bytes never re-encoded, and whichever of its parts are still there. */
export interface StoredEvent {
  readonly bytes: Uint8Array
  readonly parts: readonly EventPart[]
}

export interface CommitPiece {
  /** Number of the commit in the store, from 1. */
  readonly n: number
  readonly origin: CommitOrigin
  readonly events: readonly StoredEvent[]
  /** CBOR of what came with the events. Last piece only. */
  readonly context?: Uint8Array
  /** The commit goes on in the next frame. */
  readonly more?: true
  /** Ed25519 by the device key over `deviceHeadMessage` of the last event. Last piece of own commits only. */
  readonly sig?: Uint8Array
  /** Store chain after this commit. Last piece only. */
  readonly store?: Uint8Array
}

export function encodeBatch(pieces: readonly CommitPiece[]): Uint8Array {
  return encodeCbor(
    pieces.map(({ events, ...rest }) => ({
      ...rest,
      events: events.map((event) => event.bytes),
      parts: events.flatMap((event, index) =>
        event.parts.map((part) => [index, part.name, part.salt, part.bytes] as const),
      ),
    })),
  )
}

type Read<T> = Result<T, 'COMMIT_MALFORMED'>

/**
 * Reads what `encodeBatch` wrote. Bytes are views of `plaintext`. Checked by hand because it runs for
 * every commit of a replay (see `protocol/envelope-body.ts`).
 */
export function decodeBatch(plaintext: Uint8Array): Read<CommitPiece[]> {
  const decoded = decodeCbor(plaintext, { maxBytes: MAX_FRAME_BYTES, maxDepth: 5 })
  if (!decoded.ok) return refuse('COMMIT_MALFORMED', `${decoded.code} ${decoded.detail}`)
  if (!Array.isArray(decoded.value)) return refuse('COMMIT_MALFORMED', 'not a batch')
  const pieces: CommitPiece[] = []
  for (const value of decoded.value as readonly unknown[]) {
    const piece = readPiece(value)
    if (!piece.ok) return piece
    pieces.push(piece.value)
  }
  return done(pieces)
}

function readPiece(value: unknown): Read<CommitPiece> {
  if (!isRecord(value)) return refuse('COMMIT_MALFORMED', 'not a map')
  const { n, origin, events, parts, context, more, sig, store, ...others } = value
  const fields =
    isCount(n) &&
    (origin === 'own' || origin === 'pulled') &&
    (context === undefined || isBytes(context)) &&
    (more === undefined || more === true) &&
    (sig === undefined || (isBytes(sig) && sig.length === ED25519_SIGNATURE_BYTES)) &&
    (store === undefined || isBytes(store)) &&
    (more === undefined || (context === undefined && sig === undefined && store === undefined))
  for (const _ in others) return refuse('COMMIT_MALFORMED', 'fields')
  if (!fields) return refuse('COMMIT_MALFORMED', 'fields')
  const read = readEvents(events, parts)
  if (!read.ok) return read
  return done({
    n,
    origin,
    events: read.value,
    ...(context === undefined ? {} : { context }),
    ...(more === undefined ? {} : { more }),
    ...(sig === undefined ? {} : { sig }),
    ...(store === undefined ? {} : { store }),
  })
}

function readEvents(events: unknown, parts: unknown): Read<StoredEvent[]> {
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
