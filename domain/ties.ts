/** What binds users and fobs: the questions that decide, evolve and the screens ask of one user. */
import type { Fob, OtpState, Tie, User } from './model.ts'
import type { RevocationReason } from './vocabulary.ts'

/**
 * The otp state as it counts at `now`: a revoked user whose waiting time is over and who has a fob (or an
 * approved re-registration) is トークン発行済み with it.
 */
export function otpAt(user: User, now: number): OtpState {
  const { otp } = user
  if (otp.status !== 'revoked' || otp.next === null || now < otp.waitingUntil) return otp
  return { status: 'tokenIssued', tie: otp.next, next: null }
}

/** The tie that counts at `now`; null for 未登録 and 失効中. */
export function tieAt(user: User, now: number): Tie | null {
  const otp = otpAt(user, now)
  return otp.status === 'tokenIssued' || otp.status === 'inService' ? otp.tie : null
}

/** The serial whose fob decides how this user logs in at `now`: the tie's, or the revoked one's. */
export function servingSerial(user: User, now: number): string | null {
  const otp = otpAt(user, now)
  return otp.status === 'unregistered' ? null : otp.tie.serial
}

/** Every living tie: the one in effect and the one waiting behind it. */
export function livingTies(otp: OtpState): readonly Tie[] {
  switch (otp.status) {
    case 'unregistered':
      return []
    case 'tokenIssued':
    case 'inService':
      return otp.next === null ? [otp.tie] : [otp.tie, otp.next]
    case 'revoked':
      return otp.next === null ? [] : [otp.next]
  }
}

/** Ties issued but not yet registered. */
export function pendingTies(otp: OtpState): readonly Tie[] {
  return otp.status === 'inService' ? (otp.next === null ? [] : [otp.next]) : livingTies(otp)
}

/** Serials of the living ties: exactly the fobs that name this user in `loginIds`. */
export function heldSerials(otp: OtpState): ReadonlySet<string> {
  return new Set(livingTies(otp).flatMap((tie) => (tie.serial === null ? [] : [tie.serial])))
}

/**
 * Reasons after which the user may register the very same fob again without an application (manual p. 6;
 * which reasons, is ours): none of those that condemn the fob, its place or the person.
 */
const reRegistrable: ReadonlySet<RevocationReason> = new Set([
  'byCustomer',
  'fault',
  'battery',
  'nameChange',
  'other',
])

/** Rule 8: whether the revoked user may register the fob of the revoked tie again as it is. */
export function mayReRegister(user: User, fob: Fob | undefined, now: number): boolean {
  const { otp } = user
  return (
    otp.status === 'revoked' &&
    otp.next === null &&
    now >= otp.waitingUntil &&
    reRegistrable.has(otp.reason) &&
    fob !== undefined &&
    fob.serial === otp.tie.serial &&
    fob.contractNo === user.contractNo &&
    fob.custody.place === 'customer' &&
    (fob.seed.state === 'proven' || fob.seed.state === 'factory') &&
    !fob.reseedNeeded &&
    fob.incident === null &&
    fob.expiresAt > now
  )
}
