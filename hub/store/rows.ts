/** The rows that the hub keeps. Schemas, because a row is read back from a file or a database. */
import { z } from 'zod'
import { policySchema } from '../../domain/policy.ts'
import { otpAlgorithm, staffRole } from '../../domain/vocabulary.ts'
import { wireEvent } from '../../protocol/head-office.ts'
import { storedDocument } from './documents.ts'

const id = z.string().min(1).max(64)
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'bytes expected')

/** One received event, in its place in the one order of all branches. */
const hubEntry = z.strictObject({
  /** From 1, without gaps. */
  place: z.int().min(1),
  /** The branch of the device that wrote it; of a hub event, the branch it is for. */
  branchNo: id,
  device: id,
  /** The device's own sequence number; of a hub event, that of the branch's chain (`protocol/hub-head.ts`). */
  seq: z.int().min(1),
  /** Device chain hash after it, 32 bytes. */
  hash: bytes,
  event: wireEvent,
  /** Code of the refusal; null: accepted. A refused event is kept, since the chain goes through it. */
  refusal: z.string().nullable(),
})
export type HubEntry = Readonly<z.infer<typeof hubEntry>>

/** The entry with what has been erased taken out. */
export function withoutPersonal(entry: HubEntry): HubEntry {
  const parts = entry.event.parts.filter(({ name }) => name !== 'personal')
  return { ...entry, event: { ...entry.event, parts } }
}

/** What enrolment tells a device of its branch. */
export const branch = z.strictObject({
  branchNo: id,
  branchName: z.string(),
  policy: policySchema,
  staff: z.array(
    z.strictObject({ staffNo: z.string(), name: z.string(), role: staffRole, deputy: z.boolean() }),
  ),
})
export type Branch = Readonly<z.infer<typeof branch>>

export const device = z.strictObject({
  device: id,
  branchNo: id,
  name: z.string(),
  /** Raw Ed25519 key, 32 bytes. */
  publicKey: bytes,
  enrolledAt: z.int(),
  /** How far its chain is received. */
  seq: z.int(),
  hash: bytes,
  /** Set for good once its history contradicts itself. `seq`: where. */
  quarantined: z.strictObject({ at: z.int(), seq: z.int() }).nullable(),
})
export type Device = Readonly<z.infer<typeof device>>

export const enrolmentCode = z.strictObject({
  /** SHA-256, hex: the code itself is known only to whom it was given. */
  codeHash: z.string(),
  branchNo: id,
  expiresAt: z.int(),
  /** The device that it became. */
  usedBy: id.nullable(),
})
export type EnrolmentCode = Readonly<z.infer<typeof enrolmentCode>>

/** How one attempt ended; never the code. */
const attemptOutcome = z.strictObject({
  at: z.int(),
  /** `abandoned`: a crash left it behind. */
  outcome: z.enum(['accepted', 'used', 'wrong', 'abandoned']),
  /** Of a wrong code that is right at another time: the fob's counter less the hub's, whole steps. */
  offSteps: z.int().nullable(),
})
export type AttemptOutcome = Readonly<z.infer<typeof attemptOutcome>>

/**
 * Verification of one fob: counters and time are the fob's, never a user's (DOMAIN.md rules 1 and 3). The
 * seed's box was opened once, at its receipt; the seed lies wrapped and is unwrapped only to verify.
 */
export const fobVerification = z.strictObject({
  serial: id,
  algorithm: otpAlgorithm,
  /** By the master key `keyId`, tied to the serial and to the issuance (or import) that brought the seed. */
  seed: z.strictObject({ keyId: id, issuanceId: id, wrapped: bytes }),
  /** The highest step ever accepted from this seed. */
  lastStep: z.int(),
  /** The fob's counter less the hub's, whole steps. */
  driftSteps: z.int(),
  wrongInRow: z.int(),
  /** Times of the wrong codes that the long-run counter still counts, ascending. */
  longRun: z.array(z.int()),
  /** An attempt that was reserved and has not been settled. Left behind by a crash it counts as wrong. */
  reserved: z.strictObject({ attemptId: z.string(), at: z.int() }).nullable(),
  /** Step of a right code that waits for a second one (`fleet-guard.ts`); null: none. */
  halfStep: z.int().nullable().default(null),
  /** The last attempts, oldest first, for staff who are asked why a code was refused. */
  recent: z.array(attemptOutcome).default([]),
})
export type FobVerification = Readonly<z.infer<typeof fobVerification>>

/** One wrong code, whoever's: the fleet's guard counts them. */
const wrongCode = z.strictObject({ serial: id, at: z.int() })
export type WrongCode = Readonly<z.infer<typeof wrongCode>>
/** Longer than any count of wrong codes reaches back, in milliseconds. */
export const WRONG_CODES_MS = 2 * 86_400_000

/** One write of a transaction. */
export const write = z.discriminatedUnion('table', [
  z.strictObject({ table: z.literal('entry'), row: hubEntry }),
  /** The personal part of this entry is taken out. */
  z.strictObject({ table: z.literal('noPersonal'), row: hubEntry.pick({ place: true }) }),
  z.strictObject({ table: z.literal('branch'), row: branch }),
  z.strictObject({ table: z.literal('device'), row: device }),
  z.strictObject({ table: z.literal('enrolmentCode'), row: enrolmentCode }),
  z.strictObject({ table: z.literal('fob'), row: fobVerification }),
  z.strictObject({ table: z.literal('wrongCode'), row: wrongCode }),
  z.strictObject({ table: z.literal('wrongCodesUntil'), row: z.strictObject({ at: z.int() }) }),
  z.strictObject({ table: z.literal('document'), row: storedDocument }),
  z.strictObject({ table: z.literal('noDocument'), row: storedDocument.pick({ kind: true, id: true }) }),
])
export type Write = z.infer<typeof write>
