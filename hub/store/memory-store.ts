import type { HubStore, HubTransaction } from './hub-store.ts'
import type { Write } from './rows.ts'
import { Tables, TablesTransaction } from './tables.ts'

export interface MemoryStoreOptions {
  /** What is there already. */
  readonly tables?: Tables
  /** Makes the writes of one transaction durable before they count. When it rejects, the store is broken. */
  readonly persist?: (writes: readonly Write[]) => Promise<void>
  readonly close?: () => Promise<void>
}

/** The hub's store in memory: transactions run strictly one after another. */
export function createMemoryStore(options: MemoryStoreOptions = {}): HubStore {
  const { tables = new Tables(), persist, close } = options
  let last: Promise<unknown> = Promise.resolve()
  let ended: 'closed' | 'broken' | null = null

  async function run<T>(work: (tx: HubTransaction) => Promise<T>): Promise<T> {
    if (ended !== null) throw new Error(`the hub's store is ${ended}`)
    const tx = new TablesTransaction(tables)
    const result = await work(tx)
    if (tx.writes.length === 0) return result
    try {
      await persist?.(tx.writes)
    } catch (error) {
      // What lies on the medium is unknown now: only opening it again tells.
      ended = 'broken'
      throw error
    }
    for (const write of tx.writes) tables.apply(write)
    return result
  }

  return {
    transaction(work) {
      const running = last.then(() => run(work))
      // The next transaction waits for this one's end, whichever it is; the caller gets the rejection.
      last = running.catch(() => undefined)
      return running
    },
    async close() {
      await last
      if (ended === 'closed') return
      ended = 'closed'
      await close?.()
    },
  }
}
