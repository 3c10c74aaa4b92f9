/** When a hub process takes a snapshot of its state: seldom enough to cost little, often enough to start quickly. */
import type { HubLog } from '../log.ts'
import type { HubState } from '../hub-state.ts'
import type { HubStore } from '../store/hub-store.ts'
import { SNAPSHOT_LIFE_MS, type StateSnapshots } from './state-snapshots.ts'

export interface SnapshotKeeping {
  readonly snapshots: StateSnapshots
  readonly state: HubState
  readonly store: HubStore
  readonly log: HubLog
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** Events behind the last snapshot, at least; folded in a few seconds. */
const SHORTEST_TAIL = 10_000
/**
 * And at least this share of the order: so all snapshots that are ever written are together some twenty times the size
 * of the last, however long the order grows.
 */
const TAIL_SHARE = 1 / 20
/** At the end of a process, of a snapshot that makes the next start shorter. */
const SHORTEST_TAIL_AT_END = 1000
/** One process at a time writes one; one that was killed at it gives way after this. */
const TURN_MS = 600_000

export class SnapshotKeeper {
  readonly #keeping: SnapshotKeeping
  readonly #stop = new AbortController()
  #erased = false
  #running: Promise<void> = Promise.resolve()

  constructor(keeping: SnapshotKeeping) {
    this.#keeping = keeping
  }

  /** Takes a snapshot if it is time for one. Never rejects: what goes wrong is logged. */
  tend(): Promise<void> {
    return this.#alone(async () => {
      if (await this.#due(Math.max(SHORTEST_TAIL, this.#keeping.state.place * TAIL_SHARE))) {
        await this.#take(this.#stop.signal)
      }
    })
  }

  /** Ends one that is being written, and takes a last one within the time if there is enough for it. */
  async end(withinMs: number): Promise<void> {
    this.#stop.abort()
    await this.#alone(async () => {
      if (await this.#due(SHORTEST_TAIL_AT_END)) await this.#take(AbortSignal.timeout(withinMs))
    })
  }

  async #due(tail: number): Promise<boolean> {
    const { snapshots, state, now } = this.#keeping
    if (state.place === 0 || (await this.#isErased())) return false
    const newest = await snapshots.newest()
    if (newest === undefined) return state.place >= tail
    return state.place - newest.place >= tail || now() - newest.takenAt > SNAPSHOT_LIFE_MS / 2
  }

  /** A snapshot of what is erased would be written for nothing; the operator is told once. */
  async #isErased(): Promise<boolean> {
    if (this.#erased) return true
    this.#erased = await this.#keeping.snapshots.areErased()
    if (this.#erased) this.#keeping.log.warn({ event: 'personal data erased: restart this process' })
    return this.#erased
  }

  async #take(stop: AbortSignal): Promise<void> {
    const { snapshots, store, log, now } = this.#keeping
    const turn = { expiresAt: now() + TURN_MS }
    if ((await store.claimDocument('snapshotTurn', 'one', {}, turn)) !== null) return
    const begun = performance.now()
    const taken = await snapshots.take(stop)
    await store.transaction((tx) => tx.removeDocument('snapshotTurn', 'one'))
    const milliseconds = Math.round(performance.now() - begun)
    if (taken.ok) log.info({ event: 'state snapshot taken', count: taken.value.place, milliseconds })
    else log.warn({ event: 'state snapshot not taken', code: taken.code, milliseconds })
  }

  #alone(work: () => Promise<void>): Promise<void> {
    const { log } = this.#keeping
    this.#running = this.#running.then(work).catch((error: unknown) => void log.bug('state snapshot', error))
    return this.#running
  }
}
