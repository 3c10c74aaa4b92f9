/** How ties come and go in a user's otp state; every path through here keeps the invariants of `model.ts`. */
import type { Application, OtpState, Tie, User } from '../model.ts'
import { livingTies } from '../ties.ts'
import type { Work } from './work.ts'

/** Gives a user a fob (or an approved sharing): in effect at once if nothing stands before it, else waiting. */
export function addTie(work: Work, loginId: string, tie: Tie): void {
  const user = work.get('user', loginId)
  if (user === undefined) return
  if (tie.serial !== null && !work.mayServe(tie.serial, user.contractNo)) {
    work.flag(tie.serial, 'FLAG_OTHER_CONTRACT')
    return
  }
  const { otp } = user
  // The same tie told twice is no second tie, and one already revoked does not come back to life.
  const known = otp.status === 'revoked' ? [otp.tie, ...livingTies(otp)] : livingTies(otp)
  if (known.some(({ tieId }) => tieId === tie.tieId)) return
  const next: OtpState =
    otp.status === 'unregistered' ? { status: 'tokenIssued', tie, next: null } : { ...otp, next: tie }
  work.user({
    ...user,
    tokenKind: 'hardware',
    otp: next,
    // A revoked user leaves the stop of the old fob behind with it.
    stops: otp.status === 'revoked' ? withoutStopsOfOthers(user, tie.serial) : user.stops,
  })
}

/** A stop that a fob caused does not hold on another fob; a stop by the bank stays. */
export function withoutStopsOfOthers(user: User, serial: string | null): User['stops'] {
  return user.stops.filter((stop) => stop.serial === null || stop.serial === serial)
}

/** Ends the not yet registered ties of an application (発行取消, 取下げ); registered ones stay. */
export function dropPendingTies(work: Work, application: Application): void {
  for (const { user, tie } of work.tiesOf(application)) {
    const otp = withoutPending(user.otp, tie.tieId)
    if (otp !== null) work.user({ ...user, otp })
  }
}

/** The state without a not yet registered tie; null: the tie is not pending. */
export function withoutPending(otp: OtpState, tieId: string): OtpState | null {
  switch (otp.status) {
    case 'unregistered':
      return null
    case 'tokenIssued':
      if (otp.tie.tieId === tieId) {
        return otp.next === null ? { status: 'unregistered' } : { ...otp, tie: otp.next, next: null }
      }
      return otp.next?.tieId === tieId ? { ...otp, next: null } : null
    case 'inService':
    case 'revoked':
      return otp.next?.tieId === tieId ? { ...otp, next: null } : null
  }
}

/** Changes the application's not yet registered ties in place (利用開始日変更, crossed fobs). */
export function mapPending(otp: OtpState, change: (tie: Tie) => Tie): OtpState {
  switch (otp.status) {
    case 'unregistered':
      return otp
    case 'tokenIssued':
      return { ...otp, tie: change(otp.tie), next: otp.next === null ? null : change(otp.next) }
    case 'inService':
    case 'revoked':
      return otp.next === null ? otp : { ...otp, next: change(otp.next) }
  }
}

/**
 * Ends an application when none of its ties waits for registration any more: 完了 if somebody uses its fob,
 * otherwise its issuance (or approval) came to nothing.
 */
export function settleApplication(work: Work, applicationId: string): void {
  const application = work.get('application', applicationId)
  if (application === undefined) return
  const ties = work.tiesOf(application)
  const inService = ties.filter(({ user, tie }) => user.otp.status === 'inService' && user.otp.tie === tie)
  if (ties.length > inService.length) return
  const ended = work.application(
    applicationId,
    ['approved', 'issued', 'dispatched', 'handedOver'],
    (current) => ({
      ...current,
      status:
        inService.length > 0 ? 'completed' : current.serial === null ? 'withdrawn' : 'issuanceCancelled',
    }),
  )
  const { serial } = application
  if (!ended || inService.length > 0 || serial === null) return
  // Given out to nobody any more: whoever holds it, its seed must not be taken up again as it is.
  work.fob(serial, (fob) => (fob.loginIds.length === 0 ? { ...fob, reseedNeeded: true } : fob))
}
