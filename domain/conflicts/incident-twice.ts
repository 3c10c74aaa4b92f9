/** One fob's 事故届 at another branch and at home, offline: two requests for one revocation (docs/adr/034). */
import { elsewhereTask } from '../decide/elsewhere.ts'
import type { EventDraft, EventOf } from '../events.ts'
import type { State } from '../model.ts'

/**
 * The branch's own request stays: it knows it, and its manager may have decided it already. The one that head office
 * made for the other branch is withdrawn, unless it concerns users whom the own one leaves out.
 * @param state before the event
 */
export function incidentTwice(state: State, { data }: EventOf<'ApprovalRequested'>): EventDraft[] {
  const { proposal } = data
  if (proposal.kind !== 'incidentRevocation') return []
  const { serial, loginIds } = proposal
  return state.waitingApprovals().flatMap(({ requestId, proposal: other, elsewhere }): EventDraft[] => {
    if (elsewhere === undefined || other.kind !== 'incidentRevocation' || other.serial !== serial) return []
    if (!other.loginIds.every((loginId) => loginIds.includes(loginId))) return []
    return [
      { type: 'ApprovalWithdrawn', v: 1, data: { requestId } },
      elsewhereTask(`${requestId}-twice`, 'TASK_INCIDENT_TWICE', serial, elsewhere),
    ]
  })
}
