/**
 * What internet banking (the REST API, the portal) asks of head office, as plain functions. Login IDs are the
 * caller's word: it has checked the password of the user who acts. Refusals are the exact ones, for staff and
 * logs; what a customer may read instead is in domain/customer-refusals.ts.
 */
import { previewCustomerRevocation, type CustomerRevocationPreview } from '../../domain/customer.ts'
import { customerRows, type CustomerRows } from '../../domain/customer-rows.ts'
import type { Refusal } from '../../domain/decide-types.ts'
import { isRefusal } from '../../domain/refuse.ts'
import { customerRow, type CustomerRow, type LoginStep } from '../../domain/status.ts'
import { servingSerial } from '../../domain/ties.ts'
import { lookUp, type Hub } from '../hub.ts'
import { registerFob } from './activate.ts'
import { checkLogin } from './login.ts'
import { anySubject } from './subject.ts'

export { resynchronise } from './resynchronise.ts'
export { why } from './why.ts'
export { revoke, unlock } from './customer-acts.ts'

export interface NextStep {
  readonly ok: true
  /** What the user meets next. `topPage`: the OTP given was accepted. */
  readonly next: LoginStep | 'topPage'
}

/** What a login needs, or why none is possible (DOMAIN.md, login table). No code is looked at. */
export function loginStep(hub: Hub, loginId: string): Promise<NextStep | Refusal> {
  return checkLogin(hub, anySubject, loginId, null)
}

/** Checks an OTP at a login. Where none is asked for (未登録, トークン発行済み) it is not looked at. */
export function verify(hub: Hub, loginId: string, code: string): Promise<NextStep | Refusal> {
  return checkLogin(hub, anySubject, loginId, code)
}

/** 利用開始登録 (BLG3020) by the customer: rule 11; a fob shared (rule 2) or registered again (rule 8) too. */
export function activate(
  hub: Hub,
  loginId: string,
  serial: string,
  code: string,
): Promise<{ readonly ok: true; readonly loginId: string; readonly serial: string } | Refusal> {
  return registerFob(hub, { find: anySubject, loginId, serial, code, staffNo: null })
}

export interface UserStatus extends CustomerRow {
  readonly ok: true
  readonly loginId: string
  readonly contractNo: string
  /** Rule 7, ms since 1970, while it runs; null otherwise. */
  readonly waitingUntil: number | null
}

/** One user's two axes, with serial and expiry as the customer's screens show them. */
export function status(hub: Hub, loginId: string): Promise<UserStatus | Refusal> {
  return lookUp(hub, async ({ state }) => {
    const subject = anySubject(state, loginId)
    if (isRefusal(subject)) return subject
    const { user } = subject
    const now = hub.now()
    const fob = state.get('fob', servingSerial(user, now) ?? '')
    const waitingUntil =
      user.otp.status === 'revoked' && now < user.otp.waitingUntil ? user.otp.waitingUntil : null
    const { contractNo } = user
    return { ok: true, loginId, contractNo, ...customerRow(user, fob, now), waitingUntil }
  })
}

/** The lists of 利用者管理, for a master or administrator: one row a user, with why it cannot be chosen. */
export function users(hub: Hub, actorLoginId: string): Promise<CustomerRows | Refusal> {
  return lookUp(hub, async ({ state }) => customerRows(state, actorLoginId, hub.now()))
}

/** What is said before the button 失効: the last administrator (rule 5) and the waiting time (rule 7). */
export function previewRevoke(
  hub: Hub,
  actorLoginId: string,
  loginIds: readonly string[],
): Promise<CustomerRevocationPreview | Refusal> {
  return lookUp(hub, async ({ state }) => previewCustomerRevocation(state, actorLoginId, loginIds, hub.now()))
}
