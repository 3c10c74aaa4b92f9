import { describe, expect, it } from 'vitest'
import { keySurfaces, runHostileKeys } from './hostile.ts'

const COUNT = 2000

describe('changed key files and rows (npm run hostile reads 100,000 of each)', () => {
  it.each(Object.keys(keySurfaces))('%s', { timeout: 120_000 }, async (name) => {
    expect(await runHostileKeys(name, COUNT, 20_261_123)).toBeLessThan(COUNT)
  })
})
