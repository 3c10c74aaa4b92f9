/**
 * The event envelope: the bytes that are chained, signed, stored and sent. Format 1.
 *
 * Body = deterministic CBOR map { f, type, v, id, realm, device, seq, prev, at, by, data, parts, sigs? }.
 * Personal data and sealed boxes are detachable parts: the body holds only their salted hashes, so they
 * can be dropped later and every chain and signature still verifies.
 */
import type { Realm } from '../domain/vocabulary.ts'
import { sameBytes, sha256, utf8, type Random } from './bytes.ts'
import { decodeCbor, encodeCbor } from './cbor.ts'
import {
  ENVELOPE_FORMAT,
  parseBody,
  type EnvelopeBody,
  type PartHash,
  type PartName,
  type RoleSignature,
} from './envelope-body.ts'
import { deviceChainHash, partHash } from './event-hash.ts'
import { done, refuse, type Result } from './result.ts'

export { PART_NAMES, type PartHash, type PartName, type RoleSignature } from './envelope-body.ts'

export const PART_SALT_BYTES = 16

/** What the rules decided; nothing about where and when it is written. */
export interface EventDraft {
  /** Past tense, `FobIssued`. */
  readonly type: string
  /** Schema version of `data` and `personal`, from 1. */
  readonly v: number
  readonly data: unknown
  /** Names, addresses, login ids: everything that must be droppable. */
  readonly personal?: unknown
  /** A seed sealed to the hub; dropped after the hub's receipt. */
  readonly box?: Uint8Array
}

export interface EventPart {
  readonly name: PartName
  /** 16 random bytes. */
  readonly salt: Uint8Array
  /** CBOR of the value. */
  readonly bytes: Uint8Array
}

/** Who can put a role signature under an event. */
export interface RoleSigner {
  readonly by: string
  readonly key: string
  /** Ed25519 over exactly these bytes. */
  sign(digest: Uint8Array): Uint8Array
}

export interface EnvelopeFields {
  readonly draft: EventDraft
  readonly id: string
  readonly realm: Realm
  readonly device: string
  /** Device sequence, from 1 without gaps. */
  readonly seq: number
  /** Device chain hash before this event, 32 bytes. */
  readonly prev: Uint8Array
  /** Milliseconds since the epoch, desk time. */
  readonly at: number
  /** 職員番号; null when the machine itself acts. */
  readonly by: string | null
  readonly random: Random
  readonly signers?: readonly RoleSigner[]
}

/** What the journal stores and sync sends. */
export interface SealedEvent {
  readonly bytes: Uint8Array
  readonly parts: readonly EventPart[]
  /** Device chain hash after this event: `prev` of the next. */
  readonly hash: Uint8Array
  readonly device: string
  readonly seq: number
  readonly prev: Uint8Array
}

/** An event as read back. `personal` and `box` are absent when there never was one or it was dropped. */
export interface OpenedEvent extends SealedEvent {
  readonly type: string
  readonly v: number
  readonly id: string
  readonly realm: Realm
  readonly at: number
  readonly by: string | null
  readonly data: unknown
  readonly personal?: unknown
  readonly box?: Uint8Array
  /** Every part the event was written with, dropped or not. */
  readonly partHashes: readonly PartHash[]
  readonly signatures: readonly RoleSignature[]
}

export type EnvelopeCode =
  | 'ENVELOPE_MALFORMED'
  /** Written by a newer program: 更新が必要. */
  | 'ENVELOPE_NEWER'
  /** A part that is not the one the event was written with. */
  | 'ENVELOPE_PART_MISMATCH'

/** Seals a decided event into its final bytes. Throws for a draft outside the format: a bug. */
export function sealEnvelope(fields: EnvelopeFields): SealedEvent {
  const { draft, id, device, seq, prev, at, by, random } = fields
  const parts: EventPart[] = []
  if (draft.personal !== undefined) parts.push(sealPart('personal', draft.personal, random))
  if (draft.box !== undefined) parts.push(sealPart('box', draft.box, random))
  const unsigned = requireBody({
    f: ENVELOPE_FORMAT,
    type: draft.type,
    v: draft.v,
    id,
    realm: fields.realm,
    device,
    seq,
    prev,
    at,
    by,
    data: draft.data,
    parts: parts.map((part) => ({ name: part.name, hash: partHash(part.salt, part.bytes) })),
  })
  const bytes = signed(unsigned, fields.signers ?? [])
  return { bytes, parts, hash: deviceChainHash(prev, bytes), device, seq, prev }
}

