import { expect, test } from 'vitest'
import { customerSentence } from '../../../renderer/activation/customer-sentence.ts'

const shown = (code: string) => customerSentence({ code, detail: {} })?.code ?? null

test('an unknown serial and another contract’s read alike (rule 11)', () => {
  expect(shown('FOB_UNKNOWN')).toBe('ACTIVATION_REFUSED')
  expect(shown('NOT_ISSUED_TO_CONTRACT')).toBe('ACTIVATION_REFUSED')
  expect(shown('OTP_WRONG')).toBe('ACTIVATION_REFUSED')
})

test('incident and stop are for the staff’s eyes', () => {
  expect(shown('FOB_INCIDENT')).toBeNull()
  expect(shown('USER_STOPPED')).toBeNull()
})

test('what the customer can wait for is told as such, as in internet banking', () => {
  expect(shown('OTP_USED')).toBe('OTP_USED')
  expect(shown('VERIFICATION_BUSY')).toBe('VERIFICATION_BUSY')
})
