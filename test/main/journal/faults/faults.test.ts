import { expect, test } from 'vitest'
import { caseOf, nameOf } from './case.ts'
import { sweep } from './sweep.ts'

// The whole sweep is `npm run store:faults`; here every seventh call of every work.
test('no fault of the disk costs an acknowledged commit, leaves half of one, or keeps the store shut', async () => {
  const { cases, broken, kinds } = await sweep({ seed: 'test', cases: 2000, stride: 7 })
  expect(broken).toEqual([])
  expect(cases).toBeGreaterThanOrEqual(2000)
  expect(kinds.get('second fault')?.get('opening')).toBeGreaterThan(100)
}, 120_000)

test('a case is found again by its name', () => {
  const given = {
    work: 's.1',
    first: { at: 7, fault: 'kill-torn' },
    second: { at: 3, fault: 'eio-once' },
  } as const
  expect(nameOf(given)).toBe('s.1/7:kill-torn/3:eio-once')
  expect(caseOf(nameOf(given))).toEqual(given)
  expect(() => caseOf('s.1/7:fire')).toThrow(/no such fault/)
})
