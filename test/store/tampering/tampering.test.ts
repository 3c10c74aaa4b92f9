import { expect, test } from 'vitest'
import { attacks } from './all.ts'

// Every single one of them in `npm run store:faults -- tampering`.
test.each(attacks)('tampering is seen: $name', async ({ spread, atLeast }) => {
  const { tried, unseen } = await spread()
  expect(unseen).toEqual([])
  expect(tried).toBeGreaterThanOrEqual(atLeast)
})
