/**
 * What is still missing in an application, field by field in the order of the form. The rules in `domain`
 * decide; this only spares the teller a refusal, with the same codes and sentences.
 */
import type { ApplicationDefaults, RefusalView } from '../../preload/contract/views.ts'
import { addYears } from '../../domain/calendar.ts'
import type { RefusalCode } from '../../domain/refusals.ts'
import { earliestDate, needsRelatedFob, startDateOf, type ApplicationFormState } from './form-state.ts'

export type FormField =
  | 'kind'
  | 'loginIds'
  | 'relatedSerial'
  | 'delivery'
  | 'startDate'
  | 'visitor'
  | 'powerOfAttorney'
  | 'sealVerified'
  | 'identityDocument'
  | 'receiptNo'
  | 'fee'
  | 'memo'

export interface Problem {
  readonly field: FormField
  readonly refusal: RefusalView
}

/** Empty when the form may be registered. `today` is the date in Tokyo; `methodWord` fills the sentence. */
export function problems(
  form: ApplicationFormState,
  defaults: ApplicationDefaults,
  today: string,
  methodWord: string,
): readonly Problem[] {
  const found: Problem[] = []
  const add = (field: FormField, code: RefusalCode, detail: RefusalView['detail'] = {}): void => {
    found.push({ field, refusal: { code, detail } })
  }
  if (form.loginIds.length === 0) add('loginIds', 'APPLICATION_NO_USERS')
  if (needsRelatedFob(form.kind) && form.relatedSerial === null) {
    add('relatedSerial', form.kind === 'sharing' ? 'SHARE_SERIAL_REQUIRED' : 'RELATED_SERIAL_REQUIRED')
  }
  const earliest = earliestDate(form, defaults)
  const startDate = startDateOf(form, defaults)
  if (startDate === null) add('startDate', 'DATE_FORM', { value: form.startDate })
  else if (startDate < earliest) add('startDate', 'START_DATE_EARLY', { earliest, method: methodWord })
  else if (startDate > addYears(today, 1)) add('startDate', 'START_DATE_FAR')
  if (form.visitor === 'agent' && !form.powerOfAttorney) add('powerOfAttorney', 'EVIDENCE_ATTORNEY')
  if (!form.sealVerified) add('sealVerified', 'EVIDENCE_SEAL')
  if (form.identityDocument === null) add('identityDocument', 'IDENTITY_NOT_CHECKED')
  if (form.receiptNo.trim() === '') add('receiptNo', 'EVIDENCE_RECEIPT')
  return found
}
