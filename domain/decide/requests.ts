/** 承認依頼: putting a proposal before a second person (rule 12). */
import type { Context, Decision, Refusal } from '../decide-types.ts'
import type { ApprovalRequest } from '../model.ts'
import type { Proposal } from '../proposals.ts'
import { answer, type Sheet } from './answer.ts'
import { carryOut } from './carry-out.ts'
import { actorNo } from './rights.ts'

/**
 * Records the request. Where head office has switched dual control off, the asker decides it at once and the
 * record says so.
 */
export function request(sheet: Sheet, proposal: Proposal, context: Context): Refusal | null {
  const requestId = requestIdOf(context)
  const askedBy = actorNo(context)
  sheet.record({ type: 'ApprovalRequested', v: 1, data: { requestId, proposal, askedBy } })
  if (context.policy.dualControl) return null
  const asked = sheet.state.get('approval', requestId)
  return asked === undefined ? null : approve(sheet, asked, '', context)
}

/** The identifier of the one request a command may make. */
export function requestIdOf(context: Context): string {
  return `${context.id}-r`
}

/** A decision that asks and does nothing else. */
export function propose(sheet: Sheet, proposal: Proposal, context: Context): Decision | Refusal {
  return answer(sheet, request(sheet, proposal, context), { requestId: requestIdOf(context) })
}

/** Records the approval and what it brings about. */
export function approve(
  sheet: Sheet,
  asked: ApprovalRequest,
  memo: string,
  context: Context,
): Refusal | null {
  const { requestId, askedBy } = asked
  sheet.record({
    type: 'ApprovalGiven',
    v: 1,
    data: { requestId, askedBy, overTheShoulder: context.shoulderOf !== null },
    personal: { memo },
  })
  return carryOut(sheet, asked, context)
}
