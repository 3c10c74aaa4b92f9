import { expect, it } from 'vitest'
import { strikesOf } from './cases.ts'
import { counterPlace } from './counter-place.ts'
import { runIssuance } from './run.ts'

/** `npm run issuance:faults` asks for more, from another seed on. */
const runs = Number(process.env['ISSUANCE_FAULT_RUNS'] ?? 100)
const firstSeed = Number(process.env['ISSUANCE_FAULT_SEED'] ?? 0)
/** A counter has so many blank fobs. */
const PER_COUNTER = 30

it(`brings ${runs} issuances with a fault to their end`, { timeout: runs * 2000 }, async () => {
  const cases = new Map<string, number>()
  for (let seed = firstSeed; seed < firstSeed + runs;) {
    const place = await counterPlace()
    for (const fob of place.fobs.slice(0, PER_COUNTER)) {
      if (seed === firstSeed + runs) break
      const strikes = strikesOf(seed)
      const name = strikes.map(({ step, fault }) => `${fault} at ${step}`).join(', then ')
      try {
        await runIssuance(place, fob, seed)
      } catch (error) {
        throw new Error(`seed ${seed}: ${name}; again: npm run issuance:faults -- 1 ${seed}`, {
          cause: error,
        })
      }
      const [{ step, fault }] = strikes
      cases.set(`${step} ${fault}`, (cases.get(`${step} ${fault}`) ?? 0) + 1)
      seed++
    }
  }
  expect([...cases.values()].reduce((sum, count) => sum + count, 0)).toBe(runs)
  if (process.env['ISSUANCE_FAULT_RUNS'] === undefined) return
  for (const [name, count] of [...cases].sort()) console.log(`[issuance] ${name}: ${count}`)
})
