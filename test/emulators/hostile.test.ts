import { describe, expect, it } from 'vitest'
import { Dice, runHostile, surfaces } from './hostile.ts'

const COUNT = 2000

describe('hostile bytes', () => {
  it.each(Object.keys(surfaces))(
    '%s: taken or refused in words, within bounds, never thrown',
    async (name) => {
      const taken = await runHostile(name, COUNT, 20_261_123)
      // Otherwise all of them would have failed at the first check, or none have been hostile.
      expect(taken).toBeGreaterThan(COUNT / 100)
      expect(taken).toBeLessThan(COUNT * 0.9)
    },
  )

  it('come again with the same seed', () => {
    expect(new Dice(7).bytes(16)).toEqual(new Dice(7).bytes(16))
    expect(new Dice(7).bytes(16)).not.toEqual(new Dice(8).bytes(16))
  })
})
