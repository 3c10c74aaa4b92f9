/**
 * A commit as a frame's plaintext: CBOR { n, origin, events, parts, context?, head?, store }.
 * `parts` stand apart from `events`, each with the index of its event, so that compaction can drop one
 * without touching an event's bytes. `head` is the device chain head with the device's signature.
 */
import { z } from 'zod'
import { byteString, bytesOf } from '../../protocol/byte-schema.ts'
import { decodeCbor, encodeCbor } from '../../protocol/cbor.ts'
import { PART_NAMES, type EventPart, type SealedEvent } from '../../protocol/envelope.ts'
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

const bytes = byteString
const bytes32 = bytesOf(32)
const record = z.strictObject({
  n: z.int().min(1),
  origin: z.enum(['own', 'pulled']),
  events: z.array(bytes),
  parts: z.array(z.tuple([z.int().min(0), z.enum(PART_NAMES), bytes, bytes])),
  context: bytes.optional(),
  head: z.strictObject({ device: z.string(), seq: z.int().min(1), hash: bytes32, sig: bytes }).optional(),
  store: bytes32,
})

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

/** Reads what `encodeCommit` wrote. Bytes are views of `plaintext`. */
export function decodeCommit(plaintext: Uint8Array): Result<CommitRecord, 'COMMIT_MALFORMED'> {
  const decoded = decodeCbor(plaintext, { maxBytes: MAX_FRAME_BYTES, maxDepth: 4 })
  if (!decoded.ok) return refuse('COMMIT_MALFORMED', `${decoded.code} ${decoded.detail}`)
  const parsed = record.safeParse(decoded.value)
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.code}`)
    return refuse('COMMIT_MALFORMED', wrong.join(', '))
  }
  const { context, head, parts, ...fields } = parsed.data
  const events = fields.events.map((event) => ({ bytes: event, parts: [] as EventPart[] }))
  for (const [index, name, salt, content] of parts) {
    const event = events[index]
    if (event === undefined) return refuse('COMMIT_MALFORMED', `a part of event ${index}, which is not there`)
    event.parts.push({ name, salt, bytes: content })
  }
  return done({
    ...fields,
    events,
    ...(context === undefined ? {} : { context }),
    ...(head === undefined ? {} : { head }),
  })
}
