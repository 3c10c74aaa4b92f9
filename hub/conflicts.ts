/** What head office itself records where two devices' records cannot both stand, and where a clock was ahead. */
import { sentTwice } from '../domain/conflicts/claims.ts'
import { incidentTwice } from '../domain/conflicts/incident-twice.ts'
import { conflictTaskId, issuancesVoided } from '../domain/conflicts/issued-twice.ts'
import { lateStops } from '../domain/conflicts/late-stop.ts'
import { waitingTimeCorrected } from '../domain/conflicts/rule-seven.ts'
import type { DeskEvent, EventDraft } from '../domain/events.ts'
import type { State } from '../domain/model.ts'
import type { RefusalCode } from '../domain/refusals.ts'

/** Of an accepted event. `state`: before it. */
export function afterAccepted(state: State, event: DeskEvent, receivedAt: number): EventDraft[] {
  if (event.type === 'UsersRevoked') {
    const corrected = waitingTimeCorrected(event, receivedAt)
    return corrected === null ? [] : [corrected]
  }
  if (event.type !== 'TransferSent') return []
  const { transferId } = event.data
  return sentTwice(state, event).map((serial) => task(`${transferId}-${serial}`, 'TASK_SENT_TWICE', serial))
}

/** Of an accepted event once its whole push is folded. `state`: after that, and after what was recorded for others of it. */
export function afterPush(state: State, event: DeskEvent): EventDraft[] {
  return event.type === 'ApprovalRequested'
    ? incidentTwice(state, event.data.requestId)
    : lateStops(state, event)
}

/** Of a refused event of the branch's own fobs; the refusal itself is told by its verdict. */
export function afterRefused(state: State, event: DeskEvent, branchNo: string): EventDraft[] {
  if (event.type !== 'FobIssued' || state.get('fob', event.data.serial)?.branchNo !== branchNo) return []
  const voided = issuancesVoided(state, event)
  if (voided === null) return []
  const { serial, issuanceId } = event.data
  if (voided.data.inService) return [voided, task(issuanceId, 'TASK_OVERWRITTEN_IN_USE', serial)]
  return voided.data.issuances.length > 1 ? [voided, task(issuanceId, 'TASK_ISSUED_TWICE', serial)] : [voided]
}

function task(name: string, code: RefusalCode, serial: string): EventDraft {
  const subject = { kind: 'fob', id: serial } as const
  return { type: 'TaskRaised', v: 1, data: { taskId: conflictTaskId(name), code, subject } }
}
