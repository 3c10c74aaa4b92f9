import { expect, test } from 'vitest'
import { emptyForm, type ApplicationFormState } from '../../../renderer/application/form-state.ts'
import { problems } from '../../../renderer/application/problems.ts'
import { defaultsFor } from './sample.ts'

const complete: ApplicationFormState = {
  ...emptyForm('new', ['saburodt']),
  sealVerified: true,
  identityDocument: 'passport',
  receiptNo: '12',
}
const codes = (form: ApplicationFormState) =>
  problems(form, defaultsFor(['saburodt']), '2026-11-22', '送付').map(({ refusal }) => refusal.code)

test('a complete form has none', () => {
  expect(codes(complete)).toEqual([])
})

test('what must be entered consciously is missing in an empty form, in the form’s order', () => {
  expect(codes(emptyForm('reissue'))).toEqual([
    'APPLICATION_NO_USERS',
    'RELATED_SERIAL_REQUIRED',
    'EVIDENCE_SEAL',
    'IDENTITY_NOT_CHECKED',
    'EVIDENCE_RECEIPT',
  ])
})

test.each([
  ['2026-11-30', ['START_DATE_EARLY']],
  ['2026-12-01', []],
  ['2027-11-22', []],
  ['2027-11-23', ['START_DATE_FAR']],
  ['tomorrow', ['DATE_FORM']],
])('利用開始日 %s', (startDate, expected) => {
  expect(codes({ ...complete, startDate })).toEqual(expected)
})

test('an agent needs a power of attorney', () => {
  expect(codes({ ...complete, visitor: 'agent' })).toEqual(['EVIDENCE_ATTORNEY'])
  expect(codes({ ...complete, visitor: 'agent', powerOfAttorney: true })).toEqual([])
})

test('共有 asks for the fob to share by its own sentence', () => {
  expect(codes({ ...complete, kind: 'sharing' })).toEqual(['SHARE_SERIAL_REQUIRED'])
})
