/** What an application must be: who may have which kind, from when, on which fob. */
import { addBusinessDays, addYears } from '../calendar.ts'
import type { Context, Refusal } from '../decide-types.ts'
import type { Application, Fob, State, User } from '../model.ts'
import { refuse } from '../refuse.ts'
import { livingTies, otpAt, servingSerial } from '../ties.ts'
import type { ApplicationKind, DeliveryMethod } from '../vocabulary.ts'
import { todayOf } from './lookup.ts'

/** Statuses at which a kind is possible (ours where the manual is silent). */
const fitting: Record<ApplicationKind, readonly string[]> = {
  new: ['unregistered'],
  additional: ['unregistered'],
  switch: ['unregistered'],
  sharing: ['unregistered', 'revoked'],
  reissue: ['tokenIssued', 'inService', 'revoked'],
  renewal: ['inService'],
  reuse: ['unregistered', 'revoked'],
  cancellation: ['tokenIssued', 'inService'],
}

/** Why a user cannot have this kind of application now; null: fine. */
export function kindObstacle(kind: ApplicationKind, user: User, now: number): Refusal | null {
  const { loginId, tokenKind } = user
  const { status } = otpAt(user, now)
  const wrongToken =
    (tokenKind === 'software' && (kind === 'new' || kind === 'additional')) ||
    (tokenKind === 'hardware' && kind === 'switch')
  if (wrongToken || !fitting[kind].includes(status))
    return refuse('APPLICATION_KIND', { loginId, status, kind })
  return kind === 'cancellation' ? null : pendingObstacle(user)
}

/** A second replacement would leave a fob that nobody can ever register. */
function pendingObstacle({ loginId, otp }: User): Refusal | null {
  if (otp.status === 'unregistered' || otp.next === null) return null
  return refuse('TIE_PENDING', { loginId, serial: otp.next.serial ?? '-' })
}

/** Rule 8: a fob still with the customer, its seed trusted, is registered again without being written. */
export function registersAsItIs(fob: Fob): boolean {
  return fob.custody.place === 'customer' && !fob.reseedNeeded && fob.incident === null
}

/** Whether the application ends in a fob being given out; the others only tie or untie. */
export function givesOutFob(
  state: State,
  { kind, relatedSerial }: Pick<Application, 'kind' | 'relatedSerial'>,
) {
  if (kind === 'sharing' || kind === 'cancellation') return false
  if (kind !== 'reuse') return true
  const fob = relatedSerial === null ? undefined : state.get('fob', relatedSerial)
  return fob !== undefined && !registersAsItIs(fob)
}

/**
 * Rule 2: a fob that colleagues hold is got by 共有. 再利用 is for who was on it before, or for a fob that nobody
 * holds any more.
 */
export function reuseObstacle(fob: Fob, users: readonly User[], now: number): Refusal | null {
  const applicants = new Set(users.map(({ loginId }) => loginId))
  if (fob.loginIds.every((loginId) => applicants.has(loginId))) return null
  return users.every((user) => servingSerial(user, now) === fob.serial) ? null : refuse('SHARE_NOT_APPROVED')
}

/** Rule 10: the earliest 利用開始日, `YYYY-MM-DD`. */
export function earliestStartDate(givesOut: boolean, delivery: DeliveryMethod, context: Context): string {
  const today = todayOf(context)
  return givesOut && delivery === 'mail' ? addBusinessDays(today, context.policy.mailBusinessDays) : today
}

export function startDateObstacle(
  startDate: string,
  givesOut: boolean,
  delivery: DeliveryMethod,
  context: Context,
): Refusal | null {
  const earliest = earliestStartDate(givesOut, delivery, context)
  if (startDate < earliest) return refuse('START_DATE_EARLY', { earliest, method: delivery })
  return startDate > addYears(todayOf(context), 1) ? refuse('START_DATE_FAR') : null
}

/** Whether somebody of the contract uses the fob now (rule 2: that is what can be shared). */
export function isInUse(state: State, fob: Fob): boolean {
  return fob.loginIds.some((loginId) => {
    const otp = state.get('user', loginId)?.otp
    return otp?.status === 'inService' && otp.tie.serial === fob.serial
  })
}

/** Masters and administrators of a contract who still have a living tie, without `loginIds`. */
export function administratorsLeft(state: State, contractNo: string, loginIds: readonly string[]): number {
  const contract = state.get('contract', contractNo)
  return (contract?.loginIds ?? []).filter((loginId) => {
    const user = state.get('user', loginId)
    return (
      user !== undefined &&
      user.role !== 'general' &&
      user.rosterStatus === 'active' &&
      !loginIds.includes(loginId) &&
      livingTies(user.otp).length > 0
    )
  }).length
}

/** Whether revoking these users takes the last master or administrator (rule 5). */
export function takesLastAdministrator(
  state: State,
  contractNo: string,
  loginIds: readonly string[],
): boolean {
  const concerned = loginIds.some((loginId) => {
    const user = state.get('user', loginId)
    return user?.contractNo === contractNo && user.role !== 'general'
  })
  return concerned && administratorsLeft(state, contractNo, loginIds) === 0
}
