/** Two devices claimed the same thing; these say what the one that came later gets. */
import type { Refusal } from '../decide-types.ts'
import { stoppedByIncident } from '../decide/unlocking.ts'
import type { EventOf } from '../events.ts'
import type { State, User } from '../model.ts'
import { refuse } from '../refuse.ts'
import { livingTies } from '../ties.ts'

/** 承認, 差戻し, 否認 of one application: the first decision stands. */
export function decidedElsewhere(state: State, applicationId: string): Refusal | null {
  const status = state.get('application', applicationId)?.status
  return status === undefined || status === 'waiting' ? null : refuse('DECIDED_ELSEWHERE')
}

/** A revocation names its tie: one for a tie that is gone cannot touch the fob that the user has since. */
export function tieEnded(state: State, { data }: EventOf<'UsersRevoked'>): Refusal | null {
  const counts = data.revocations.some(({ loginId, tieId }) => {
    const user = state.get('user', loginId)
    return user !== undefined && knowsTie(user, tieId)
  })
  return counts ? null : refuse('TIE_ENDED')
}

/** Living, or revoked just before by another device: that is the same act twice and no news. */
function knowsTie({ otp }: User, tieId: string): boolean {
  if (otp.status === 'revoked' && otp.tie.tieId === tieId) return true
  return livingTies(otp).some((tie) => tie.tieId === tieId)
}

/** 停止解除 lifts what the person who unlocked could know of: not a stop that came after it. */
export function stoppedSince(state: State, { data, meta }: EventOf<'UsersUnlocked'>): Refusal | null {
  const later = data.loginIds.some((loginId) =>
    (state.get('user', loginId)?.stops ?? []).some(
      ({ at, cause, serial }) =>
        at > meta.at && data.causes.includes(cause) && (serial === null || data.serials.includes(serial)),
    ),
  )
  return later ? refuse('STOPPED_SINCE') : null
}

/**
 * 事故届の取下げ lifts the report that its manager had read, and names all whom that stopped: not a report that came after
 * it, and not with a user stopped meanwhile, who would stay behind without anybody to lift the stop.
 */
export function reportedSince(state: State, { data, meta }: EventOf<'IncidentLifted'>): Refusal | null {
  const { serial, loginIds } = data
  const incident = state.get('fob', serial)?.incident ?? null
  if (incident === null) return null
  const unnamed = stoppedByIncident(state, serial).some((loginId) => !loginIds.includes(loginId))
  return incident.at > meta.at || unnamed ? refuse('REPORTED_SINCE') : null
}

/** Two applications of one user, each with a fob: the user has one replacement waiting at most. */
export function secondFob(state: State, { data }: EventOf<'FobIssued'>): Refusal | null {
  const kind = state.get('application', data.applicationId)?.kind
  const taken = data.ties.some(({ loginId, tie }) => {
    const user = state.get('user', loginId)
    if (user === undefined || livingTies(user.otp).some(({ tieId }) => tieId === tie.tieId)) return false
    if (user.otp.status === 'unregistered') return false
    const first = kind === 'new' || kind === 'additional' || kind === 'switch'
    return user.otp.next !== null || (first && user.otp.status !== 'revoked')
  })
  return taken ? refuse('USER_HAS_FOB') : null
}

/** Serials of a 店間移管 that another transfer has sent already: which of the two is true shows on arrival. */
export function sentTwice(state: State, { data }: EventOf<'TransferSent'>): readonly string[] {
  return data.serials.filter((serial) => {
    const custody = state.get('fob', serial)?.custody
    return custody?.place === 'inTransfer' && custody.reference !== data.transferId
  })
}
