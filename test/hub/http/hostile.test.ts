import { describe, expect, it } from 'vitest'
import { hubSurfaces, runHostileHub } from './hostile.ts'

const COUNT = 500

describe('hostile requests (npm run hostile sends 100,000 to each surface)', () => {
  it.each(Object.keys(hubSurfaces))('%s', async (name) => {
    const served = await runHostileHub(name, COUNT, 20_261_123)
    if (hubSurfaces[name]?.outsider) expect(served).toBe(0)
    else expect(served).toBeLessThan(COUNT)
  })
})
