/** What the hub's store keeps for the portal (`hub/store/documents.ts`). */
import { z } from 'zod'
import { authStatus, otpStatus, userRole } from '../../domain/vocabulary.ts'

/** How far the customer has got. Each is a session of its own under a value of its own. */
const stage = z.enum(['refused', 'registration', 'otp', 'signedIn'])
export type Stage = z.infer<typeof stage>

const resultRow = z.strictObject({
  loginId: z.string(),
  name: z.string(),
  role: userRole,
  serial: z.string().nullable(),
  expiresAt: z.int().nullable(),
  otpStatus,
  authStatus,
})

/** What the last 停止解除 or 失効 did, for its result page. */
const result = z.strictObject({
  kind: z.enum(['unlock', 'revocation']),
  /** The form that did it: sent twice, it is answered with the same page. */
  formId: z.string(),
  users: z.array(resultRow),
  waitingUntil: z.int().nullable(),
})
export type ActResult = Readonly<z.infer<typeof result>>

/** A row of the hub's store, under the hash of the cookie's value. */
export const portalSession = z.strictObject({
  stage,
  loginId: z.string(),
  /** When the password was given; no rise in privilege prolongs it. */
  startedAt: z.int(),
  seenAt: z.int(),
  /** Since the last right one; those that are being compared are counted. */
  wrongConfirmations: z.int(),
  result: result.nullable(),
})
export type Session = Readonly<z.infer<typeof portalSession>>

/** A login for trials, by login ID: Argon2id as PHC strings. */
export const portalLogin = z.strictObject({ password: z.string(), confirmation: z.string() })
export type PortalLogin = Readonly<z.infer<typeof portalLogin>>
