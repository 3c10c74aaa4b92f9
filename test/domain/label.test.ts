import { describe, expect, it, test } from 'vitest'
import { expiryOn } from '../../domain/calendar.ts'
import { labelObstacle, readFobLabel, serialIn } from '../../domain/label.ts'

const now = Date.parse('2026-11-24T01:00:00Z')
const fob = { serial: '12345678', lotNo: 'KL-1', expiresAt: expiryOn('2031-09-30') }

describe('a scanned label', () => {
  test.each([
    ['12345678', { serial: '12345678', lot: null, expiresAt: null }],
    ['１２３４５６７８', { serial: '12345678', lot: null, expiresAt: null }],
    [' ]C0123456789012 ', { serial: '123456789012', lot: null, expiresAt: null }],
    [']d1 12345678', { serial: '12345678', lot: null, expiresAt: null }],
    // Ten digits could be AI 21 and eight: what bears no mark is a serial.
    ['2112345678', { serial: '2112345678', lot: null, expiresAt: null }],
    [']C12112345678', { serial: '12345678', lot: null, expiresAt: null }],
    ['173109302112345678', { serial: '12345678', lot: null, expiresAt: fob.expiresAt }],
    ['(10)KL-1(21)12345678', { serial: '12345678', lot: 'KL-1', expiresAt: null }],
  ])('%j', (text, label) => expect(readFobLabel(text, now)).toEqual({ ok: true, label }))

  test.each([
    ['', 'LABEL_FORM'],
    ['1234567', 'LABEL_FORM'],
    // A shop's article number that begins with 21 is no serial.
    ['2100000000005', 'LABEL_FORM'],
    ['https://example.test/21/12345678', 'LABEL_FORM'],
    ['(17)310930', 'LABEL_NO_SERIAL'],
    [']C121ABC', 'LABEL_AI_VALUE'],
    [']C199X', 'LABEL_AI_UNKNOWN'],
    ['(21)12345678(21)87654321', 'LABEL_AI_REPEATED'],
    ['(01)04912345123458(21)12345678', 'LABEL_CHECK_DIGIT'],
  ])('%j is refused', (text, code) => expect(readFobLabel(text, now)).toMatchObject({ ok: false, code }))
})

describe('label and books', () => {
  const label = { serial: fob.serial, lot: null, expiresAt: null }
  it('agree where the label says nothing, or the same', () => {
    expect(labelObstacle(label, fob)).toBeNull()
    expect(labelObstacle({ ...label, lot: 'KL-1', expiresAt: fob.expiresAt }, fob)).toBeNull()
  })
  test.each([
    [{ serial: '87654321' }, 'FOB_SERIAL_MISMATCH', { printed: '87654321', expected: '12345678' }],
    [{ lot: 'KL-2' }, 'LABEL_LOT_DIFFERS', { label: 'KL-2', expected: 'KL-1' }],
    [
      { expiresAt: expiryOn('2031-10-31') },
      'LABEL_EXPIRY_DIFFERS',
      { label: '2031-10-31 08:00', expected: '2031-09-30 08:00' },
    ],
  ])('differ: %j', (difference, code, detail) =>
    expect(labelObstacle({ ...label, ...difference }, fob)).toEqual({ ok: false, code, detail }),
  )
})

test.each([
  ['(17)310930(21)12345678', '12345678'],
  [' １２３４５６７８ ', '12345678'],
  // What cannot be read is left for the rules to refuse.
  ['12-34', '12-34'],
  ['(17)310930', '(17)310930'],
])('a field for a serial takes %j for %s', (typed, serial) => expect(serialIn(typed, now)).toBe(serial))
