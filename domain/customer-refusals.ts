/**
 * What a customer reads instead of the exact refusal (rule 11): nothing about other contracts' fobs, nothing
 * about the bank's reasons, and no advice that only staff can follow.
 */
import type { Refusal } from './decide-types.ts'
import { refuse } from './refuse.ts'
import type { RefusalCode } from './refusals.ts'

/** Reasons that concern the customer's own user and lead somewhere, at the counter's screen as in internet banking. */
export const toldToCustomers = [
  'CODE_FORM',
  'OTP_USED',
  'OTP_NEXT_CODE',
  'BEFORE_START_DATE',
  'WAITING_TIME',
  'TOKEN_EXPIRED',
  'VERIFICATION_BUSY',
] as const satisfies readonly RefusalCode[]

const told: ReadonlySet<RefusalCode> = new Set(toldToCustomers)

/** At BLG3020: unknown and other contracts' serials look like a wrong serial or code. */
export function customerActivationRefusal(refusal: Refusal): Refusal {
  const { code } = refusal
  if (code === 'USER_STOPPED') return refuse('CUSTOMER_STOPPED')
  const known = told.has(code) || code === 'SERIAL_FORM' || code === 'ALREADY_IN_SERVICE'
  return known ? refusal : refuse('ACTIVATION_REFUSED')
}

/** At a login whose password was right; to anybody else every refusal must look alike. */
export function customerLoginRefusal(refusal: Refusal): Refusal {
  const { code } = refusal
  if (code === 'USER_STOPPED') return refuse('CUSTOMER_STOPPED')
  return told.has(code) || code === 'OTP_WRONG' ? refusal : refuse('LOGIN_REFUSED')
}

/** Reasons of 利用者管理 that name users of the administrator's own contract, or nobody. */
const toldOnActs: ReadonlySet<RefusalCode> = new Set([
  'NOBODY_CHOSEN',
  'NOT_STOPPED',
  'UNLOCK_AT_BRANCH',
  'UNLOCK_SELF',
  'NOT_REVOCABLE',
  'USER_NOT_OF_CONTRACT',
  'CUSTOMER_NOT_ADMINISTRATOR',
  'REGISTRATION_FIRST',
])

/** On 利用停止解除 and トークンの失効, for an administrator who has logged in. */
export function customerActRefusal(refusal: Refusal): Refusal {
  return toldOnActs.has(refusal.code) ? refusal : customerLoginRefusal(refusal)
}
