/**
 * Head office's check of a pushed event against its own state. The branch decided on what it knew; here the
 * order of all branches is known. What happened to a thing is never refused: a seed was written, a fob moved,
 * an envelope came back; `evolve` flags it. What is a *claim* (a right, an approval, a tie) is checked again.
 */
import type { Refusal } from './decide-types.ts'
import { MANAGERS_NEEDED } from './decide/people-approval.ts'
import { actsAsManager } from './decide/rights.ts'
import { approved, approvedForFob, transferSent } from './admit/approved.ts'
import { decidedElsewhere, reportedSince, secondFob, stoppedSince, tieEnded } from './conflicts/claims.ts'
import type { DeskEvent, EventOf } from './events.ts'
import type { State, Tie } from './model.ts'
import { refuse } from './refuse.ts'
import { assertNever } from './vocabulary.ts'
import { waitingUntil } from './waiting.ts'

/** Pure. The envelope's signature, chain and role signature are checked before (`protocol`). */
export function admit(state: State, event: DeskEvent): { readonly ok: true } | Refusal {
  return obstacle(state, event) ?? { ok: true }
}

function obstacle(state: State, event: DeskEvent): Refusal | null {
  switch (event.type) {
    // Facts about things and people's sessions.
    case 'BranchOpened':
    case 'PasswordSet':
    case 'SignedIn':
    case 'SignedOut':
    case 'SignInFailed':
    case 'ActionRefused':
    case 'AuditVerified':
    case 'AuditExported':
    case 'BackupWritten':
    case 'BackupRestored':
    case 'PersonalDataErased':
    case 'FobReceived':
    case 'FobExpiryCorrected':
    case 'LotReceived':
    case 'RosterImported':
    case 'IssuanceVoided':
    case 'FobDispatched':
    case 'FobHandedOver':
    case 'FobReturnedByPost':
    case 'FobReturned':
    case 'FobMoved':
    case 'TransferReceived':
    case 'StocktakeRecorded':
    case 'EnvelopeSealed':
    case 'ClockMeasured':
    case 'Enrolled':
    case 'HubKeysChanged':
    case 'HeadOfficeAddressChanged':
    case 'RecoveryCodePrinted':
    case 'TaskRaised':
    case 'TaskSettled':
      return null

    // Head office alone decides these (rule 11: activation is online only).
    case 'UserActivated':
    case 'UsersStopped':
    case 'SeedBoxReceived':
    case 'VerdictGiven':
    case 'EventsRelayed':
    case 'ScopeEntered':
    case 'IssuancesVoided':
    case 'WaitingTimeCorrected':
    case 'CustomerServedElsewhere':
    case 'FobResynchronised':
      return refuse('HUB_ONLY')

    case 'ContractRecorded':
    case 'ApplicationDrafted':
    case 'DraftDiscarded':
    case 'ApplicationWithdrawn':
    case 'StartDateChanged':
    case 'ApprovalWithdrawn':
    case 'IssuanceCancelled':
      return actorObstacle(state, event)
    case 'IncidentReported':
      return elsewhereObstacle(event)
    case 'UsersUnlocked':
      return actorObstacle(state, event) ?? usersUnlocked(state, event) ?? stoppedSince(state, event)
    case 'ClockPermitted':
      return managerObstacle(state, event)
    case 'IncidentLifted':
      return managerObstacle(state, event) ?? reportedSince(state, event)
    case 'UserRecorded':
      return actorObstacle(state, event) ?? userRecorded(state, event)
    case 'ApplicationSubmitted':
      return actorObstacle(state, event) ?? usersOfContract(state, event.data.loginIds, event.data.contractNo)

    case 'ApprovalRequested':
      return elsewhereObstacle(event) ?? approvalRequested(state, event)
    case 'ApprovalGiven':
      return approverObstacle(state, event) ?? approvalGiven(state, event)
    case 'ApprovalSentBack':
    case 'ApprovalDenied':
      return managerObstacle(state, event) ?? waitingRequest(state, event.data.requestId)
    case 'ApplicationSentBack':
    case 'ApplicationDenied':
      return managerObstacle(state, event) ?? decidedElsewhere(state, event.data.applicationId)

    case 'ApplicationApproved':
      return applicationApproved(state, event)
    case 'PolicyChanged':
      return approved(state, event.data.requestId, (proposal) => proposal.kind === 'policy')
    case 'ThresholdReset':
    case 'ReseedAllowed':
      return approvedForFob(state, event)
    case 'TransferSent':
      return transferSent(state, event)
    case 'UsersRevoked':
      return auditorObstacle(state, event) ?? usersRevoked(state, event)
    case 'StaffAdded':
      return staffAdded(state, event)
    case 'StaffChanged':
      return managerObstacle(state, event) ?? managersLeft(state, event.data.staffNo, event.data.role)
    case 'StaffRemoved':
      return managerObstacle(state, event) ?? managersLeft(state, event.data.staffNo, null)

    case 'IssuanceStarted':
      return actorObstacle(state, event) ?? issuanceStarted(state, event)
    case 'FobIssued':
      return fobIssued(state, event)
    default:
      return assertNever(event)
  }
}

