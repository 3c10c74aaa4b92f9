/**
 * Decisions on single fobs, many of them in one transaction: while one batch waits for the disk the next one
 * gathers, so under load a commit is shared by all that came meanwhile. Attempts never take the order's lock.
 *
 * No deadlock is possible. A batch locks its rows with SKIP LOCKED, so it waits for nobody; what it had to skip
 * (an ordered transaction or another process has the row) gets a transaction of its own, which holds one lock.
 */
import { sql, type Kysely } from 'kysely'
import type { FobDecision } from '../hub-store.ts'
import type { FobVerification, WrongCode } from '../rows.ts'
import { retrying } from './retry.ts'
import { fromFob, toFob } from './row-codec.ts'
import type { FobTable, HubTables } from './schema.ts'

/** Rows in one statement: few enough that nobody waits long for the others. */
const MOST_IN_BATCH = 256
/** One waits for the disk while the other one's rows are read. */
const BATCHES_AT_ONCE = 2

interface Waiting {
  readonly serial: string
  /** Decides, and keeps the result for `settle`. */
  readonly decide: (row: FobVerification | undefined) => Omit<FobDecision<unknown>, 'result'>
  readonly settle: () => void
  readonly fail: (error: unknown) => void
}

export class FobBatches {
  readonly #db: Kysely<HubTables>
  readonly #gate: <T>(work: () => Promise<T>) => Promise<T>
  #waiting: Waiting[] = []
  #running = 0

  constructor(db: Kysely<HubTables>, gate: <T>(work: () => Promise<T>) => Promise<T>) {
    this.#db = db
    this.#gate = gate
  }

  /** See `HubStore.changeFob`. */
  decide<T>(serial: string, decide: (row: FobVerification | undefined) => FobDecision<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let settle = (): void => undefined
      this.#waiting.push({
        serial,
        decide(row) {
          try {
            const { result, ...changes } = decide(row)
            settle = () => resolve(result)
            return changes
          } catch (error) {
            settle = () => reject(error)
            return {}
          }
        },
        settle: () => settle(),
        fail: reject,
      })
      // Not at once: what is asked for in the same turn belongs into one batch.
      queueMicrotask(() => this.#start())
    })
  }

  #start(): void {
    while (this.#running < BATCHES_AT_ONCE && this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, MOST_IN_BATCH)
      this.#waiting = this.#waiting.slice(MOST_IN_BATCH)
      this.#running += 1
      void this.#run(batch).then(() => {
        this.#running -= 1
        this.#start()
      })
    }
  }

  /** Never rejects: each of the batch hears how it went. */
  async #run(batch: readonly Waiting[]): Promise<void> {
    try {
      const skipped = await this.#commit(batch, 'skip')
      for (const each of batch) if (!skipped.has(each.serial)) each.settle()
      for (const serial of skipped) void this.#runAlone(batch.filter((each) => each.serial === serial))
    } catch (error) {
      for (const each of batch) each.fail(error)
    }
  }

  async #runAlone(batch: readonly Waiting[]): Promise<void> {
    try {
      await this.#commit(batch, 'wait')
      for (const each of batch) each.settle()
    } catch (error) {
      for (const each of batch) each.fail(error)
    }
  }

  /** One transaction. Answers the serials that somebody else had locked; nothing was decided on those. */
  #commit(batch: readonly Waiting[], locked: 'skip' | 'wait'): Promise<ReadonlySet<string>> {
    const serials = [...new Set(batch.map(({ serial }) => serial))]
    return this.#gate(() =>
      retrying(() =>
        this.#db
          .transaction()
          .setIsolationLevel('read committed')
          .execute(async (trx) => {
            const rows = await lockedRows(trx, serials, locked)
            const missing = serials.filter((serial) => !rows.has(serial))
            // Not there, or somebody else's at the moment?
            const skipped =
              locked === 'skip' && missing.length > 0 ? await existing(trx, missing) : new Set<string>()
            const changed = new Map<string, FobVerification>()
            const wrong: WrongCode[] = []
            for (const { serial, decide } of batch) {
              if (skipped.has(serial)) continue
              const { row, wrongAt } = decide(changed.get(serial) ?? rows.get(serial))
              if (row !== undefined) changed.set(serial, row)
              if (wrongAt !== undefined) wrong.push({ serial, at: wrongAt })
            }
            await write(trx, [...changed.values()].map(fromFob))
            if (wrong.length > 0) await trx.insertInto('wrong_code').values(wrong).execute()
            return skipped
          }),
      ),
    )
  }
}

async function lockedRows(
  trx: Kysely<HubTables>,
  serials: readonly string[],
  locked: 'skip' | 'wait',
): Promise<ReadonlyMap<string, FobVerification>> {
  const query = trx
    .selectFrom('fob')
    .selectAll()
    .where((is) => is('serial', '=', is.fn.any(sql<readonly string[]>`${serials}::text[]`)))
    .forUpdate()
  const rows = await (locked === 'skip' ? query.skipLocked() : query).execute()
  return new Map(rows.map((row) => [row.serial, toFob(row)]))
}

async function existing(trx: Kysely<HubTables>, serials: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await trx.selectFrom('fob').select('serial').where('serial', 'in', serials).execute()
  return new Set(rows.map(({ serial }) => serial))
}

/** All rows in one UPDATE; the lists of times travel as texts, because PostgreSQL's arrays are rectangular. */
async function write(trx: Kysely<HubTables>, rows: readonly FobTable[]): Promise<void> {
  if (rows.length === 0) return
  const column = <K extends keyof FobTable>(name: K): FobTable[K][] => rows.map((row) => row[name])
  const longRuns = rows.map(({ long_run }) => `{${long_run.join(',')}}`)
  const bodies = rows.map(({ body }) => Buffer.from(body).toString('hex'))
  await sql`
    update fob set
      last_step = new.last_step, drift_steps = new.drift_steps, wrong_in_row = new.wrong_in_row,
      long_run = new.long_run::int8[], reserved_id = new.reserved_id, reserved_at = new.reserved_at,
      body = decode(new.body, 'hex')
    from unnest(
      ${column('serial')}::text[], ${column('last_step')}::int8[], ${column('drift_steps')}::int4[],
      ${column('wrong_in_row')}::int4[], ${longRuns}::text[], ${column('reserved_id')}::text[],
      ${column('reserved_at')}::int8[], ${bodies}::text[]
    ) as new (serial, last_step, drift_steps, wrong_in_row, long_run, reserved_id, reserved_at, body)
    where fob.serial = new.serial`.execute(trx)
}
