import { expect, test } from 'vitest'
import { killMany } from './kill.ts'

// 500 in `npm run store:faults`, any number by `npm run store:faults -- kill 10000`.
test('25 times kill -9: every acknowledged commit is there, none is half there, the store always opens', async () => {
  const sum = await killMany({ kills: 25, seed: 'test' })
  expect(sum.kills).toBe(25)
  expect(sum.acknowledged).toBeGreaterThan(25)
}, 120_000)
