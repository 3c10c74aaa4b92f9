/** What an approved proposal brings about. Everything is checked again: time has passed since it was asked. */
import type { Context, Refusal } from '../decide-types.ts'
import type { ApprovalRequest } from '../model.ts'
import { assertNever } from '../vocabulary.ts'
import type { Sheet } from './answer.ts'
import { approveApplication } from './application-approval.ts'
import { revokeAfterIncident } from './incident-approval.ts'
import { allowReseed, allowShortLife } from './issuance-approval.ts'
import { changePolicy, changeStaff } from './people-approval.ts'
import { sendTransfer, writeOff } from './stock-approval.ts'

export function carryOut(
  sheet: Sheet,
  { requestId, proposal }: ApprovalRequest,
  context: Context,
): Refusal | null {
  switch (proposal.kind) {
    case 'application':
      return approveApplication(sheet, proposal.applicationId, requestId, context)
    case 'incidentRevocation':
      return revokeAfterIncident(sheet, proposal, requestId, context)
    case 'writeOff':
      return writeOff(sheet, proposal.serials, context)
    case 'transfer':
      return sendTransfer(sheet, proposal, requestId, context)
    case 'reseed':
      return allowReseed(sheet, proposal.serial, requestId)
    case 'shortLife':
      return allowShortLife(sheet, proposal, context)
    case 'thresholdReset':
      sheet.record({ type: 'ThresholdReset', v: 1, data: { serial: proposal.serial, requestId } })
      return null
    case 'staffAdd':
    case 'staffChange':
    case 'staffRemove':
      return changeStaff(sheet, proposal)
    case 'policy':
      return changePolicy(sheet, proposal.changes, requestId)
    default:
      return assertNever(proposal)
  }
}
