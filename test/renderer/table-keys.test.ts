import { expect, test } from 'vitest'
import { compare } from '../../renderer/ui/data-table.tsx'
import { targetRow } from '../../renderer/ui/row-keys.ts'

test.each([
  ['ArrowDown', 0, 1],
  ['ArrowDown', 9, 9],
  ['ArrowUp', 0, 0],
  ['PageDown', 2, 7],
  ['PageDown', 8, 9],
  ['PageUp', 2, 0],
  ['Home', 5, 0],
  ['End', 5, 9],
])('%s on row %i of ten leads to %i', (key, from, to) => {
  expect(targetRow(key, from, 10, 5)).toBe(to)
})

test('other keys move nothing, and an empty list has nowhere to go', () => {
  expect(targetRow('a', 3, 10, 5)).toBeNull()
  expect(targetRow('End', 0, 0, 5)).toBe(0)
})

test('kana sort by the Japanese order, serials by their number, missing values last', () => {
  expect(['サトウ', 'アベ', 'カトウ'].toSorted(compare)).toEqual(['アベ', 'カトウ', 'サトウ'])
  expect(['900000000', '12345678'].toSorted(compare)).toEqual(['12345678', '900000000'])
  expect([null, 2, null, 10, 1].toSorted(compare)).toEqual([1, 2, 10, null, null])
})
