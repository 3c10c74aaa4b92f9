/**
 * `npm run simulate`: promise P4 at full size. Schedules of branches, lines and machines over the real synchronisation and
 * hub (test/simulation), each out of its seed.
 *
 *   npm run simulate                      10,000 schedules on all cores
 *   npm run simulate -- --runs 500        so many
 *   npm run simulate -- --from 5000       from this seed on
 *   npm run simulate -- --seed N          one again, with what does not hold
 */
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { simulationKeys } from '../test/simulation/keys.ts'
import { play, type Played } from '../test/simulation/schedule.ts'

const { values } = parseArgs({
  options: { runs: { type: 'string' }, from: { type: 'string' }, seed: { type: 'string' } },
})

async function one(seed: number): Promise<boolean> {
  const { faults, counts } = await play(seed, await simulationKeys())
  console.log(`[simulate] seed ${seed}`, counts)
  for (const fault of faults) console.log(fault)
  console.log(faults.length === 0 ? 'everything holds' : `${faults.length} faults`)
  return faults.length === 0
}

async function many(first: number, runs: number): Promise<boolean> {
  const begun = Date.now()
  const sums = new Map<string, number>()
  const broken: Played[] = []
  let done = 0
  const step = Math.max(1, Math.min(runs, availableParallelism()))
  const path = join(import.meta.dirname, '..', 'test', 'simulation', 'worker.ts')
  const threads = Array.from({ length: step }, (_, index) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const worker = new Worker(path, {
      workerData: { first: first + index, last: first + runs - 1, step },
    })
    worker.on('message', (played: Played) => {
      done += 1
      for (const [what, count] of Object.entries(played.counts)) sums.set(what, (sums.get(what) ?? 0) + count)
      if (played.faults.length > 0) {
        broken.push(played)
        console.log(`\n${played.faults[0]}\nagain: npm run simulate -- --seed ${played.seed}`)
      }
      if (process.stdout.isTTY) process.stdout.write(`\r${done} of ${runs} `)
    })
    worker.on('error', reject)
    worker.on('exit', () => resolve())
    return promise
  })
  await Promise.all(threads)
  const seconds = ((Date.now() - begun) / 1000).toFixed(0)
  console.log(`[simulate] ${done} schedules from seed ${first} in ${seconds} s, ${broken.length} broken`)
  console.log(Object.fromEntries([...sums].sort(([a], [b]) => (a < b ? -1 : 1))))
  return broken.length === 0 && done === runs
}

const ok =
  values.seed === undefined
    ? await many(Number(values.from ?? 1), Number(values.runs ?? 10_000))
    : await one(Number(values.seed))
process.exit(ok ? 0 : 1)
