/**
 * What the customer may read after a refusal at the counter's registration (rule 11): unknown serials and
 * those of other contracts read alike, and nothing about incidents or stops stands on the screen they see.
 * Staff see the exact reason beside it once the screen is turned back.
 */
import { toldToCustomers } from '../../domain/customer-refusals.ts'
import type { RefusalView } from '../../preload/contract/views.ts'

const shownAsItIs: ReadonlySet<string> = new Set([...toldToCustomers, 'SERIAL_FORM', 'HEAD_OFFICE_OFFLINE'])

const staffMatters: ReadonlySet<string> = new Set([
  'USER_STOPPED',
  'USER_REVOKED',
  'USER_CLOSED',
  'CONTRACT_CLOSED',
  'FOB_INCIDENT',
  'NO_TIE',
  'ALREADY_IN_SERVICE',
  'IDENTITY_NOT_CHECKED',
  'NOT_ALLOWED',
  'INTERNAL',
])

/** null: the customer is asked to hand over to the member of staff. */
export function customerSentence(refusal: RefusalView): RefusalView | null {
  if (shownAsItIs.has(refusal.code)) return refusal
  if (staffMatters.has(refusal.code)) return null
  return { code: 'ACTIVATION_REFUSED', detail: {} }
}
