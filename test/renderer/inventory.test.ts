import { expect, test } from 'vitest'
import { isNarrowed, noFilter, sortedBy } from '../../renderer/inventory/filter.ts'
import { addScanned } from '../../renderer/inventory/scan-list.tsx'
import { policyChanges } from '../../renderer/settings/policy-form.tsx'
import { defaultPolicy } from '../../domain/policy.ts'

test('scanning keeps the order, takes full-width digits and says a double or a misread', () => {
  const first = addScanned([], '１２３４５６７８\n23456789')
  expect(first).toEqual({ serials: ['12345678', '23456789'], problem: null })
  expect(addScanned(first.serials, '12345678')).toEqual({
    serials: first.serials,
    problem: { kind: 'doubled', text: '12345678' },
  })
  expect(addScanned(first.serials, '1234567').problem).toEqual({ kind: 'malformed', text: '1234567' })
})

test('a double within one paste is counted once', () => {
  expect(addScanned([], '12345678 12345678').serials).toEqual(['12345678'])
})

test('the same column twice turns the order round; a filter knows whether it narrows', () => {
  const byPlace = sortedBy(noFilter, 'place')
  expect(byPlace).toMatchObject({ sort: 'place', descending: false })
  expect(sortedBy(byPlace, 'place').descending).toBe(true)
  expect(isNarrowed(noFilter)).toBe(false)
  expect(isNarrowed(byPlace)).toBe(false)
  expect(isNarrowed({ ...noFilter, seed: 'void' })).toBe(true)
})

test('a policy proposal carries only what differs', () => {
  expect(policyChanges(defaultPolicy, defaultPolicy)).toEqual({})
  expect(policyChanges(defaultPolicy, { ...defaultPolicy, lockThreshold: 8 })).toEqual({ lockThreshold: 8 })
})
