import { afterAll, expect, test } from 'vitest'
import { BrokenCopy } from './broken-copy.ts'
import { plantedPatches } from './patches.ts'

const patches = plantedPatches()
const copy = new BrokenCopy()
afterAll(() => copy.remove())

test('there are twenty patches and more, and every one still applies', () => {
  expect(patches.length).toBeGreaterThanOrEqual(20)
  expect(patches.filter((patch) => !copy.applies(patch)).map(({ name }) => name)).toEqual([])
})

// All of them in `npm run planted`.
const three = ['acknowledge-before-fsync', 'head-signature-not-verified', 'quarantine-deletes-bytes']
test.each(patches.filter(({ name }) => three.includes(name)))(
  'planted and caught: $name',
  (patch) => {
    expect(copy.run(patch.caughtBy)).toMatchObject({ failed: 0 })
    expect(copy.try(patch)).toBe('caught')
  },
  120_000,
)