/**
 * Nobody claims anything who has left or is an auditor. A number that the branch never had is taken as the device says
 * it, and stands on record: it gives no right that asks for a manager, and refusing it would hold up nobody who has
 * the device's key and may use any number of the branch.
 *
 * A stop is no such claim, and is never lost for the person: a 事故届 counts, with who took it on record, though the
 * member has left since or has become an auditor.
 */
function actorObstacle(state: State, event: DeskEvent): Refusal | null {
  const staff = event.meta.by === null ? undefined : state.get('staff', event.meta.by)
  if (staff?.active === false) return refuse('STAFF_UNKNOWN', { staffNo: staff.staffNo })
  return auditorObstacle(state, event)
}

/**
 * An auditor changes nothing. It is all that is asked of whoever revokes: 失効 stops as well, and the customer was told
 * of it at the counter, so that it counts though the member has left since.
 */
function auditorObstacle(state: State, { meta }: DeskEvent): Refusal | null {
  const role = meta.by === null ? undefined : state.get('staff', meta.by)?.role
  return role === 'auditor' ? refuse('NOT_ALLOWED', { role }) : null
}

function managerObstacle(state: State, { meta }: DeskEvent): Refusal | null {
  const staff = meta.by === null ? undefined : state.get('staff', meta.by)
  if (staff?.active !== true) return refuse('STAFF_UNKNOWN', { staffNo: meta.by ?? '-' })
  return actsAsManager(staff) ? null : refuse('APPROVER_NOT_MANAGER')
}

/** Where head office has switched dual control off, whoever asks also decides. */
function approverObstacle(state: State, event: DeskEvent): Refusal | null {
  return state.policy().dualControl ? managerObstacle(state, event) : actorObstacle(state, event)
}

/** Once: what a manager has read under an identifier is what an approval under it carries out. */
function approvalRequested(state: State, event: EventOf<'ApprovalRequested'>): Refusal | null {
  const { requestId, proposal, askedBy } = event.data
  if (state.get('approval', requestId) !== undefined) return refuse('REQUEST_KNOWN')
  // The request belongs to its stop: whose 事故届 counts, may ask for the 失効.
  const stranger = proposal.kind === 'incidentRevocation' ? null : actorObstacle(state, event)
  if (stranger !== null) return stranger
  // In one's own name only: the name decides who may approve it.
  return askedBy === event.meta.by ? null : refuse('INPUT_MALFORMED')
}

/** A desk speaks for its own people; who acted at another branch is head office's word (docs/adr/034). */
function elsewhereObstacle({ data }: EventOf<'IncidentReported' | 'ApprovalRequested'>): Refusal | null {
  return data.elsewhere === undefined ? null : refuse('HUB_ONLY')
}

function waitingRequest(state: State, requestId: string): Refusal | null {
  const asked = state.get('approval', requestId)
  if (asked === undefined) return refuse('REQUEST_UNKNOWN')
  return asked.status === 'waiting' ? null : refuse('DECIDED_ELSEWHERE')
}

function approvalGiven(state: State, { data, meta }: EventOf<'ApprovalGiven'>): Refusal | null {
  const waiting = waitingRequest(state, data.requestId)
  if (waiting !== null) return waiting
  // What the approver's device believed about the asker does not count; the request on record does.
  const askedBy = state.get('approval', data.requestId)?.askedBy
  if (askedBy !== data.askedBy) return refuse('INPUT_MALFORMED')
  return state.policy().dualControl && askedBy === meta.by ? refuse('SELF_APPROVAL') : null
}

/** Rule 4: failures by any staff, the bank's stop by a manager; the other causes have acts of their own. */
function usersUnlocked(state: State, event: EventOf<'UsersUnlocked'>): Refusal | null {
  const { causes, loginIds } = event.data
  const other = causes.find((cause) => cause !== 'failures' && cause !== 'bank')
  if (other !== undefined) return refuse('UNLOCK_CAUSE', { loginId: loginIds[0] ?? '-', cause: other })
  return causes.includes('bank') ? managerObstacle(state, event) : null
}

/** The first manager opens the branch under a number that is not there yet; later ones a manager has approved. */
function staffAdded(state: State, event: EventOf<'StaffAdded'>): Refusal | null {
  const { by } = event.meta
  const staff = by === null ? undefined : state.get('staff', by)
  if (staff === undefined) return null
  return actorObstacle(state, event) ?? (actsAsManager(staff) ? null : refuse('APPROVER_NOT_MANAGER'))
}

