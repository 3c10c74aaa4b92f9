/** 事故届 (rule 6): at once, by any teller, without approval; the revocation waits for a manager. */
import type { ScreenCommand } from '../commands.ts'
import type { Context, Decision, Refusal } from '../decide-types.ts'
import type { Fob, State } from '../model.ts'
import type { CustodyPlace } from '../vocabulary.ts'
import { refuse } from '../refuse.ts'
import { answer, Sheet } from './answer.ts'
import { findFob } from './lookup.ts'
import { propose, request, requestIdOf } from './requests.ts'
import { stoppedByIncident } from './unlocking.ts'

type CommandOf<T extends ScreenCommand['type']> = Extract<ScreenCommand, { type: T }>

export function reportIncident(
  command: CommandOf<'reportIncident'>,
  state: State,
  context: Context,
): Decision | Refusal {
  const { kind, channel, reportedBy, memo } = command
  const fob = findFob(state, command.serial)
  if ('ok' in fob) return fob
  const { serial } = fob
  if (fob.incident !== null) return refuse('INCIDENT_EXISTS', { serial })
  if (fob.contractNo === null) return refuse('INCIDENT_NO_CONTRACT', { serial })
  const loginIds = [...fob.loginIds]
  const sheet = new Sheet(state, context)
  sheet.record({
    type: 'IncidentReported',
    v: 1,
    data: { serial, kind, channel, loginIds },
    personal: { reportedBy, memo },
  })
  if (loginIds.length === 0) return answer(sheet, null)
  const obstacle = request(sheet, { kind: 'incidentRevocation', serial, incident: kind, loginIds }, context)
  return answer(sheet, obstacle, { requestId: requestIdOf(context) })
}

/** The fob is back with its owner, or the report was a mistake: the stop ends with its request. */
export function liftIncident(
  command: CommandOf<'liftIncident'>,
  state: State,
  context: Context,
): Decision | Refusal {
  const { memo } = command
  const fob = findFob(state, command.serial)
  if ('ok' in fob) return fob
  const { serial } = fob
  if (fob.incident === null) return refuse('INCIDENT_NONE', { serial })
  if (memo.trim() === '') return refuse('MEMO_REQUIRED')
  const sheet = new Sheet(state, context)
  sheet.record({
    type: 'IncidentLifted',
    v: 1,
    data: { serial, loginIds: stoppedByIncident(state, serial) },
    personal: { memo },
  })
  if (fob.custody.place === 'missing') {
    const move = { serial, from: 'missing', ...placeBefore(state, fob), flag: null } as const
    sheet.record({ type: 'FobMoved', v: 1, data: move })
  }
  for (const { requestId, proposal } of state.waitingApprovals()) {
    if (proposal.kind !== 'incidentRevocation' || proposal.serial !== serial) continue
    sheet.record({ type: 'ApprovalWithdrawn', v: 1, data: { requestId } })
  }
  return answer(sheet, null)
}

/** Where its application says that the fob was; one that was never delivered is not with the customer. */
function placeBefore(
  state: State,
  { serial, contractNo }: Fob,
): { readonly to: CustodyPlace; readonly reference: string | null } {
  const open = contractNo === null ? [] : state.openApplications(contractNo)
  const application = open.find((one) => one.serial === serial)
  if (application?.status === 'issued') return { to: 'issuedHeld', reference: null }
  if (application?.status === 'dispatched') {
    return { to: 'inMail', reference: application.mail?.trackingNo ?? null }
  }
  return { to: 'customer', reference: null }
}

/** Rule 3: clearing the long-run count asks for a reason and a second person. */
export function proposeThresholdReset(
  command: CommandOf<'proposeThresholdReset'>,
  state: State,
  context: Context,
): Decision | Refusal {
  const { reason } = command
  const fob = findFob(state, command.serial)
  if ('ok' in fob) return fob
  if (reason.trim() === '') return refuse('MEMO_REQUIRED')
  const { serial } = fob
  return propose(new Sheet(state, context), { kind: 'thresholdReset', serial, reason }, context)
}
