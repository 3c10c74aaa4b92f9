/** 利用開始, 停止, 解除, 失効, 事故届. */
import type { EventOf } from '../events.ts'
import { isStopByIncident, stopCauseOf } from '../incident.ts'
import type { OtpState, Stop, Tie, User } from '../model.ts'
import { livingTies } from '../ties.ts'
import type { StopCause } from '../vocabulary.ts'
import { dateAt } from '../calendar.ts'
import { mapPending, settleApplication, withoutPending, withoutStopsOfOthers } from './tying.ts'
import type { Work } from './work.ts'

/** The registration proves who has which fob: it wins over the plan, and custody follows (rule 11). */
export function userActivated(work: Work, { data, meta }: EventOf<'UserActivated'>): void {
  const { loginId, serial, tieId, applicationId, crossedWith } = data
  const contractNo = work.get('user', loginId)?.contractNo
  if (contractNo === undefined) return
  if (!work.mayServe(serial, contractNo)) {
    work.flag(serial, 'FLAG_OTHER_CONTRACT')
    return
  }
  if (crossedWith !== null) swapCrossed(work, contractNo, serial, crossedWith)
  const user = work.get('user', loginId)
  if (user === undefined) return
  const pending = livingTies(user.otp).find((tie) => tie.tieId === tieId)
  const tie: Tie = {
    tieId,
    applicationId,
    serial,
    startDate: pending?.startDate ?? dateAt(meta.at),
  }
  const others = livingTies(user.otp).filter((living) => living.tieId !== tieId)
  const replaced = user.otp.status === 'unregistered' || user.otp.status === 'revoked' ? null : user.otp.tie
  work.user({
    ...user,
    tokenKind: 'hardware',
    otp: {
      status: 'inService',
      tie,
      since: meta.at,
      next: others.find((other) => other !== replaced) ?? null,
    },
    stops: withoutStopsOfOthers(user, serial),
  })
  if (work.get('fob', serial)?.custody.place !== 'customer') {
    work.place(serial, 'customer', null, ['inMail'])
  }
  settleApplication(work, applicationId)
}

/** Two fobs of one contract reached each other's users: ties, applications and custody change places. */
function swapCrossed(work: Work, contractNo: string, serial: string, other: string): void {
  const exchanged = (value: string | null) => (value === serial ? other : value === other ? serial : value)
  for (const loginId of work.get('contract', contractNo)?.loginIds ?? []) {
    const user = work.get('user', loginId)
    if (user === undefined) continue
    work.user({
      ...user,
      otp: mapPending(user.otp, (tie) => ({ ...tie, serial: exchanged(tie.serial) })),
    })
  }
  for (const { applicationId } of work.state.openApplications(contractNo)) {
    work.update('application', applicationId, (application) => ({
      ...application,
      serial: exchanged(application.serial),
    }))
  }
  const [a, b] = [work.get('fob', serial), work.get('fob', other)]
  if (a === undefined || b === undefined) return
  work.fob(serial, (fob) => ({ ...fob, custody: b.custody }))
  work.fob(other, (fob) => ({ ...fob, custody: a.custody }))
  work.flag(serial, 'FLAG_CROSSED')
  work.flag(other, 'FLAG_CROSSED')
}

export function usersStopped(work: Work, { data }: EventOf<'UsersStopped'>): void {
  addStops(work, data.loginIds, data.cause, data.serial)
}

function addStops(work: Work, loginIds: readonly string[], cause: StopCause, serial: string | null): void {
  const stop: Stop = { cause, at: work.meta.at, serial }
  for (const loginId of loginIds) {
    work.update('user', loginId, (user) =>
      user.stops.some((other) => other.cause === cause && other.serial === serial)
        ? user
        : { ...user, stops: [...user.stops, stop] },
    )
  }
}

function dropStops(work: Work, loginIds: readonly string[], drop: (stop: Stop) => boolean): void {
  for (const loginId of loginIds) {
    work.update('user', loginId, (user) => ({ ...user, stops: user.stops.filter((stop) => !drop(stop)) }))
  }
}

export function usersUnlocked(work: Work, { data }: EventOf<'UsersUnlocked'>): void {
  // A companion's stop by another fob stays: the users of that one were neither named nor unlocked.
  dropStops(
    work,
    data.loginIds,
    ({ cause, serial }) => data.causes.includes(cause) && (serial === null || data.serials.includes(serial)),
  )
}

