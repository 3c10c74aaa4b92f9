/**
 * `evolve`: what a recorded event does to the state. Total: an event is a fact, so nothing is refused here; a
 * fact about an aggregate unknown on this desk changes nothing, and a physical fact that should not have
 * happened is applied and flagged (rule 13). Deterministic: the same events give the same state everywhere.
 */
import * as applications from './evolve/applications.ts'
import * as approvals from './evolve/approvals.ts'
import * as delivery from './evolve/delivery.ts'
import { sendChangedHome } from './evolve/home.ts'
import * as issuance from './evolve/issuance.ts'
import * as people from './evolve/people.ts'
import * as roster from './evolve/roster.ts'
import * as scope from './evolve/scope.ts'
import * as stock from './evolve/stock.ts'
import * as users from './evolve/users.ts'
import { Work } from './evolve/work.ts'
import type { DeskEvent } from './events.ts'
import type { Change, State } from './model.ts'
import { assertNever } from './vocabulary.ts'

/** The new values of every aggregate that `event` changes, each once. `state` is only read. */
export function evolve(state: State, event: DeskEvent): Change[] {
  const work = new Work(state, event.meta)
  apply(work, event)
  // What enters a scope stands as head office has it, and there it is at home already.
  if (event.type !== 'ScopeEntered') sendChangedHome(work)
  return work.changes
}

function apply(work: Work, event: DeskEvent): void {
  switch (event.type) {
    case 'BranchOpened':
      return people.branchOpened(work, event)
    case 'PolicyChanged':
      return people.policyChanged(work, event)
    case 'StaffAdded':
    case 'StaffChanged':
      return people.staffRecorded(work, event)
    case 'StaffRemoved':
      return people.staffRemoved(work, event)

    case 'ContractRecorded':
      return roster.contractRecorded(work, event)
    case 'UserRecorded':
      return roster.userRecorded(work, event)

    case 'FobReceived':
      return stock.fobReceived(work, event)
    case 'FobExpiryCorrected':
      return stock.fobExpiryCorrected(work, event)
    case 'FobMoved':
      return stock.fobMoved(work, event)
    case 'ReseedAllowed':
      return stock.reseedAllowed(work, event)
    case 'TransferSent':
      return stock.transferSent(work, event)
    case 'TransferReceived':
      return stock.transferReceived(work, event)
    case 'StocktakeRecorded':
      return stock.stocktakeRecorded(work, event)

    case 'ApplicationDrafted':
    case 'ApplicationSubmitted':
      return applications.applicationWritten(work, event)
    case 'DraftDiscarded':
      return applications.draftDiscarded(work, event)
    case 'ApplicationApproved':
      return applications.applicationApproved(work, event)
    case 'ApplicationSentBack':
      return applications.applicationSentBack(work, event)
    case 'ApplicationDenied':
      return applications.applicationDenied(work, event)
    case 'ApplicationWithdrawn':
      return applications.applicationWithdrawn(work, event)
    case 'StartDateChanged':
      return applications.startDateChanged(work, event)

    case 'ApprovalRequested':
      return approvals.approvalRequested(work, event)
    case 'ApprovalGiven':
      return approvals.approvalGiven(work, event)
    case 'ApprovalSentBack':
      return approvals.approvalSentBack(work, event)
    case 'ApprovalDenied':
      return approvals.approvalDenied(work, event)
    case 'ApprovalWithdrawn':
      return approvals.approvalWithdrawn(work, event)
    case 'TaskRaised':
      return approvals.taskRaised(work, event)
    case 'TaskSettled':
      return approvals.taskSettled(work, event)

    case 'IssuanceStarted':
      return issuance.issuanceStarted(work, event)
    case 'IssuanceVoided':
      return issuance.issuanceVoided(work, event)
    case 'FobIssued':
      return issuance.fobIssued(work, event)
    case 'IssuanceCancelled':
      return issuance.issuanceCancelled(work, event)
    case 'SeedBoxReceived':
      return issuance.seedBoxReceived(work, event)

    case 'EnvelopeSealed':
      return delivery.envelopeSealed(work, event)
    case 'FobDispatched':
      return delivery.fobDispatched(work, event)
    case 'FobHandedOver':
      return delivery.fobHandedOver(work, event)
    case 'FobReturnedByPost':
      return delivery.fobReturnedByPost(work, event)
    case 'FobReturned':
      return delivery.fobReturned(work, event)

    case 'UserActivated':
      return users.userActivated(work, event)
    case 'UsersStopped':
      return users.usersStopped(work, event)
    case 'UsersUnlocked':
      return users.usersUnlocked(work, event)
    case 'ThresholdReset':
      return users.thresholdReset(work, event)
    case 'UsersRevoked':
      return users.usersRevoked(work, event)
    case 'IncidentReported':
      return users.incidentReported(work, event)
    case 'IncidentLifted':
      return users.incidentLifted(work, event)

    case 'IssuancesVoided':
      return issuance.issuancesVoided(work, event)
    case 'WaitingTimeCorrected':
      return users.waitingTimeCorrected(work, event)
    case 'ScopeEntered':
      return scope.scopeEntered(work, event)

    // Recorded for the audit and for synchronisation; no decision reads them. A refused event is undone by
    // refolding without it, not by its verdict.
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
    case 'RosterImported':
    case 'LotReceived':
    case 'ClockPermitted':
    case 'VerdictGiven':
    case 'EventsRelayed':
    case 'CustomerServedElsewhere':
    case 'FobResynchronised':
    case 'ClockMeasured':
    case 'Enrolled':
    case 'HubKeysChanged':
    case 'HeadOfficeAddressChanged':
    case 'RecoveryCodePrinted':
      return
    default:
      return assertNever(event)
  }
}
