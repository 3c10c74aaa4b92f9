import { describe, expect, it } from 'vitest'
import { simulationKeys } from './keys.ts'
import { play } from './schedule.ts'

/** In one test: enough to be worth one, few enough for a slow machine's patience. */
const IN_ONE_TEST = 25

/**
 * Plays `count` schedules from seed `first` on; a failing one is replayed by `npm run simulate -- --seed N`. In two test
 * files, so that both cores have something to do.
 */
export function simulate(first: number, count: number): void {
  describe(`schedules ${first} to ${first + count - 1}`, () => {
    const seen = new Map<string, number>()
    for (let from = first; from < first + count; from += IN_ONE_TEST) {
      it(`${from} and the next heal: every replica is the same, nothing acknowledged is lost`, async () => {
        const keys = await simulationKeys()
        for (let seed = from; seed < from + IN_ONE_TEST; seed += 1) {
          const { faults, counts } = await play(seed, keys)
          expect(faults, `npm run simulate -- --seed ${seed}`).toEqual([])
          for (const [what, n] of Object.entries(counts)) seen.set(what, (seen.get(what) ?? 0) + n)
        }
      }, 180_000)
    }

    it('meet what they are about', () => {
      const rare = [
        'STORE_ROLLED_BACK',
        'DEVICE_QUARANTINED',
        'refused',
        'crashes',
        'UserActivated',
        'FobIssued',
        'CustomerServedElsewhere',
        'TaskSettled',
      ]
      for (const what of rare) expect(seen.get(what) ?? 0, what).toBeGreaterThan(count / 25)
    })
  })
}
