/** A hub process for the bench of its start: as `hub/open-hub.ts` folds, and one snapshot after it. */
import { randomBytes } from 'node:crypto'
import { createHub } from '../../../hub/head-office.ts'
import { freshState } from '../../../hub/hub.ts'
import { loadTrainingKeys } from '../../../hub/keys/training-keys.ts'
import { StateSnapshots } from '../../../hub/snapshot/state-snapshots.ts'
import { openSqlStore } from '../../../hub/store/sql/open.ts'

export interface StartFigures {
  /** Until the state is folded; its database is open already. */
  readonly startMs: number
  readonly rssBytes: number
  readonly taken: {
    readonly takeMs: number
    readonly chunks: number
    /** The longest time in which nothing else ran while the snapshot was written, and in as long a time without one. */
    readonly longestTurnMs: number
    readonly quietTurnMs: number
  }
}

const [databaseUrl = '', keyPath = ''] = process.argv.slice(2)
const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length))
const store = await openSqlStore({ databaseUrl })
const hub = createHub({
  realm: 'training',
  now: Date.now,
  random,
  keys: await loadTrainingKeys(keyPath, random),
  store,
})
const snapshots = new StateSnapshots(hub, 'bench')

const begun = performance.now()
await snapshots.load()
await freshState(hub)
const startMs = performance.now() - begun
const rssBytes = process.memoryUsage.rss()

// What the fold has left behind is no part of the snapshot.
globalThis.gc?.()
let chunks = 0
const taking = performance.now()
const longestTurnMs = await longestTurn(async () => {
  const taken = await snapshots.take()
  if (!taken.ok) throw new Error(taken.code)
  chunks = taken.value.chunks
})
const takeMs = performance.now() - taking
const quietTurnMs = await longestTurn(() => new Promise((resolve) => setTimeout(resolve, takeMs)))
await store.close()
process.send?.({
  startMs,
  rssBytes,
  taken: { takeMs, chunks, longestTurnMs, quietTurnMs },
} satisfies StartFigures)
process.disconnect()

/** Milliseconds between two turns of an otherwise idle event loop, the longest, while `work` runs. */
async function longestTurn(work: () => Promise<unknown>): Promise<number> {
  let [longest, last, going] = [0, performance.now(), true]
  const look = (): void => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
    if (going) setImmediate(look)
  }
  setImmediate(look)
  await work()
  going = false
  return longest
}
