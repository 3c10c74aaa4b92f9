import { givesOutFob } from '../../../domain/decide/application-rules.ts'
import type { Application } from '../../../domain/model.ts'
import type { ApplicationStatus } from '../../../domain/vocabulary.ts'
import type { ApplicationView } from '../../../preload/contract/views.ts'
import type { Projection } from '../../projection/projection.ts'
import type { ViewContext } from './view-context.ts'

export function applicationView({ state }: ViewContext, application: Application): ApplicationView {
  const { applicationId, contractNo, serial, loginIds } = application
  const contract = state.get('contract', contractNo)
  return {
    applicationId,
    kind: application.kind,
    status: application.status,
    contractNo,
    contractName: contract?.name ?? '',
    contractKana: contract?.kana ?? '',
    branchNo: application.branchNo,
    loginIds: [...loginIds],
    userNames: loginIds.map((loginId) => state.get('user', loginId)?.name ?? ''),
    startDate: application.startDate,
    delivery: application.delivery,
    evidence: { ...application.evidence },
    relatedSerial: application.relatedSerial,
    memo: application.memo,
    requestedBy: application.requestedBy,
    requestedByName: state.get('staff', application.requestedBy)?.name ?? '',
    requestedAt: application.requestedAt,
    decidedBy: application.decidedBy,
    decisionMemo: application.decisionMemo,
    serial,
    seedAtHub: serial === null ? false : (state.get('fob', serial)?.seedAtHub ?? false),
    sealedAt: application.sealedAt,
    mail: application.mail === null ? null : { ...application.mail },
    letterNo: application.letterNo,
    postalCode: contract?.postalCode ?? '',
    address1: contract?.address1 ?? '',
    address2: contract?.address2 ?? '',
    requestId: waitingRequestOf(state, applicationId),
  }
}

function waitingRequestOf(state: ViewContext['state'], applicationId: string): string | null {
  const waiting = state
    .waitingApprovals()
    .find(({ proposal }) => proposal.kind === 'application' && proposal.applicationId === applicationId)
  return waiting?.requestId ?? null
}

/** Newest first. */
export function listApplications(
  context: ViewContext,
  statuses: readonly ApplicationStatus[],
  text: string,
  limit: number,
): ApplicationView[] {
  const ids = context.projection.tables.applications(statuses, text, limit)
  return ids.flatMap((id) => {
    const application = context.state.get('application', id)
    return application === undefined ? [] : [applicationView(context, application)]
  })
}

/** No branch works through more than this in a day; the queues are read whole. */
const QUEUE_LIMIT = 1000

/** What waits to be written: approved, and ending in a fob being given out. Oldest first. */
export function issuanceQueue(context: ViewContext): ApplicationView[] {
  return waitingIssuances(context.projection).map((application) => applicationView(context, application))
}

/** The same, as they are. */
export function waitingIssuances(projection: Queues): Application[] {
  return inHand(projection, 'approved').filter((application) => givesOutFob(projection.state, application))
}

/** What waits to be mailed or handed over. Oldest first. */
export function dispatchQueue(context: ViewContext): ApplicationView[] {
  return waitingDispatches(context.projection).map((application) => applicationView(context, application))
}

/** The same, as they are. */
export function waitingDispatches(projection: Queues): Application[] {
  return inHand(projection, 'issued')
}

type Queues = Pick<Projection, 'tables' | 'state' | 'facts'>

/** This branch's own: of a contract that has moved, one of the two branches has the work to do. */
function inHand({ tables, state, facts }: Queues, status: ApplicationStatus): Application[] {
  return tables
    .applications([status], '', QUEUE_LIMIT)
    .flatMap((id) => state.get('application', id) ?? [])
    .filter(({ branchNo }) => branchNo === facts.branchNo)
    .toReversed()
}
