/** 失効 after a 事故届, once a manager has approved it (rule 6). */
import type { Context, Refusal } from '../decide-types.ts'
import type { Proposal } from '../proposals.ts'
import type { Sheet } from './answer.ts'
import { revocationEvents } from './revoking.ts'

/** Users who have lost the tie since then are left out; if none is left, the approval alone is recorded. */
export function revokeAfterIncident(
  sheet: Sheet,
  proposal: Extract<Proposal, { kind: 'incidentRevocation' }>,
  requestId: string,
  context: Context,
): Refusal | null {
  const { serial, incident: reason, loginIds } = proposal
  sheet.record(...revocationEvents(sheet.state, { loginIds, reason, memo: '', requestId, serial }, context))
  return null
}
