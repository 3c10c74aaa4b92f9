/**
 * Rows of subjects that have little traffic and no table of their own: one kind each, in the one map below.
 * Whoever needs a new kind adds its schema here; what is stored is parsed by it on the way in and out.
 */
import { z } from 'zod'
import { decodeCbor, encodeCbor } from '../../protocol/cbor.ts'
import { keyAct, keyRing } from '../keys/key-ring.ts'
import { portalLogin, portalSession } from '../portal/rows.ts'
import { stateChunk, stateErasures, stateSnapshot } from '../snapshot/rows.ts'

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'bytes expected')

const leftRecord = z.strictObject({
  kind: z.enum(['application', 'approval', 'issuance', 'mail', 'fob']),
  id: z.string(),
})
/** A record that left a branch's books while it was still going on there. */
export type LeftRecord = Readonly<z.infer<typeof leftRecord>>

/** Schemas of what is kept. Values are those of our CBOR: texts, integers, bytes, lists, maps, booleans, null. */
export const documentKinds = {
  /** The hub's own keys; one document, `RING_ID`. */
  hubKeys: keyRing,
  keyAct,
  /** A staff member's own public key on one PC, by `device staffNo` (Ed25519, raw, hex). */
  staffKey: z.strictObject({ signingKey: z.string() }),
  /** A program of the bank that may call the verification API, by its id. */
  apiClient: z.strictObject({
    name: z.string().max(100),
    scopes: z.array(z.enum(['verify', 'customer', 'staff'])),
    /** SHA-256; the secret itself is known only to whom it was given. */
    secretHash: bytes,
    createdAt: z.int(),
  }),
  /** A call of the verification API under an Idempotency-Key, by the hash of client and key. */
  idempotentCall: z.strictObject({
    requestHash: z.string(),
    /** null: being carried out. */
    answer: z.strictObject({ status: z.int(), body: z.string(), uniform: z.boolean() }).nullable(),
    /** Until when the answer is given again, milliseconds since 1970. */
    replayUntil: z.int(),
  }),
  /** That wrong codes all over the fleet made verification ask for more, until somebody of head office looked. */
  fleetAlarm: z.strictObject({
    /** Milliseconds since 1970. */
    since: z.int(),
    /** Wrong codes of the 24 hours before it, over all fobs. */
    failures: z.int(),
    /** The member of head office's staff who has seen it; null: nobody yet. */
    seenBy: z.string().nullable(),
  }),
  /** A device's request that has come in, by `device nonce`: until its time is too old anyway. */
  requestNonce: z.strictObject({}),
  /** What one member of staff has done for other branches' customers on one day, by `branch staffNo date`. */
  elsewhereUsed: z.strictObject({ lookUps: z.int(), reports: z.int() }),
  /** What a refused event of a device had made, by `device identifier`: nothing later of it may build on that. */
  refusedMade: z.strictObject({ seq: z.int() }),
  /** What was going on of a contract or fob when it left a branch, by `branchNo kind id`: gone when it comes back. */
  leftScope: z.strictObject({ records: z.array(leftRecord) }),
  /** A device that may ask no more, for good. */
  revokedDevice: z.strictObject({ at: z.int(), by: z.string(), reason: z.string().max(200) }),
  /** One of head office's people who may run the hub, by name. */
  hqPerson: z.strictObject({
    salt: bytes,
    memoryKiB: z.int(),
    iterations: z.int(),
    /** Argon2id of the passphrase. */
    hash: bytes,
    since: z.int(),
    /** When the person's right ended; null: it has not. */
    left: z.int().nullable(),
  }),
  /** What one of them did, by `time random`. Kept for good. */
  hqAct: z.strictObject({
    at: z.int(),
    by: z.string(),
    act: z.string(),
    /** What it was done to; never a passphrase or code. */
    to: z.record(z.string(), z.string()),
  }),
  /** By the hash of its cookie. */
  portalSession,
  /** By login ID. */
  portalLogin,
  /** By the version of the rules that folded it (`../snapshot/`). */
  stateSnapshot,
  /** By version, slot and number. */
  stateChunk,
  /** One document. */
  stateErasures,
  /** That a process is writing a snapshot. */
  snapshotTurn: z.strictObject({}),
} as const satisfies Readonly<Record<string, z.ZodType>>

export type DocumentKind = keyof typeof documentKinds
export type Document<K extends DocumentKind> = Readonly<z.infer<(typeof documentKinds)[K]>>

/** The same schemas, so typed that one looked up by its kind gives the kind's documents. */
const schemas: { readonly [K in DocumentKind]: z.ZodType<Document<K>> } = documentKinds

/** A document with its name: how a list gives it. */
export interface NamedDocument<K extends DocumentKind> {
  readonly id: string
  readonly row: Document<K>
}

export interface DocumentPage {
  /** Only ids behind this one, in the order of their UTF-8 bytes. */
  readonly after?: string
  readonly limit: number
}

export interface DocumentLife {
  /** From this time on (milliseconds since 1970) the document is as if it had been removed. Default: never. */
  readonly expiresAt?: number
}

/** One document as every store keeps it. */
export const storedDocument = z.strictObject({
  kind: z.string().min(1).max(64),
  id: z.string().min(1).max(256),
  body: z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'bytes expected'),
  expiresAt: z.int().nullable(),
})
export type StoredDocument = Readonly<z.infer<typeof storedDocument>>

/** @throws ZodError for a row that its kind does not allow: a bug */
export function storeDocument<K extends DocumentKind>(
  kind: K,
  id: string,
  row: Document<K>,
  { expiresAt }: DocumentLife = {},
): StoredDocument {
  const body = encodeCbor(documentKinds[kind].parse(row))
  return storedDocument.parse({ kind, id, body, expiresAt: expiresAt ?? null })
}

/** @throws Error when it no longer reads: the store was altered, or a newer program wrote it */
export function readDocument<K extends DocumentKind>(kind: K, { id, body }: StoredDocument): Document<K> {
  const decoded = decodeCbor(body)
  const parsed = decoded.ok ? schemas[kind].safeParse(decoded.value) : undefined
  if (!parsed?.success) throw new Error(`document ${kind} ${id} cannot be read`)
  return parsed.data
}

/** Whether the document is still there at `now`. */
export function isAlive({ expiresAt }: StoredDocument, now: number): boolean {
  return expiresAt === null || expiresAt > now
}