function sealPart(part: PartName, value: unknown, random: Random): EventPart {
  return { name: part, salt: random(PART_SALT_BYTES), bytes: encodeCbor(value) }
}

function requireBody(body: EnvelopeBody): EnvelopeBody {
  const parsed = parseBody(body)
  if (!parsed.ok) throw new TypeError(`an event with a wrong ${parsed.detail}`)
  return parsed.value
}

function signed(unsigned: EnvelopeBody, signers: readonly RoleSigner[]): Uint8Array {
  const plain = encodeCbor(unsigned)
  if (signers.length === 0) return plain
  const digest = digestOf(plain)
  const sigs = signers.map((signer) => ({ by: signer.by, key: signer.key, sig: signer.sign(digest) }))
  return encodeCbor(requireBody({ ...unsigned, sigs }))
}

const ROLE_LABEL = utf8('fobdesk/role-signature/1\0')

function digestOf(unsigned: Uint8Array): Uint8Array {
  return sha256(ROLE_LABEL, unsigned)
}

/**
 * What role signatures sign: SHA-256(label ‖ CBOR of the body without `sigs`), 32 bytes. The body
 * carries device, sequence and the previous hash, so a signature cannot be moved to another event.
 */
export function roleDigest(bytes: Uint8Array): Result<Uint8Array, EnvelopeCode> {
  const parsed = readBody(bytes)
  if (!parsed.ok) return parsed
  const { sigs: _sigs, ...unsigned } = parsed.value
  return done(digestOf(encodeCbor(unsigned)))
}

function readBody(bytes: Uint8Array): Result<EnvelopeBody, EnvelopeCode> {
  const decoded = decodeCbor(bytes)
  if (!decoded.ok) return refuse('ENVELOPE_MALFORMED', `${decoded.code} ${decoded.detail}`)
  return parseBody(decoded.value)
}

/**
 * Reads an event and whichever of its parts are still there. Byte strings in `data` and `box` are views
 * of the input.
 */
export function openEnvelope(
  bytes: Uint8Array,
  parts: readonly EventPart[],
): Result<OpenedEvent, EnvelopeCode> {
  const parsed = readBody(bytes)
  if (!parsed.ok) return parsed
  const values = openParts(parsed.value, parts)
  if (!values.ok) return values
  const { type, v, id, realm, device, seq, prev, at, by, data, parts: partHashes, sigs } = parsed.value
  // Field by field: a spread of the rest alone costs a microsecond, and a rebuild opens a million of them.
  const event: OpenedEvent = {
    type,
    v,
    id,
    realm,
    device,
    seq,
    prev,
    at,
    by,
    data,
    bytes,
    parts,
    hash: deviceChainHash(prev, bytes),
    partHashes,
    signatures: sigs ?? [],
  }
  return done(parts.length === 0 ? event : { ...event, ...values.value })
}

type PartValues = { personal?: unknown; box?: Uint8Array }

function openParts(event: EnvelopeBody, parts: readonly EventPart[]): Result<PartValues, EnvelopeCode> {
  const values: PartValues = {}
  for (const part of parts) {
    const expected = event.parts.find((known) => known.name === part.name)
    if (expected === undefined || part.name in values) {
      return refuse('ENVELOPE_PART_MISMATCH', `${part.name}: not a part of this event, or given twice`)
    }
    if (part.salt.length !== PART_SALT_BYTES || !sameBytes(partHash(part.salt, part.bytes), expected.hash)) {
      return refuse('ENVELOPE_PART_MISMATCH', `${part.name}: other bytes than were written`)
    }
    const value = decodeCbor(part.bytes)
    if (!value.ok) return refuse('ENVELOPE_MALFORMED', `${part.name}: ${value.code} ${value.detail}`)
    if (part.name === 'personal') values.personal = value.value
    else if (value.value instanceof Uint8Array) values.box = value.value
    else return refuse('ENVELOPE_MALFORMED', 'box: not a byte string')
  }
  return done(values)
}
