/**
 * The port between a desk and head office: what may be asked, and the wire form of question and answer.
 * Today's transport is a process of the desk's own (training); a network transport speaks the same schemas.
 * Both sides parse what they receive.
 */
import { z } from 'zod'
import { elsewhereHit, elsewhereQuery, MOST_HITS, stoppedFields } from '../domain/elsewhere.ts'
import { policySchema } from '../domain/policy.ts'
import { incidentKind, realm, staffRole } from '../domain/vocabulary.ts'
import { whyFields } from '../domain/why.ts'
import { DEFAULT_MAX_BYTES } from './cbor.ts'
import { HASH_BYTES } from './chain.ts'
import { PART_NAMES, PART_SALT_BYTES } from './envelope.ts'
import { keyStatements } from './key-statement.ts'
import { ED25519_SIGNATURE_BYTES } from './signature.ts'

const bytes = (min: number, max: number) =>
  z.custom<Uint8Array>(
    (value) => value instanceof Uint8Array && value.length >= min && value.length <= max,
    `${min} to ${max} bytes expected`,
  )
const id = z.string().min(1).max(64)
const seq = z.int().min(0)
const hash = bytes(HASH_BYTES, HASH_BYTES)
const signature = bytes(ED25519_SIGNATURE_BYTES, ED25519_SIGNATURE_BYTES)

/** Most events in one push or pull. */
export const MAX_BATCH_EVENTS = 5000
/** What a desk puts into one push at most, in bytes; a single larger event goes alone. */
export const MAX_BATCH_BYTES = 8 * 1024 * 1024
/** What either side takes in one message: one largest event beside a full batch. */
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024

/** An event as it lies in the journal, with the detachable parts that are still there. */
export const wireEvent = z.strictObject({
  bytes: bytes(1, DEFAULT_MAX_BYTES),
  parts: z
    .array(
      z.strictObject({
        name: z.enum(PART_NAMES),
        salt: bytes(PART_SALT_BYTES, PART_SALT_BYTES),
        bytes: bytes(1, DEFAULT_MAX_BYTES),
      }),
    )
    .max(PART_NAMES.length),
})
export type WireEvent = z.infer<typeof wireEvent>

/** How many bytes an event takes on the wire, its framing aside. */
export function wireSize(event: WireEvent): number {
  return event.parts.reduce((size, part) => size + part.bytes.length + part.salt.length, event.bytes.length)
}

const wireEvents = z
  .array(wireEvent)
  .max(MAX_BATCH_EVENTS)
  .refine((events) => events.reduce((size, event) => size + wireSize(event), 0) <= MAX_MESSAGE_BYTES, {
    message: 'too large',
  })

/** The head of a device's chain, signed by the device key (`deviceHeadMessage`). */
const signedHead = z.strictObject({ device: id, seq, hash, signature })

const keyName = z.string().max(128)
const publicKey = z.strictObject({ keyId: keyName, publicKey: bytes(32, 32) })

/** An expected refusal that crossed the wire; `code` is one of `domain/refusals.ts`. */
const refusal = z.strictObject({
  ok: z.literal(false),
  code: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number()])),
})
const answer = <T extends z.ZodRawShape>(shape: T) =>
  z.union([z.strictObject({ ok: z.literal(true), ...shape }), refusal])

