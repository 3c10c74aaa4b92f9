/**
 * 利用開始登録 (rule 11), all but the one-time password itself: which tie a registration fulfils, or the exact
 * reason why none. Head office records it; customers read `customerActivationRefusal` (customer-refusals.ts).
 */
import { dateAt, formatMinute } from './calendar.ts'
import type { Refusal } from './decide-types.ts'
import type { EventDraft } from './events.ts'
import type { Fob, State, Tie, User } from './model.ts'
import { refuse } from './refuse.ts'
import { isInUse } from './decide/application-rules.ts'
import { normaliseSerial } from './serial.ts'
import { mayReRegister, otpAt, pendingTies } from './ties.ts'

export interface ActivationPlan {
  readonly ok: true
  readonly loginId: string
  readonly serial: string
  readonly tieId: string
  readonly applicationId: string
  /** The fob issued for it, when two fobs of the contract reached each other's users. */
  readonly crossedWith: string | null
}

export interface ActivationRequest {
  readonly loginId: string
  /** As typed. */
  readonly serial: string
  readonly now: number
  /** Names the tie of a fob registered again without an application. */
  readonly newTieId: string
}

export function planActivation(state: State, request: ActivationRequest): ActivationPlan | Refusal {
  const { loginId, now } = request
  const serial = normaliseSerial(request.serial)
  if (serial === null) return refuse('SERIAL_FORM')
  const user = state.get('user', loginId)
  if (user === undefined) return refuse('USER_UNKNOWN', { loginId })
  if (user.rosterStatus === 'closed') return refuse('USER_CLOSED', { loginId })
  if (state.get('contract', user.contractNo)?.status === 'closed') return refuse('CONTRACT_CLOSED')
  const stop = user.stops[0]
  if (stop !== undefined) return refuse('USER_STOPPED', { loginId, cause: stop.cause })
  const fob = state.get('fob', serial)
  const tie = tieToFulfil(state, user, request)
  if ('ok' in tie) return tie
  const today = dateAt(now)
  if (today < tie.startDate) return refuse('BEFORE_START_DATE', { startDate: tie.startDate })
  if (fob === undefined || fob.contractNo !== user.contractNo) return refuse('NOT_ISSUED_TO_CONTRACT')
  const obstacle = fobObstacle(state, fob, now)
  if (obstacle !== null) return obstacle
  // Registered again as it is: the tie comes from no application, so it fits the old fob alone.
  const again = otpAt(user, now).status === 'revoked'
  const crossedWith = again ? registeredAgain(user, tie, fob) : crossing(state, user, tie, fob)
  if (crossedWith !== null && typeof crossedWith === 'object') return crossedWith
  return { ok: true, loginId, serial, tieId: tie.tieId, applicationId: tie.applicationId, crossedWith }
}

/** The tie that waits for this registration. */
function tieToFulfil(state: State, user: User, { now, newTieId }: ActivationRequest): Tie | Refusal {
  const { loginId } = user
  const otp = otpAt(user, now)
  switch (otp.status) {
    case 'unregistered':
      return refuse('NO_TIE', { loginId })
    case 'inService':
      return refuse('ALREADY_IN_SERVICE', { loginId })
    case 'tokenIssued':
      return otp.tie
    case 'revoked': {
      if (now < otp.waitingUntil) return refuse('WAITING_TIME', { until: formatMinute(otp.waitingUntil) })
      const fob = otp.tie.serial === null ? undefined : state.get('fob', otp.tie.serial)
      if (!mayReRegister(user, fob, now)) return refuse('NO_TIE', { loginId })
      return { ...otp.tie, tieId: newTieId }
    }
  }
}

function fobObstacle(state: State, fob: Fob, now: number): Refusal | null {
  if (fob.incident !== null) return refuse('FOB_INCIDENT')
  if (fob.expiresAt <= now) return refuse('TOKEN_EXPIRED')
  if (fob.reseedNeeded) return refuse('FOB_RESEED_NEEDED')
  if (fob.seed.state !== 'proven' && fob.seed.state !== 'factory') return refuse('FOB_NOT_PROVEN')
  for (const loginId of fob.loginIds) {
    const stop = state.get('user', loginId)?.stops.find(({ serial }) => serial === fob.serial)
    // The fob is stopped, not the person: a colleague who joins it would be let in past the lock (rule 3).
    if (stop !== undefined) return refuse('USER_STOPPED', { loginId, cause: stop.cause })
  }
  return null
}

/** Rule 8: one's own revoked fob and no other, or an old 共有 would open every colleague's fob for good. */
function registeredAgain({ loginId }: User, tie: Tie, { serial }: Fob): null | Refusal {
  return tie.serial === serial ? null : refuse('NOT_ISSUED_TO_USER', { loginId, expected: tie.serial ?? '-' })
}

/**
 * The registered fob is not the one the tie names: a colleague's under an approved 共有 that named none, or one
 * crossed within the contract. Answers the serial it was crossed with, null if nothing is crossed.
 */
function crossing(state: State, user: User, tie: Tie, fob: Fob): string | null | Refusal {
  const { serial } = fob
  const { loginId } = user
  const inUse = isInUse(state, fob)
  const sharing = state.get('application', tie.applicationId)?.kind === 'sharing'
  if (sharing && (tie.serial === null || tie.serial === serial)) {
    return inUse ? null : refuse('SHARE_NOT_IN_USE', { serial })
  }
  if (tie.serial === serial) return null
  if (sharing) return refuse('NOT_ISSUED_TO_USER', { loginId, expected: tie.serial ?? '-' })
  if (inUse) return refuse('SHARE_NOT_APPROVED')
  const planned = tie.serial === null ? undefined : state.get('fob', tie.serial)
  if (planned === undefined || isInUse(state, planned) || !awaited(state, fob)) {
    return refuse('NOT_ISSUED_TO_USER', { loginId, expected: tie.serial ?? '-' })
  }
  return planned.serial
}

/** Whether somebody still waits to register this fob. */
function awaited(state: State, fob: Fob): boolean {
  return fob.loginIds.some((loginId) => {
    const user = state.get('user', loginId)
    return user !== undefined && pendingTies(user.otp).some((tie) => tie.serial === fob.serial)
  })
}

/** The facts of a registration whose code was right. `taskId`: for 要対応 when two fobs were crossed. */
export function activationEvents(
  plan: ActivationPlan,
  proof: { readonly step: number; readonly atCounter: boolean; readonly taskId: string },
): EventDraft[] {
  const { loginId, serial, tieId, applicationId, crossedWith } = plan
  const { step, atCounter, taskId } = proof
  const activated: EventDraft = {
    type: 'UserActivated',
    v: 1,
    data: { loginId, serial, tieId, applicationId, step, atCounter, crossedWith },
  }
  if (crossedWith === null) return [activated]
  const subject = { kind: 'fob', id: serial } as const
  return [activated, { type: 'TaskRaised', v: 1, data: { taskId, code: 'TASK_CROSSED', subject } }]
}
