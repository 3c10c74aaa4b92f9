/** The hub's store over PostgreSQL, or over PGlite, which is PostgreSQL in this process. */
import type { Kysely } from 'kysely'
import type { HubStore } from '../hub-store.ts'
import { WRONG_CODES_MS } from '../rows.ts'
import { FobBatches } from './fob-batches.ts'
import type { RunPrepared } from './prepared.ts'
import { retrying } from './retry.ts'
import type { HubTables } from './schema.ts'
import { readEntries, SqlReader } from './sql-reader.ts'
import { changeDocument, claimDocument, putDocument, SqlTransaction } from './sql-transaction.ts'

export interface SqlStoreOptions {
  /** Migrated. Closed with the store. */
  readonly db: Kysely<HubTables>
  /** By which documents expire, milliseconds since 1970. */
  readonly now: () => number
  /** Outside every transaction. */
  readonly prepared: RunPrepared
  /** Lets a database of one connection do one thing at a time. */
  readonly gate: <T>(work: () => Promise<T>) => Promise<T>
}

export function createSqlStore({ db, now, prepared, gate }: SqlStoreOptions): HubStore {
  const fobs = new FobBatches(db, prepared, gate)
  const running = new Set<Promise<unknown>>()
  let closed = false

  const run = <T>(work: () => Promise<T>): Promise<T> => tracked(() => gate(() => retrying(work)))

  async function tracked<T>(work: () => Promise<T>): Promise<T> {
    if (closed) throw new Error("the hub's store is closed")
    const current = work()
    running.add(current)
    try {
      return await current
    } finally {
      running.delete(current)
    }
  }

  return {
    transaction: (work) =>
      run(() =>
        // The order's lock comes first, so each later statement sees what every earlier transaction wrote.
        db
          .transaction()
          .setIsolationLevel('read committed')
          .execute(async (trx) => {
            const { place } = await trx
              .selectFrom('order_head')
              .select('place')
              .forUpdate()
              .executeTakeFirstOrThrow()
            const tx = new SqlTransaction(trx, now(), place)
            const result = await work(tx)
            await tx.flush()
            return result
          }),
      ),
    read: (work) =>
      run(() =>
        db
          .transaction()
          .setIsolationLevel('repeatable read')
          .setAccessMode('read only')
          .execute((trx) => work(new SqlReader(trx, now()))),
      ),
    entriesAfter: (place, limit) => run(() => readEntries(prepared, place, limit)),
    changeFob: (serial, decide) => tracked(() => fobs.decide(serial, decide)),
    claimDocument: (kind, id, row, life) => run(() => claimDocument(db, now(), kind, id, row, life)),
    putDocument: (kind, id, row, life) => run(() => putDocument(db, kind, id, row, life)),
    changeDocument: (kind, id, change) =>
      run(() =>
        db
          .transaction()
          .setIsolationLevel('read committed')
          .execute((trx) => changeDocument(trx, now(), kind, id, change)),
      ),
    purge: () =>
      run(async () => {
        await db
          .deleteFrom('wrong_code')
          .where('at', '<=', now() - WRONG_CODES_MS)
          .execute()
        const { numDeletedRows } = await db
          .deleteFrom('document')
          .where('expires_at', '<=', now())
          .executeTakeFirst()
        return Number(numDeletedRows)
      }),
    async close() {
      if (closed) return
      closed = true
      await Promise.allSettled(running)
      await db.destroy()
    },
  }
}