function applicationApproved(state: State, { data }: EventOf<'ApplicationApproved'>): Refusal | null {
  const { applicationId, requestId, ties } = data
  const application = state.get('application', applicationId)
  if (application === undefined) return refuse('APPLICATION_UNKNOWN')
  const decided = decidedElsewhere(state, applicationId)
  if (decided !== null) return decided
  const missing = approved(
    state,
    requestId,
    (proposal) => proposal.kind === 'application' && proposal.applicationId === applicationId,
  )
  return missing ?? tiesObstacle(state, ties, application.contractNo, application.loginIds)
}

function usersRevoked(state: State, event: EventOf<'UsersRevoked'>): Refusal | null {
  const { data } = event
  // The waiting time follows from the instant; a shorter one would be a way round rule 7.
  if (data.revocations.some(({ at, waitingUntil: until }) => until !== waitingUntil(at))) {
    return refuse('INPUT_MALFORMED')
  }
  const ended = tieEnded(state, event)
  if (ended !== null) return ended
  return data.requestId === null
    ? null
    : approved(state, data.requestId, ({ kind }) => kind === 'incidentRevocation' || kind === 'application')
}

function managersLeft(state: State, staffNo: string, role: string | null): Refusal | null {
  if (role === 'manager' || state.get('staff', staffNo)?.role !== 'manager') return null
  const others = state
    .staff()
    .filter((other) => other.active && other.role === 'manager' && other.staffNo !== staffNo)
  return others.length >= MANAGERS_NEEDED ? null : refuse('STAFF_LAST_MANAGERS')
}

/** A login belongs to one contract for good (rule 2). */
function userRecorded(state: State, { data }: EventOf<'UserRecorded'>): Refusal | null {
  const { loginId, contractNo } = data
  const before = state.get('user', loginId)
  return before === undefined || before.contractNo === contractNo
    ? null
    : refuse('ROW_USER_MOVED', { loginId, contractNo: before.contractNo })
}

function usersOfContract(state: State, loginIds: readonly string[], contractNo: string): Refusal | null {
  for (const loginId of loginIds) {
    const user = state.get('user', loginId)
    if (user === undefined) return refuse('USER_UNKNOWN', { loginId })
    if (user.contractNo !== contractNo) return refuse('USER_NOT_OF_CONTRACT', { loginId })
  }
  return null
}

function tiesObstacle(
  state: State,
  ties: readonly { readonly loginId: string; readonly tie: Tie }[],
  contractNo: string,
  loginIds: readonly string[],
): Refusal | null {
  const foreign = ties.find(({ loginId }) => !loginIds.includes(loginId))
  if (foreign !== undefined) return refuse('USER_NOT_OF_CONTRACT', { loginId: foreign.loginId })
  const members = usersOfContract(
    state,
    ties.map(({ loginId }) => loginId),
    contractNo,
  )
  if (members !== null) return members
  const otherContract = ties.some(({ tie }) => {
    const serves = tie.serial === null ? null : (state.get('fob', tie.serial)?.contractNo ?? null)
    return serves !== null && serves !== contractNo
  })
  return otherContract ? refuse('FOB_OTHER_CONTRACT') : null
}

/** A fob already given out, or being written elsewhere, is not begun a second time. */
function issuanceStarted(state: State, { data }: EventOf<'IssuanceStarted'>): Refusal | null {
  const fob = state.get('fob', data.serial)
  if (fob === undefined) return refuse('FOB_NOT_IN_LOT')
  if (fob.loginIds.length > 0) return refuse('FOB_ALREADY_ISSUED', { place: fob.custody.place })
  return fob.seed.state === 'writing' && fob.seed.issuanceId !== data.issuanceId
    ? refuse('ISSUANCE_RUNNING')
    : null
}

/**
 * Two issuances of one fob: the chip holds the last write, so the second cannot make ties while the first one's
 * stand (a proven activation wins; otherwise head office voids both and the fob is written again).
 */
function fobIssued(state: State, event: EventOf<'FobIssued'>): Refusal | null {
  const { data } = event
  const { serial, applicationId, issuanceId, contractNo, ties } = data
  const fob = state.get('fob', serial)
  if (fob === undefined) return refuse('FOB_NOT_IN_LOT')
  const application = state.get('application', applicationId)
  if (application === undefined) return refuse('APPLICATION_UNKNOWN')
  if (application.status !== 'approved') return refuse('ISSUED_ELSEWHERE')
  if (fob.loginIds.length > 0 && fob.seed.issuanceId !== issuanceId) {
    return refuse('ISSUED_TWICE')
  }
  const second = secondFob(state, event)
  if (second !== null) return second
  if (application.contractNo !== contractNo || ties.some(({ tie }) => tie.serial !== serial)) {
    return refuse('FOB_OTHER_CONTRACT')
  }
  return tiesObstacle(state, ties, contractNo, application.loginIds)
}
