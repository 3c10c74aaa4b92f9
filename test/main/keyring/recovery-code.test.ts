import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatRecoveryCode, parseRecoveryCode } from '../../../main/keyring/recovery-code.ts'
import { must } from '../../protocol/must.ts'

const secret = fc.uint8Array({ minLength: 20, maxLength: 20 })

test('a code is seven groups of five and reads back', () => {
  fc.assert(
    fc.property(secret, (bytes) => {
      const code = formatRecoveryCode(bytes)
      expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){6}[0-9A-HJKMNP-TV-Z]{5}$/)
      expect(parseRecoveryCode(code)).toEqual({ ok: true, value: bytes })
    }),
  )
})

test('a code reads however it is typed', () => {
  const bytes = new Uint8Array(20).fill(0)
  const code = formatRecoveryCode(bytes)
  const typed = [
    code.toLowerCase(),
    code.replaceAll('-', ' '),
    code.replaceAll('-', 'ー'),
    code.replaceAll('0', 'O'),
    code.replaceAll('0', '０').replaceAll('-', '－'),
  ]
  for (const text of typed) expect(parseRecoveryCode(text), text).toEqual({ ok: true, value: bytes })
})

test('one wrong symbol is noticed', () => {
  fc.assert(
    fc.property(secret, fc.nat({ max: 34 }), fc.integer({ min: 1, max: 31 }), (bytes, at, by) => {
      const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
      const symbols = formatRecoveryCode(bytes).replaceAll('-', '')
      const wrong = must(alphabet[(alphabet.indexOf(must(symbols[at])) + by) % 32])
      const slip = symbols.slice(0, at) + wrong + symbols.slice(at + 1)
      const parsed = parseRecoveryCode(slip)
      // 15 check bits: one slip in 32,768 may pass, and then names another secret.
      if (parsed.ok) expect(parsed.value).not.toEqual(bytes)
      else expect(parsed.code).toBe('RECOVERY_CODE_INVALID')
    }),
  )
  for (const text of ['', '00000', 'U'.repeat(35), '!'.repeat(35)]) {
    expect(parseRecoveryCode(text)).toMatchObject({ code: 'RECOVERY_CODE_INVALID' })
  }
})
