/** What the verification API takes and gives. Sizes are far above what is real and far below what hurts. */
import { z } from 'zod'
import { authStatus, otpStatus, userRole } from '../../../domain/vocabulary.ts'
import { whyFields } from '../../../domain/why.ts'

const loginId = z.string().min(1).max(64).meta({ example: 'ichirodt' })
const code = z.string().max(32).meta({ description: 'The one-time password as typed', example: '123456' })
const serial = z.string().max(64).meta({ description: 'シリアル番号 as typed', example: '12345678' })
const loginIds = z.array(loginId).max(20)
const instant = z.int().meta({ description: 'Milliseconds since 1970' })

export const verifyBody = z.strictObject({ loginId, code })
export const activateBody = z.strictObject({ loginId, serial, code })
export const resynchroniseBody = z.strictObject({
  loginId,
  codes: z.tuple([code, code]).meta({ description: 'Two codes, the second still on the display' }),
})
export const unlockBody = z.strictObject({
  actorLoginId: loginId,
  loginIds,
  memo: z.string().max(500).default(''),
})
export const revokeBody = z.strictObject({ actorLoginId: loginId, loginIds })
export const userParams = z.strictObject({ loginId })

/** Keys are the client's; letters that survive every log and header. */
export const idempotencyHeaders = z.looseObject({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{16,128}$/)
    .optional(),
})

/** Every refusal: a code of the one table and its sentences. */
export const refusalAnswer = z.strictObject({ code: z.string(), ja: z.string(), en: z.string() })

export const acceptedAnswer = z.strictObject({ accepted: z.literal(true) })

const userRow = z.object({
  loginId: z.string(),
  name: z.string(),
  role: userRole,
  serial: z.string().meta({ description: '`-` where the customer must not see it' }),
  expiry: z.string(),
  otpStatus,
  authStatus,
  waitingUntil: instant.nullable(),
})
export const usersAnswer = z.strictObject({ users: z.array(userRow) })

export const statusAnswer = z.strictObject({
  loginId: z.string(),
  contractNo: z.string(),
  login: z.enum(['password', 'passwordThenRegistration', 'passwordAndOtp', 'refused']),
  serial: z.string(),
  expiry: z.string(),
  otpStatus,
  authStatus,
  waitingUntil: instant.nullable(),
})

export const whyAnswer = z.strictObject({ ...whyFields, findings: z.array(refusalAnswer) })