export const headOfficeMethods = {
  /** Before enrolment: the keys whose fingerprints are compared over the telephone. */
  identify: {
    input: z.strictObject({}),
    output: z.strictObject({
      realm,
      signing: publicKey,
      sealing: publicKey,
      /** How these keys follow from all that head office ever had (`key-statement.ts`). */
      statements: keyStatements,
    }),
  },
  /** One-time code → device identity, branch, policy and the branch's staff roster. A refusal does not use it up. */
  enrol: {
    input: z.strictObject({
      code: z.string().max(64),
      devicePublicKey: bytes(32, 32),
      deviceName: z.string().max(100),
      /** The branch whose backup is restored: a code of another branch is refused. */
      branchNo: id.optional(),
      /** Whose first passwords are set there: refused unless all are managers of the branch. */
      managers: z.array(z.string().max(16)).max(2).optional(),
    }),
    output: answer({
      device: id,
      branchNo: id,
      branchName: z.string(),
      policy: policySchema,
      staff: z.array(
        z.strictObject({ staffNo: z.string(), name: z.string(), role: staffRole, deputy: z.boolean() }),
      ),
    }),
  },
  /** Head office's time in ms since 1970. */
  clock: { input: z.strictObject({}), output: z.strictObject({ now: z.int() }) },
  /**
   * Idempotent by (device, seq): events already received are answered again, not applied again. `head` is the
   * signed head after the last of `events`; with no events it asks only how far head office has this device.
   * Acceptance follows from the receipt: a `VerdictGiven` with `accepted: true` and `seq` n among the pulled
   * events says that everything through n is received, and accepted unless it has its own refusing verdict.
   */
  push: {
    input: z.strictObject({ head: signedHead, events: wireEvents }),
    output: answer({
      /** The last device sequence that head office has durably. */
      receivedThrough: seq,
    }),
  },
  /**
   * Head office's own events for the device's branch (verdicts, receipts, activations, stops, relays) after a
   * cursor, which is a sequence number of that chain (`hub-head.ts`).
   */
  pull: {
    input: z.strictObject({ device: id, after: seq, limit: z.int().min(1).max(MAX_BATCH_EVENTS) }),
    output: answer({
      events: wireEvents,
      /**
       * The originals that the page's `EventsRelayed` of other devices name, in their order and without sealed
       * seeds (`relay.ts`). Of the caller's own events there is no copy: it has them, the receipt gives their place.
       */
      relayed: wireEvents,
      /** The chain's head after the last of `events`, signed (`hubHeadMessage`). */
      head: z.strictObject({ seq, hash, signature }),
      /** Ids of head office's keys of today: a desk that believes others asks `identify` for the statements. */
      keys: z.strictObject({ signing: keyName, sealing: keyName }),
      more: z.boolean(),
    }),
  },
  /** 利用開始登録 (rule 11). The refusal is the exact one: this method is for staff. */
  activate: {
    input: z.strictObject({
      device: id,
      staffNo: z.string().max(16),
      loginId: id,
      serial: z.string().max(64),
      code: z.string().max(32),
    }),
    output: answer({ loginId: id, serial: z.string() }),
  },
  /**
   * 他店取扱: a customer of another branch, as far as is needed to recognise them and to choose the fob; recorded in
   * both branches, what was typed left out. Customers of the caller's own branch are not answered from here.
   */
  lookUpCustomer: {
    input: z.strictObject({
      device: id,
      staffNo: z.string().max(16),
      by: elsewhereQuery,
      text: z.string().max(100),
    }),
    output: answer({
      hits: z.array(elsewhereHit).max(MOST_HITS),
      /** There are more: the query was too short. */
      more: z.boolean(),
      /** Some of the caller's own branch were met, and left out. */
      own: z.boolean(),
      /** Look-ups that this member of staff has left today. */
      left: z.int().min(0),
    }),
  },
  /**
   * 他店取扱, rule 6: the stop of another branch's fob, at once; its revocation waits for a manager of the home
   * branch. Again from the same branch while the incident stands: the same answer, and nothing more is recorded.
   */
  reportIncident: {
    input: z.strictObject({
      device: id,
      staffNo: z.string().max(16),
      serial: z.string().min(1).max(64),
      kind: incidentKind,
      channel: z.enum(['phone', 'counter']),
      reportedBy: z.string().max(100),
      memo: z.string().max(500),
    }),
    output: answer({
      ...stoppedFields,
    }),
  },
  /** The login table's answer for a user, as internet banking would give it, with the reason for staff. */
  login: {
    input: z.strictObject({ device: id, loginId: id, code: z.string().max(32).nullable() }),
    output: answer({
      /** What the customer meets next. `topPage`: the OTP given was accepted. */
      next: z.enum(['password', 'passwordThenRegistration', 'passwordAndOtp', 'topPage']),
    }),
  },
  /**
   * Rule 1: two codes shown one directly after the other, the second still on the display, bring the fob's clock back.
   * One attempt; both codes are used up by it.
   */
  resynchronise: {
    input: z.strictObject({
      device: id,
      staffNo: z.string().max(16),
      loginId: id,
      first: z.string().max(32),
      second: z.string().max(32),
    }),
    output: answer({}),
  },
  /** Why a customer's codes were refused, for the staff of the customer's branch (`domain/why.ts`). No code is looked at. */
  why: {
    input: z.strictObject({ device: id, loginId: id }),
    output: answer({
      ...whyFields,
      /** Sentences of `domain/refusals.ts`, the advice to follow first in front. */
      findings: z.array(
        z.strictObject({
          code: z.string(),
          detail: z.record(z.string(), z.union([z.string(), z.number()])),
        }),
      ),
    }),
  },
} as const

export type HeadOfficeMethod = keyof typeof headOfficeMethods
export type HeadOfficeInput<M extends HeadOfficeMethod> = z.infer<(typeof headOfficeMethods)[M]['input']>
export type HeadOfficeOutput<M extends HeadOfficeMethod> = z.infer<(typeof headOfficeMethods)[M]['output']>

/** One method per question; a transport failure rejects with `HeadOfficeUnreachable`. */
export type HeadOffice = {
  readonly [M in HeadOfficeMethod]: (input: HeadOfficeInput<M>) => Promise<HeadOfficeOutput<M>>
}

/** A head office each of whose methods is `call` with its name. */
export function headOfficeBy(
  call: <M extends HeadOfficeMethod>(method: M, input: HeadOfficeInput<M>) => Promise<HeadOfficeOutput<M>>,
): HeadOffice {
  const methods = Object.keys(headOfficeMethods) as HeadOfficeMethod[]
  // Each name with its own question and answer; the compiler loses the tie through the entries.
  return Object.fromEntries(
    methods.map((method) => [method, (input: never) => call(method, input)]),
  ) as HeadOffice
}

/** The line is down, the process is gone or the answer cannot be parsed. Never a refusal. */
export class HeadOfficeUnreachable extends Error {
  override readonly name = 'HeadOfficeUnreachable'
  /** What people are told. */
  readonly told: 'HEAD_OFFICE_OFFLINE' | 'HEAD_OFFICE_FOREIGN' | 'HUB_KEYS_ALTERED' = 'HEAD_OFFICE_OFFLINE'
}

/** Somebody answers and cannot show that it is head office: nothing was sent there. */
export class HeadOfficeForeign extends HeadOfficeUnreachable {
  override readonly told = 'HEAD_OFFICE_FOREIGN'
}

/** The keys by which this PC would know head office are not those of its record: nobody is asked. */
export class HubKeysAltered extends HeadOfficeUnreachable {
  override readonly told = 'HUB_KEYS_ALTERED'
}
