import { actsAsManager } from '../../../domain/decide/rights.ts'
import type { ApprovalRequest } from '../../../domain/model.ts'
import type { Proposal } from '../../../domain/proposals.ts'
import { branchesOf } from '../../../domain/scope.ts'
import { isRefusalCode } from '../../../domain/refusals.ts'
import { refuse } from '../../../domain/refuse.ts'
import { assertNever } from '../../../domain/vocabulary.ts'
import type { ApprovalView } from '../../../preload/contract/views.ts'
import type { Projection } from '../../projection/projection.ts'
import { applicationView } from './applications.ts'
import { refusalView, type ViewContext } from './view-context.ts'

/** How many decided requests the list goes back. */
const DECIDED_SHOWN = 200

/** Waiting ones oldest first; then, if asked for, the decided ones newest first. */
export function listApprovals(context: ViewContext, waitingOnly: boolean): ApprovalView[] {
  const waiting = waitingRequests(context.projection)
  const decided = waitingOnly
    ? []
    : context.projection.tables
        .decidedApprovals(DECIDED_SHOWN)
        .flatMap((requestId) => context.state.get('approval', requestId) ?? [])
  return [...waiting, ...decided].map((request) => approvalView(context, request))
}

/** What this branch has to decide. A request about a contract that has moved is the other branch's, whatever these books say. */
export function waitingRequests({ state, facts }: Pick<Projection, 'state' | 'facts'>): ApprovalRequest[] {
  return state.waitingApprovals().filter(({ requestId }) => {
    const branches = branchesOf(state, 'approval', requestId)
    return branches.length === 0 || branches.includes(facts.branchNo)
  })
}

function approvalView(context: ViewContext, request: ApprovalRequest): ApprovalView {
  const { state } = context
  const { proposal, askedBy } = request
  const application =
    proposal.kind === 'application' || proposal.kind === 'shortLife'
      ? state.get('application', proposal.applicationId)
      : undefined
  const flags = proposal.kind === 'application' ? proposal.flags : []
  return {
    requestId: request.requestId,
    proposal,
    askedBy,
    askedByName: askerName(context, request),
    askedAt: request.askedAt,
    status: request.status,
    decidedBy: request.decidedBy,
    decidedAt: request.decidedAt,
    memo: request.memo,
    subject: proposalSubject(context, request.proposal),
    application: application === undefined ? null : applicationView(context, application),
    changes: changesOf(context, request),
    warnings: flags.map((code) => refusalView(isRefusalCode(code) ? refuse(code) : { code, detail: {} })),
    refusal: obstacleFor(context, request),
  }
}

/** 他店取扱: the number is another branch's, and so is the name. */
function askerName({ state }: ViewContext, { askedBy, elsewhere }: ApprovalRequest): string {
  if (elsewhere !== undefined) return `${elsewhere.branchName} ${elsewhere.name}`
  return state.get('staff', askedBy)?.name ?? ''
}

/** What a request concerns, in a line. */
export function proposalSubject({ state }: ViewContext, proposal: Proposal): string {
  switch (proposal.kind) {
    case 'application': {
      const application = state.get('application', proposal.applicationId)
      return application === undefined ? '' : (state.get('contract', application.contractNo)?.name ?? '')
    }
    case 'incidentRevocation':
    case 'reseed':
    case 'shortLife':
    case 'thresholdReset':
      return proposal.serial
    case 'writeOff':
    case 'transfer':
      return proposal.serials.join(', ')
    case 'staffAdd':
    case 'staffChange':
      return `${proposal.staffNo} ${proposal.name}`
    case 'staffRemove':
      return `${proposal.staffNo} ${state.get('staff', proposal.staffNo)?.name ?? ''}`
    case 'policy':
      return ''
    default:
      return assertNever(proposal)
  }
}

/** The difference, field by field, of what an approval would change in a record. */
function changesOf({ state }: ViewContext, { proposal, status }: ApprovalRequest): ApprovalView['changes'] {
  // Once decided, the record is as it became: the difference would be empty or somebody else's.
  if (status !== 'waiting') return []
  switch (proposal.kind) {
    case 'policy':
      return difference(state.policy(), proposal.changes)
    case 'staffAdd':
    case 'staffChange': {
      const { name, role, deputy } = proposal
      return difference(state.get('staff', proposal.staffNo) ?? {}, { name, role, deputy })
    }
    case 'staffRemove':
      return difference(state.get('staff', proposal.staffNo) ?? {}, { active: false })
    case 'transfer':
      return proposal.serials.map((serial) => ({
        field: serial,
        before: state.get('fob', serial)?.branchNo ?? '',
        after: proposal.toBranch,
      }))
    case 'writeOff':
      return proposal.serials.map((serial) => ({
        field: serial,
        before: state.get('fob', serial)?.custody.place ?? '',
        after: 'toDispose',
      }))
    case 'incidentRevocation':
      return proposal.loginIds.map((loginId) => ({
        field: loginId,
        before: state.get('user', loginId)?.otp.status ?? '',
        after: 'revoked',
      }))
    case 'application':
    case 'reseed':
    case 'shortLife':
    case 'thresholdReset':
      return []
    default:
      return assertNever(proposal)
  }
}

function difference(before: object, after: object): ApprovalView['changes'] {
  return Object.entries(after).flatMap(([field, value]) => {
    const was: unknown = Reflect.get(before, field)
    return was === value
      ? []
      : [{ field, before: was === undefined ? '' : String(was), after: String(value) }]
  })
}

/** Why the person who looks may not decide it. */
function obstacleFor({ actor }: ViewContext, { askedBy, status }: ApprovalRequest): ApprovalView['refusal'] {
  if (status !== 'waiting') return refusalView(refuse('REQUEST_DECIDED'))
  if (!actsAsManager(actor)) return refusalView(refuse('APPROVER_NOT_MANAGER'))
  return askedBy === actor.staffNo ? refusalView(refuse('SELF_APPROVAL')) : null
}
