import { expect, test } from 'vitest'
import { queryOf } from '../../../renderer/elsewhere/query-of.ts'

const now = Date.UTC(2026, 10, 23)

test.each([
  ['41000001', 'serial'],
  ['４１００ ０００１', 'serial'],
  ['3000001', 'contractNo'],
  ['suzuki000001a', 'loginId'],
  ['', 'loginId'],
  ['スズキ', 'kana'],
  ['すずき', 'kana'],
  ['ｽｽﾞｷ ｼｮｳｼﾞ', 'kana'],
] as const)('%s is looked up by %s', (text, query) => {
  expect(queryOf(text, now)).toBe(query)
})
