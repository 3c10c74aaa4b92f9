/** 承認, 差戻し, 否認, 取下げ (rule 12). */
import type { ScreenCommand } from '../commands.ts'
import type { Context, Decision, Refusal } from '../decide-types.ts'
import type { ApprovalRequest, State } from '../model.ts'
import { refuse } from '../refuse.ts'
import { assertNever } from '../vocabulary.ts'
import { answer, done, Sheet } from './answer.ts'
import { withdrawal } from './applications.ts'
import { approve } from './requests.ts'
import { actorNo, actsAsManager } from './rights.ts'

type CommandOf<T extends ScreenCommand['type']> = Extract<ScreenCommand, { type: T }>
type DecideApprovals = CommandOf<'decideApprovals'>

/** Several at once with one password: all of them, or none. Each sees what the ones before it did. */
export function decideApprovals(
  command: DecideApprovals,
  state: State,
  context: Context,
): Decision | Refusal {
  if (command.verdict !== 'approve' && command.memo.trim() === '') return refuse('MEMO_REQUIRED')
  const sheet = new Sheet(state, context)
  for (const requestId of new Set(command.requestIds)) {
    const asked = findRequest(sheet.state, requestId)
    if ('ok' in asked) return asked
    const obstacle = selfObstacle(asked, context) ?? decideOne(sheet, asked, command, context)
    if (obstacle !== null) return obstacle
  }
  return answer(sheet, null)
}

function findRequest(state: State, requestId: string): ApprovalRequest | Refusal {
  const asked = state.get('approval', requestId)
  if (asked === undefined) return refuse('REQUEST_UNKNOWN')
  return asked.status === 'waiting' ? asked : refuse('REQUEST_DECIDED')
}

/** Neither who asked, nor the manager at whose own session the item is open, is a second person. */
function selfObstacle(asked: ApprovalRequest, context: Context): Refusal | null {
  const approver = actorNo(context)
  return asked.askedBy === approver || context.shoulderOf === approver ? refuse('SELF_APPROVAL') : null
}

/**
 * The fob stays stopped until it is revoked or the incident is lifted; there is no third way. Lifted on a PC that did
 * not know of this report, it leaves the request of it behind: that one may go.
 */
function staysWithIncident(state: State, { proposal }: ApprovalRequest): boolean {
  return (
    proposal.kind === 'incidentRevocation' && (state.get('fob', proposal.serial)?.incident ?? null) !== null
  )
}

function decideOne(
  sheet: Sheet,
  asked: ApprovalRequest,
  { verdict, memo }: DecideApprovals,
  context: Context,
): Refusal | null {
  const { requestId, proposal } = asked
  const decision = { requestId, overTheShoulder: context.shoulderOf !== null }
  if (verdict !== 'approve' && staysWithIncident(sheet.state, asked)) return refuse('INCIDENT_REQUEST_STAYS')
  const applicationId = proposal.kind === 'application' ? proposal.applicationId : null
  const personal = { memo }
  switch (verdict) {
    case 'approve':
      return approve(sheet, asked, memo, context)
    case 'sendBack':
      sheet.record({ type: 'ApprovalSentBack', v: 1, data: decision, personal })
      if (applicationId === null) return null
      sheet.record({ type: 'ApplicationSentBack', v: 1, data: { applicationId, requestId }, personal })
      return null
    case 'deny':
      sheet.record({ type: 'ApprovalDenied', v: 1, data: decision, personal })
      if (applicationId === null) return null
      sheet.record({ type: 'ApplicationDenied', v: 1, data: { applicationId, requestId }, personal })
      return null
    default:
      return assertNever(verdict)
  }
}

/** By who asked, or by a manager. An application goes with its request. */
export function withdrawRequest(
  command: CommandOf<'withdrawRequest'>,
  state: State,
  context: Context,
): Decision | Refusal {
  const asked = findRequest(state, command.requestId)
  if ('ok' in asked) return asked
  const { requestId, proposal, askedBy } = asked
  const { actor } = context
  if (askedBy !== actor?.staffNo && (actor === null || !actsAsManager(actor))) {
    return refuse('REQUEST_NOT_YOURS', { askedBy })
  }
  if (staysWithIncident(state, asked)) return refuse('INCIDENT_REQUEST_STAYS')
  const application =
    proposal.kind === 'application' ? state.get('application', proposal.applicationId) : undefined
  return done(
    application === undefined
      ? [{ type: 'ApprovalWithdrawn', v: 1, data: { requestId } }]
      : withdrawal(state, application, ''),
  )
}
