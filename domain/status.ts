/** What is shown of a user at a moment, and how far a login gets (DOMAIN.md, Two separate axes). */
import { dateAt, formatExpiry, formatMinute } from './calendar.ts'
import type { Refusal } from './decide-types.ts'
import { stopCauseOf } from './incident.ts'
import type { Fob, User } from './model.ts'
import { refuse } from './refuse.ts'
import { mayReRegister, otpAt } from './ties.ts'
import type { AuthStatus, OtpStatus } from './vocabulary.ts'

/** ワンタイムパスワード状態 at `now`. `fob` is the one of `servingSerial(user, now)`. */
export function shownOtpStatus(user: User, fob: Fob | undefined, now: number): OtpStatus {
  const { status } = otpAt(user, now)
  return status === 'inService' && fob !== undefined && fob.expiresAt <= now ? 'expired' : status
}

/** ワンタイムパスワード認証状態. */
export function authStatus(user: User): AuthStatus {
  return user.stops.length === 0 ? 'available' : 'stopped'
}

export type LoginStep = 'password' | 'passwordThenRegistration' | 'passwordAndOtp'

/**
 * What internet banking asks of this user at `now`, or why it refuses. `fob` is the one of
 * `servingSerial(user, now)`. A user once revoked never falls back to the password alone (ours): otherwise a
 * thief with the password would only have to wait out the 30 minutes.
 */
export function loginStep(user: User, fob: Fob | undefined, now: number): LoginStep | Refusal {
  const { loginId } = user
  if (user.rosterStatus === 'closed') return refuse('USER_CLOSED', { loginId })
  const stop = user.stops[0]
  if (stop !== undefined) return refuse('USER_STOPPED', { loginId, cause: stop.cause })
  const otp = otpAt(user, now)
  switch (otp.status) {
    case 'unregistered':
      return 'password'
    case 'tokenIssued': {
      const { startDate } = otp.tie
      if (dateAt(now) >= startDate) return 'passwordThenRegistration'
      return user.otp.status === 'revoked' ? refuse('BEFORE_START_DATE', { startDate }) : 'password'
    }
    case 'inService':
      // The fob itself is stopped, whoever is registered on it: not only those whom the 事故届 named (rule 6).
      if (fob !== undefined && fob.incident !== null) {
        return refuse('USER_STOPPED', { loginId, cause: stopCauseOf(fob.incident.kind) })
      }
      if (fob !== undefined && fob.expiresAt <= now) return refuse('TOKEN_EXPIRED')
      return 'passwordAndOtp'
    case 'revoked':
      if (now < otp.waitingUntil) return refuse('WAITING_TIME', { until: formatMinute(otp.waitingUntil) })
      return mayReRegister(user, fob, now) ? 'passwordThenRegistration' : refuse('USER_REVOKED', { loginId })
  }
}

/** A row of the customer's own lists (manual pp. 5, 7). */
export interface CustomerRow {
  readonly serial: string
  readonly expiry: string
  /** `expiry` as an instant; null where it is `-`. */
  readonly expiresAt: number | null
  readonly otpStatus: OtpStatus
  readonly authStatus: AuthStatus
}

/** Serial and expiry are `-` for 未登録, トークン発行済み and 失効中; the desk shows what it knows instead. */
export function customerRow(user: User, fob: Fob | undefined, now: number): CustomerRow {
  const otpStatus = shownOtpStatus(user, fob, now)
  const known = fob !== undefined && (otpStatus === 'inService' || otpStatus === 'expired')
  return {
    serial: known ? fob.serial : '-',
    expiry: known ? formatExpiry(fob.expiresAt) : '-',
    expiresAt: known ? fob.expiresAt : null,
    otpStatus,
    authStatus: authStatus(user),
  }
}

/** Who asks for an unlock: rule 4 gives each its causes. */
export type UnlockBy = 'customer' | 'teller' | 'manager'

/** Why a row of the unlock list cannot be chosen; null: it can. */
export function unlockObstacle(user: User, by: UnlockBy): Refusal | null {
  const { loginId } = user
  if (user.stops.length === 0) return refuse('NOT_STOPPED', { loginId })
  for (const { cause } of user.stops) {
    if (cause === 'incident' || cause === 'bereavement') return refuse('UNLOCK_INCIDENT', { loginId, cause })
    if (cause === 'longRun') return refuse('UNLOCK_NEEDS_RESET', { loginId })
    if (cause === 'bank' && by !== 'manager') return refuse('UNLOCK_CAUSE', { loginId, cause })
  }
  return null
}

/** Why a row of the revocation list cannot be chosen; null: it can. */
export function revocationObstacle(user: User, now: number): Refusal | null {
  const { status } = otpAt(user, now)
  if (status === 'tokenIssued' || status === 'inService') return null
  return refuse('NOT_REVOCABLE', { loginId: user.loginId, status })
}
