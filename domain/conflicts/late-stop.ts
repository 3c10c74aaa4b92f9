/**
 * Rule 6: a 事故届 stops the fob for all its users. Its PC named those whom it knew; one who came to the fob meanwhile
 * (共有), or comes to it by an approval that arrives after the report, is stopped by head office.
 */
import type { DeskEvent, EventDraft } from '../events.ts'
import { isStopByIncident, stopCauseOf } from '../incident.ts'
import type { State } from '../model.ts'

/**
 * The stop of the users left out, and the request for their 失効: the one on record names others, and an approver
 * approves what it shows. Nothing where the report was lifted in the same push.
 * @param state after the whole push
 */
export function lateStops(state: State, event: DeskEvent): EventDraft[] {
  return [...new Set(serialsOf(event))].flatMap((serial) => {
    const fob = state.get('fob', serial)
    if (fob === undefined || fob.incident === null) return []
    const { kind } = fob.incident
    const loginIds = fob.loginIds.filter(
      (loginId) => !state.get('user', loginId)?.stops.some((stop) => isStopByIncident(stop, serial)),
    )
    if (loginIds.length === 0) return []
    const proposal = { kind: 'incidentRevocation' as const, serial, incident: kind, loginIds }
    const asked = { requestId: `${event.meta.id}-${serial}`, proposal, askedBy: event.meta.by ?? '-' }
    return [
      { type: 'UsersStopped', v: 1, data: { loginIds, serial, cause: stopCauseOf(kind) } },
      { type: 'ApprovalRequested', v: 1, data: asked },
    ]
  })
}

/** Of the fobs that the event may leave with a user who is not stopped. */
function serialsOf(event: DeskEvent): readonly string[] {
  switch (event.type) {
    case 'IncidentReported':
      return [event.data.serial]
    case 'ApplicationApproved':
      return event.data.ties.flatMap(({ tie }) => (tie.serial === null ? [] : [tie.serial]))
    default:
      return []
  }
}
