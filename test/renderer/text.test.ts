import { expect, test } from 'vitest'
import { formatRemaining } from '../../renderer/ui/countdown.tsx'
import { formatInstant, groupSerial } from '../../renderer/ui/text.tsx'
import { groupsOf } from '../../renderer/start/fingerprint.tsx'
import { indented } from '../../renderer/audit/entry-detail.tsx'

test('a serial is grouped in fours from the right', () => {
  expect(groupSerial('12345678')).toBe('1234 5678')
  expect(groupSerial('1234567890')).toBe('12 3456 7890')
})

test('instants are shown in Tokyo whatever the zone of the PC', () => {
  const at = Date.parse('2026-11-22T19:30:05+09:00')
  expect(formatInstant(at, 'expiry', 'ja')).toBe('2026年11月22日 19時30分')
  expect(formatInstant(at, 'minute', 'ja')).toBe('2026/11/22 19:30')
  expect(formatInstant(at, 'second', 'ja')).toBe('2026/11/22 19:30:05')
  expect(formatInstant(at, 'date', 'ja')).toBe('2026/11/22 (日)')
  expect(formatInstant(Date.parse('2026-11-22T00:00:00+09:00'), 'second', 'ja')).toBe('2026/11/22 00:00:00')
})

test('a countdown never shows less than what is left', () => {
  expect(formatRemaining(1_800_000)).toBe('00:30:00')
  expect(formatRemaining(1_799_001)).toBe('00:30:00')
  expect(formatRemaining(1)).toBe('00:00:01')
  expect(formatRemaining(-5)).toBe('00:00:00')
  expect(formatRemaining(26 * 3_600_000)).toBe('26:00:00')
})

test('a fingerprint is shown in the groups head office writes, else in fours', () => {
  expect(groupsOf('3f9a 70c2:11de')).toEqual(['3f9a', '70c2', '11de'])
  expect(groupsOf('3f9a70c211')).toEqual(['3f9a', '70c2', '11'])
})

test('data that is no JSON is shown as it is', () => {
  expect(indented('{"a":1}')).toBe('{\n  "a": 1\n}')
  expect(indented('not json')).toBe('not json')
})
