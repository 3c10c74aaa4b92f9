/**
 * Decisions on single fobs, many of them in one statement: while one batch waits for the disk the next one gathers,
 * so under load a commit is shared by all that came meanwhile. Attempts never take the order's lock.
 *
 * Rows are read without a lock; the one UPDATE changes only those that still have the version that was decided on.
 * It skips rows that somebody has locked, so it waits for nobody and no deadlock is possible. What was overtaken
 * gets a transaction of its own, which waits for the row and holds no other.
 */
import type { Kysely } from 'kysely'
import type { FobDecision } from '../hub-store.ts'
import type { FobVerification } from '../rows.ts'
import { readFobs, readLocked, writeFobs, type FobWrite, type VersionedFob } from './fob-statements.ts'
import { throughKysely, type RunPrepared } from './prepared.ts'
import { retrying } from './retry.ts'
import type { HubTables } from './schema.ts'

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
  readonly #prepared: RunPrepared
  readonly #gate: <T>(work: () => Promise<T>) => Promise<T>
  /** Rows as this process last wrote them, while an attempt that it reserved is still to be settled. */
  readonly #reserved = new Map<string, VersionedFob>()
  #waiting: Waiting[] = []
  #running = 0

  constructor(db: Kysely<HubTables>, prepared: RunPrepared, gate: <T>(work: () => Promise<T>) => Promise<T>) {
    this.#db = db
    this.#prepared = prepared
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
      const overtaken = await this.#gate(() => retrying(() => this.#together(batch)))
      for (const each of batch) if (!overtaken.has(each.serial)) each.settle()
      for (const serial of overtaken) void this.#runAlone(batch.filter((each) => each.serial === serial))
    } catch (error) {
      for (const each of batch) each.fail(error)
    }
  }

  async #runAlone(batch: readonly Waiting[]): Promise<void> {
    try {
      await this.#gate(() => retrying(() => this.#alone(batch)))
      for (const each of batch) each.settle()
    } catch (error) {
      for (const each of batch) each.fail(error)
    }
  }

  /** Answers the serials that somebody else changed or had locked; nothing was written of those. */
  async #together(batch: readonly Waiting[]): Promise<ReadonlySet<string>> {
    const serials = [...new Set(batch.map(({ serial }) => serial))]
    const read = await readFobs(
      this.#prepared,
      serials.filter((serial) => !this.#reserved.has(serial)),
    )
    const found = (serial: string): VersionedFob | undefined => read.get(serial) ?? this.#reserved.get(serial)
    const writes = decideAll(batch, found)
    const written = await writeFobs(this.#prepared, [...writes.values()])
    // A decision that writes nothing holds only for a row that was just read.
    const overtaken = serials.filter((serial) =>
      writes.has(serial) ? !written.has(serial) : this.#reserved.has(serial),
    )
    for (const serial of serials) this.#reserved.delete(serial)
    for (const { row, version } of writes.values()) {
      if (row.reserved !== null && written.has(row.serial)) {
        this.#reserved.set(row.serial, { row, version: version + 1 })
      }
    }
    return new Set(overtaken)
  }

  async #alone(batch: readonly Waiting[]): Promise<void> {
    const serial = batch[0]?.serial ?? ''
    await this.#db
      .transaction()
      .setIsolationLevel('read committed')
      .execute(async (trx) => {
        const run = throughKysely(trx)
        const locked = await readLocked(run, serial)
        const writes = decideAll(batch, () => locked)
        await writeFobs(run, [...writes.values()])
      })
  }
}

/** Decides one after another; several on one fob each see what the one before made of it. */
function decideAll(
  batch: readonly Waiting[],
  found: (serial: string) => VersionedFob | undefined,
): ReadonlyMap<string, FobWrite> {
  const writes = new Map<string, FobWrite>()
  for (const { serial, decide } of batch) {
    const before = found(serial)
    const earlier = writes.get(serial)
    const { row, wrongAt } = decide(earlier?.row ?? before?.row)
    if (before === undefined || (row === undefined && wrongAt === undefined)) continue
    const { version } = before
    const wrong = [...(earlier?.wrong ?? []), ...(wrongAt === undefined ? [] : [wrongAt])]
    writes.set(serial, { row: row ?? earlier?.row ?? before.row, before: before.row, version, wrong })
  }
  return writes
}
