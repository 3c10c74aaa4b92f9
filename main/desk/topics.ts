/** Which screens have to read again after which fact. */
import { eventSchemas, type EventType } from '../../domain/events.ts'
import type { Topic } from '../../preload/contract/channels.ts'
import type { OpenedEvent } from '../../protocol/envelope.ts'

const application: readonly Topic[] = ['applications', 'customers', 'status']
const approval: readonly Topic[] = ['approvals', 'status']
const issuance: readonly Topic[] = [
  'applications',
  'issuance',
  'dispatch',
  'inventory',
  'customers',
  'status',
]
const delivery: readonly Topic[] = ['applications', 'dispatch', 'inventory', 'customers', 'status']
const users: readonly Topic[] = ['customers', 'applications', 'inventory', 'status']
const stock: readonly Topic[] = ['inventory']

const topicsByType = {
  BranchOpened: ['status', 'staff'],
  PolicyChanged: ['status'],
  StaffAdded: ['staff'],
  StaffChanged: ['staff', 'status'],
  StaffRemoved: ['staff', 'status'],
  PasswordSet: ['staff', 'status'],
  SignedIn: [],
  SignedOut: [],
  SignInFailed: [],
  ActionRefused: [],
  AuditVerified: ['backup'],
  AuditExported: [],
  BackupWritten: ['backup'],
  BackupRestored: ['backup'],
  PersonalDataErased: ['customers', 'backup'],
  RosterImported: [],
  ContractRecorded: ['customers'],
  UserRecorded: ['customers'],
  LotReceived: stock,
  FobReceived: stock,
  FobExpiryCorrected: stock,
  ApplicationDrafted: application,
  DraftDiscarded: application,
  ApplicationSubmitted: application,
  ApplicationApproved: [...application, 'issuance'],
  ApplicationSentBack: application,
  ApplicationDenied: application,
  ApplicationWithdrawn: [...application, 'issuance'],
  StartDateChanged: [...application, 'dispatch'],
  ApprovalRequested: approval,
  ApprovalGiven: approval,
  ApprovalSentBack: approval,
  ApprovalDenied: approval,
  ApprovalWithdrawn: approval,
  IssuanceStarted: issuance,
  IssuanceVoided: issuance,
  FobIssued: issuance,
  IssuanceCancelled: issuance,
  SeedBoxReceived: delivery,
  ClockPermitted: ['issuance', 'status'],
  EnvelopeSealed: delivery,
  FobDispatched: delivery,
  FobHandedOver: delivery,
  FobReturnedByPost: delivery,
  FobReturned: delivery,
  UserActivated: users,
  UsersStopped: users,
  UsersUnlocked: users,
  UsersRevoked: users,
  IncidentReported: users,
  IncidentLifted: users,
  ThresholdReset: users,
  FobMoved: stock,
  ReseedAllowed: stock,
  TransferSent: stock,
  TransferReceived: stock,
  StocktakeRecorded: stock,
  TaskRaised: ['tasks', 'status'],
  TaskSettled: ['tasks', 'status'],
  VerdictGiven: ['status'],
  EventsRelayed: [],
  IssuancesVoided: issuance,
  WaitingTimeCorrected: users,
  ScopeEntered: ['customers', 'applications', 'approvals', 'inventory', 'issuance', 'dispatch', 'status'],
  CustomerServedElsewhere: [],
  FobResynchronised: [],
  ClockMeasured: ['status'],
  Enrolled: ['status'],
  HubKeysChanged: [],
  HeadOfficeAddressChanged: ['status'],
  RecoveryCodePrinted: [],
} as const satisfies Record<EventType, readonly Topic[]>

/** After the store was opened anew: any screen may show what is not there any more. */
export const allTopics: readonly Topic[] = [
  ...new Set<Topic>(Object.values(topicsByType).flatMap((topics): readonly Topic[] => topics)),
  'audit',
  'training',
]

/** Every event is on the audit screen; the rest as the table says. */
export function topicsOf(types: Iterable<string>): readonly Topic[] {
  const topics = new Set<Topic>(['audit'])
  for (const type of types) {
    // Only known types are ever committed (`Store`); a lookup of another would be a bug and throw here.
    for (const topic of topicsByType[type as EventType]) topics.add(topic)
  }
  return [...topics]
}

/** Receipts alone change no record; whatever else head office sends may change all that pends on top of it. */
export function topicsOfPulled(events: readonly OpenedEvent[]): readonly Topic[] {
  const quiet = events.every(
    ({ type, data }) => type === 'VerdictGiven' && eventSchemas.VerdictGiven.data.parse(data).accepted,
  )
  return quiet ? topicsOf(['VerdictGiven']) : allTopics
}