export function thresholdReset(work: Work, { data }: EventOf<'ThresholdReset'>): void {
  const loginIds = work.get('fob', data.serial)?.loginIds ?? []
  dropStops(work, loginIds, (stop) => stop.cause === 'longRun' && stop.serial === data.serial)
}

/** A revocation names its tie: one that arrives late, for a tie already gone, changes nothing. */
export function usersRevoked(work: Work, { data }: EventOf<'UsersRevoked'>): void {
  for (const { loginId, tieId, serial, at, waitingUntil } of data.revocations) {
    const user = work.get('user', loginId)
    if (user === undefined) continue
    const ended = livingTies(user.otp).find((tie) => tie.tieId === tieId)
    const otp = revoke(user, tieId, { at, waitingUntil, reason: data.reason })
    if (ended === undefined || otp === null) continue
    work.user({ ...user, otp, stops: stopsAfterRevocation(user, otp, ended) })
    if (serial !== null && (data.reason === 'loss' || data.reason === 'theft')) {
      work.fob(serial, (fob) => ({ ...fob, reseedNeeded: true }))
    }
    settleApplication(work, ended.applicationId)
    settleCancellations(work, user.contractNo)
  }
}

export function waitingTimeCorrected(work: Work, { data }: EventOf<'WaitingTimeCorrected'>): void {
  for (const { loginId, tieId, at, waitingUntil } of data.revocations) {
    work.update('user', loginId, (user) =>
      user.otp.status === 'revoked' && user.otp.tie.tieId === tieId
        ? { ...user, otp: { ...user.otp, at, waitingUntil } }
        : user,
    )
  }
}

/** The stop of a fob goes with it where another one counts from now on; 死亡 is about the person and stays. */
function stopsAfterRevocation(user: User, otp: OtpState, ended: Tie): User['stops'] {
  if (otp.status === 'revoked') {
    return otp.next === null ? user.stops : withoutStopsOfOthers(user, otp.next.serial)
  }
  return user.stops.filter(
    ({ serial, cause }) => serial === null || serial !== ended.serial || cause === 'bereavement',
  )
}

type Revocation = Pick<Extract<OtpState, { status: 'revoked' }>, 'at' | 'waitingUntil' | 'reason'>

/** The otp state after the tie has ended; null: no living tie of that name. */
function revoke({ otp }: User, tieId: string, revocation: Revocation): OtpState | null {
  switch (otp.status) {
    case 'unregistered':
      return null
    case 'tokenIssued':
    case 'inService':
      if (otp.tie.tieId === tieId) {
        return { status: 'revoked', tie: otp.tie, ...revocation, next: otp.next }
      }
      return withoutPending(otp, tieId)
    case 'revoked':
      if (otp.next?.tieId !== tieId) return null
      // Still within the waiting time the fob was not usable yet: the first revocation goes on counting.
      return revocation.at < otp.waitingUntil
        ? { ...otp, next: null }
        : { status: 'revoked', tie: otp.next, ...revocation, next: null }
  }
}

/** 解約 is done when none of its users holds a fob any more. */
function settleCancellations(work: Work, contractNo: string): void {
  for (const { applicationId } of work.state.openApplications(contractNo)) {
    const application = work.get('application', applicationId)
    if (application?.kind !== 'cancellation') continue
    const holders = application.loginIds.filter((loginId) => {
      const user = work.get('user', loginId)
      return user !== undefined && livingTies(user.otp).length > 0
    })
    if (holders.length > 0) continue
    work.application(applicationId, ['approved'], (current) => ({ ...current, status: 'completed' }))
  }
}

export function incidentReported(work: Work, { data, meta }: EventOf<'IncidentReported'>): void {
  const { serial, kind, loginIds, elsewhere } = data
  const incident = { kind, at: meta.at, ...(elsewhere !== undefined && { elsewhere }) }
  // Of two reports the later one counts, in whichever order they arrive: a lift ends what was reported before it.
  work.fob(serial, (fob) => (fob.incident !== null && fob.incident.at > meta.at ? fob : { ...fob, incident }))
  work.place(serial, 'missing', null, ['issuedHeld', 'inMail', 'customer', 'returnedByPost', 'missing'])
  addStops(work, loginIds, stopCauseOf(kind), serial)
}

export function incidentLifted(work: Work, { data }: EventOf<'IncidentLifted'>): void {
  work.fob(data.serial, (fob) => ({ ...fob, incident: null }))
  dropStops(work, data.loginIds, (stop) => isStopByIncident(stop, data.serial))
}
