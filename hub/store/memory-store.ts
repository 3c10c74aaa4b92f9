import type { HubStore } from './hub-store.ts'
import type { Write } from './rows.ts'
import { TablesTransaction } from './tables-transaction.ts'
import { Tables } from './tables.ts'

export interface MemoryStoreOptions {
  /** What is there already. */
  readonly tables?: Tables
  /** Makes the writes of one transaction durable before they count. When it rejects, the store is broken. */
  readonly persist?: (writes: readonly Write[]) => Promise<void>
  readonly close?: () => Promise<void>
  /** By which documents expire, milliseconds since 1970. Default: the machine's clock. */
  readonly now?: () => number
}

/** The hub's store in memory: transactions and reads run strictly one after another. */
export function createMemoryStore(options: MemoryStoreOptions = {}): HubStore {
  const { tables = new Tables(), persist, close, now = Date.now } = options
  let last: Promise<unknown> = Promise.resolve()
  let ended: 'closed' | 'broken' | null = null

  async function run<T>(work: (tx: TablesTransaction) => Promise<T>): Promise<T> {
    if (ended !== null) throw new Error(`the hub's store is ${ended}`)
    const tx = new TablesTransaction(tables, now())
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

  function transaction<T>(work: (tx: TablesTransaction) => Promise<T>): Promise<T> {
    const running = last.then(() => run(work))
    // The next transaction waits for this one's end, whichever it is; the caller gets the rejection.
    last = running.catch(() => undefined)
    return running
  }

  return {
    transaction,
    read: transaction,
    entriesAfter: (place, limit) => transaction((tx) => tx.entriesAfter(place, limit)),
    changeFob: (serial, decide) =>
      transaction(async (tx) => {
        const { row, wrongAt, result } = decide(await tx.fob(serial))
        if (row !== undefined) await tx.saveFob(row)
        if (wrongAt !== undefined) tx.countWrongCode({ serial, at: wrongAt })
        return result
      }),
    claimDocument: (kind, id, row, life) =>
      transaction(async (tx) => {
        const found = await tx.document(kind, id)
        if (found !== undefined) return found
        await tx.saveDocument(kind, id, row, life)
        return null
      }),
    putDocument: (kind, id, row, life) => transaction((tx) => tx.saveDocument(kind, id, row, life)),
    changeDocument: (kind, id, change) =>
      transaction(async (tx) => {
        const found = await tx.document(kind, id)
        if (found === undefined) return undefined
        const { row, life, result } = change(found)
        await (row === null ? tx.removeDocument(kind, id) : tx.saveDocument(kind, id, row, life))
        return result
      }),
    purge: () => transaction(async (tx) => tx.purge()),
    async close() {
      await last
      if (ended === 'closed') return
      ended = 'closed'
      await close?.()
    },
  }
}
