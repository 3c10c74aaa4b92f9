import { expect, test } from 'vitest'
import type { UserRow } from '../../preload/contract/views.ts'
import { sortRows } from '../../domain/user-order.ts'

const row = (loginId: string, part: Partial<UserRow> = {}): UserRow => ({
  loginId,
  name: loginId,
  role: 'general',
  serial: null,
  otpStatus: 'unregistered',
  authStatus: 'available',
  causes: [],
  expiresAt: null,
  waitingUntil: null,
  refusal: null,
  ...part,
})
const rows = [
  row('jirodt', { serial: '12345678' }),
  row('saburodt', { role: 'master' }),
  row('ichirodt', { serial: '23456789', role: 'administrator' }),
]
const ids = (...given: Parameters<typeof sortRows>) => sortRows(...given).map(({ loginId }) => loginId)

test('by ログインID, both ways', () => {
  expect(ids(rows, 'loginId', false)).toEqual(['ichirodt', 'jirodt', 'saburodt'])
  expect(ids(rows, 'loginId', true)).toEqual(['saburodt', 'jirodt', 'ichirodt'])
})

test('unknown serials stand last whichever way', () => {
  expect(ids(rows, 'serial', false)).toEqual(['jirodt', 'ichirodt', 'saburodt'])
  expect(ids(rows, 'serial', true)).toEqual(['ichirodt', 'jirodt', 'saburodt'])
})

test('by 利用者区分 in the order master, administrator, general', () => {
  expect(ids(rows, 'role', false)).toEqual(['saburodt', 'ichirodt', 'jirodt'])
})

test('alike in the column: by ログインID; the given list stays as it is', () => {
  expect(ids(rows, 'otpStatus', true)).toEqual(['ichirodt', 'jirodt', 'saburodt'])
  expect(rows.map(({ loginId }) => loginId)).toEqual(['jirodt', 'saburodt', 'ichirodt'])
})
