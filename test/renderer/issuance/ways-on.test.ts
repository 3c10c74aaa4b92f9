import { expect, test } from 'vitest'
import { refusals } from '../../../domain/refusals.ts'
import { waysOn } from '../../../renderer/issuance/ways-on.ts'

test('every refusal there is leaves a way on', () => {
  for (const code of Object.keys(refusals)) expect(waysOn(code), code).not.toEqual([])
})

test('a short life goes to a manager first, an unmeasured clock to head office first', () => {
  expect(waysOn('FOB_SHORT_LIFE')[0]).toBe('approveShortLife')
  expect(waysOn('CLOCK_PERMISSION_NEEDED')).toEqual(['synchronise', 'permitClock'])
})

test('a clock that is wrong can never be permitted', () => {
  expect(waysOn('CLOCK_NOT_TRUSTED')).not.toContain('permitClock')
})

test.each(['FOB_LOCKED', 'FOB_INCIDENT', 'FOB_NOT_IN_LOT', 'FOB_UNKNOWN_MODEL'])(
  '%s: never the same fob again',
  (code) => {
    expect(waysOn(code)).not.toContain('retry')
  },
)
