/** Plays every n-th schedule in a thread of its own. */
import { parentPort, workerData } from 'node:worker_threads'
import { simulationKeys } from './keys.ts'
import { play } from './schedule.ts'

const { first, last, step } = workerData as { first: number; last: number; step: number }
const keys = await simulationKeys()
for (let seed = first; seed <= last; seed += step) parentPort?.postMessage(await play(seed, keys))
