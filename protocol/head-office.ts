/**
 * The port between a desk and head office: what may be asked, and the wire form of question and answer.
 * Today's transport is a process of the desk's own (training); a network transport speaks the same schemas.
 * Both sides parse what they receive.
 */
import { z } from 'zod'
import { policySchema } from '../domain/policy.ts'
import { realm, staffRole } from '../domain/vocabulary.ts'

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'bytes expected')
const id = z.string().min(1).max(64)

/** An event as it lies in the journal, with the detachable parts that are still there. */
export const wireEvent = z.strictObject({
  bytes,
  parts: z.array(z.strictObject({ name: z.string(), salt: bytes, bytes })).max(4),
})
export type WireEvent = z.infer<typeof wireEvent>

/** The head of a device's chain, signed by the device key once per frame. */
export const signedHead = z.strictObject({ device: id, seq: z.int(), hash: bytes, signature: bytes })

const publicKey = z.strictObject({ keyId: z.string(), publicKey: bytes })

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
    output: z.strictObject({ realm, signing: publicKey, sealing: publicKey }),
  },
  /** One-time code → device identity, branch, policy and the branch's staff roster. */
  enrol: {
    input: z.strictObject({ code: z.string().max(64), devicePublicKey: bytes, deviceName: z.string().max(100) }),
    output: answer({
      device: id,
      branchNo: id,
      branchName: z.string(),
      policy: policySchema,
      staff: z.array(z.strictObject({ staffNo: z.string(), name: z.string(), role: staffRole, deputy: z.boolean() })),
    }),
  },
  /** Head office's time in ms since 1970. */
  clock: { input: z.strictObject({}), output: z.strictObject({ now: z.int() }) },
  /** Idempotent by (device, seq): events already received are answered again, not applied again. */
  push: {
    input: z.strictObject({ head: signedHead, events: z.array(wireEvent).max(5000) }),
    output: answer({
      /** The last device sequence that head office has durably. */
      receivedThrough: z.int(),
    }),
  },
  /** Head office's own events for this branch (verdicts, receipts, activations, stops) after a cursor. */
  pull: {
    input: z.strictObject({ device: id, after: z.int(), limit: z.int().min(1).max(5000) }),
    output: answer({ events: z.array(wireEvent), next: z.int(), more: z.boolean() }),
  },
  /** 利用開始登録 (rule 11). The refusal is the exact one: this method is for staff. */
  activate: {
    input: z.strictObject({ device: id, staffNo: z.string(), loginId: id, serial: z.string().max(64), code: z.string().max(32) }),
    output: answer({ loginId: id, serial: z.string() }),
  },
  /** The login table's answer for a user, as internet banking would give it, with the reason for staff. */
  login: {
    input: z.strictObject({ device: id, loginId: id, code: z.string().max(32).nullable() }),
    output: answer({
      /** What the customer meets next. `topPage`: the OTP given was accepted. */
      next: z.enum(['password', 'passwordThenRegistration', 'passwordAndOtp', 'topPage']),
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

/** The line is down, the process is gone or the answer cannot be parsed. Never a refusal. */
export class HeadOfficeUnreachable extends Error {
  override readonly name = 'HeadOfficeUnreachable'
}
