/** A fob under 事故届, and the stops that it puts on the fob's users (rule 6). */
import type { Stop } from './model.ts'
import type { IncidentKind, StopCause } from './vocabulary.ts'

/** After a death it is the person who is gone, and not only the fob. */
export function stopCauseOf(kind: IncidentKind): Extract<StopCause, 'incident' | 'bereavement'> {
  return kind === 'death' ? 'bereavement' : 'incident'
}

/** Whether a user's stop comes from a 事故届 of this fob. */
export function isStopByIncident(stop: Stop, serial: string): boolean {
  return stop.serial === serial && (stop.cause === 'incident' || stop.cause === 'bereavement')
}
