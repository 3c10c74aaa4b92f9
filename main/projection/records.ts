/**
 * The aggregates, each a row, behind a cache. A change stays beside the table until so many have gathered or somebody
 * asks the tables: a commit costs them nothing, and a replay writes each record once or twice instead of ten times.
 */
import type { SqlValue } from 'sql.js'
import { aggregateKinds, type AggregateKind, type Aggregates, type RecordChange } from '../../domain/model.ts'
import type { Db } from './db.ts'
import { Packing } from './packing.ts'
import { screenDeletes, screenRow, screenUpserts, type ScreenKind } from './screen-rows.ts'
import type { Shapes } from './shapes.ts'

/** Changed records held back at most. */
const MOST_DIRTY = 8192
/** Records remembered as they were read, in each of two generations. */
const MOST_CLEAN = 8192

/** From so many records on it pays to pack them. */
const WORTH_PACKING = 10_000
/** So many are read at once by who asks for all: whoever goes through them bit by bit waits for a page of these. */
const READ_AT_ONCE = 200

/** Of each kind in the dictionary. */
const SAMPLES = 4

const numbers = Object.fromEntries(aggregateKinds.map((kind, number) => [kind, number])) as Record<
  AggregateKind,
  number
>

type Held<V> = Record<AggregateKind, Map<string, V>>
const holders = <V>(): Held<V> =>
  Object.fromEntries(aggregateKinds.map((kind) => [kind, new Map<string, V>()])) as Held<V>

export class Records {
  readonly #db: Db
  readonly #shapes: Shapes
  #packing: Packing
  /** null: to be removed. */
  #dirty = holders<Aggregates[AggregateKind] | null>()
  #dirtyCount = 0
  /** Two generations: what was not asked for during a whole one is forgotten. */
  #young = holders<Aggregates[AggregateKind]>()
  #old = holders<Aggregates[AggregateKind]>()
  #youngCount = 0

  /** @param dictionary what `pack` answered when the database was kept; empty: nothing is packed */
  constructor(db: Db, shapes: Shapes, dictionary: Uint8Array) {
    this.#db = db
    this.#shapes = shapes
    this.#packing = new Packing(dictionary)
  }

  get<K extends AggregateKind>(kind: K, id: string): Aggregates[K] | undefined {
    const changed = this.#dirty[kind].get(id)
    if (changed !== undefined) return (changed as Aggregates[K] | null) ?? undefined
    const near = this.#young[kind].get(id)
    if (near !== undefined) return near as Aggregates[K]
    const value = this.#old[kind].get(id) ?? this.#read(kind, id)
    if (value !== undefined) this.#remember(kind, id, value)
    return value as Aggregates[K] | undefined
  }

  set({ kind, id, value }: RecordChange): void {
    const dirty = this.#dirty[kind]
    if (!dirty.has(id)) this.#dirtyCount += 1
    dirty.set(id, value)
    if (this.#dirtyCount >= MOST_DIRTY) this.flush()
  }

  /** Every aggregate of a kind, by its identifier; read as they are asked for. */
  *all<K extends AggregateKind>(kind: K): IterableIterator<Aggregates[K]> {
    this.flush()
    let after = ''
    for (;;) {
      const query = 'SELECT id, value FROM record WHERE kind = ? AND id > ? ORDER BY id LIMIT ?'
      const rows = this.#db.rows(query, [numbers[kind], after, READ_AT_ONCE])
      for (const [, value] of rows) yield this.#decode(value) as Aggregates[K]
      const last = rows.at(-1)
      if (last === undefined) return
      after = String(last[0])
    }
  }

  /** Writes what has changed; whoever asks the tables does this first. */
  flush(): void {
    if (this.#dirtyCount === 0) return
    const dirty = this.#dirty
    this.#db.transaction(() => {
      for (const kind of aggregateKinds) {
        // In key order every row goes near the one before.
        const ids = [...dirty[kind].keys()].sort()
        for (const id of ids) {
          const value = dirty[kind].get(id)
          if (value) this.#write(kind, id, value)
          else this.#remove(kind, id)
        }
      }
    })
    this.#dirty = holders()
    this.#dirtyCount = 0
    for (const kind of aggregateKinds) {
      for (const [id, value] of dirty[kind]) if (value !== null) this.#remember(kind, id, value)
    }
  }

  /**
   * Compresses what was written since the last time; whoever changes a record writes it plain again. Takes some
   * seconds for a hundred thousand: for the keeper. Answers the dictionary.
   */
  pack(): Uint8Array {
    this.flush()
    if (this.#packing.dictionary.length === 0) this.#packing = Packing.of(this.#samples())
    // Few records would save less than the dictionary takes.
    if (this.#packing.dictionary.length === 0) return this.#packing.dictionary
    const plain = `SELECT kind, id, value FROM record WHERE typeof(value) = 'text' AND (kind, id) > (?, ?)
      ORDER BY kind, id LIMIT 5000`
    for (let after: SqlValue[] | undefined = [-1, '']; after !== undefined;) {
      const rows: SqlValue[][] = this.#db.rows(plain, after)
      this.#db.transaction(() => {
        for (const [kind = null, id = null, value] of rows) {
          const packed = this.#packing.pack(String(value))
          this.#db.run('UPDATE record SET value = ? WHERE kind = ? AND id = ?', [packed, kind, id])
        }
      })
      after = rows.at(-1)?.slice(0, 2)
    }
    return this.#packing.dictionary
  }

  /** Texts of every kind; none where there are few. */
  #samples(): string[] {
    const count = Number(this.#db.row('SELECT count(*) FROM record', [])?.[0])
    if (count < WORTH_PACKING) return []
    return aggregateKinds.flatMap((kind) =>
      this.#db
        .column('SELECT value FROM record WHERE kind = ? ORDER BY id DESC LIMIT ?', [numbers[kind], SAMPLES])
        .map(String),
    )
  }

  #write(kind: AggregateKind, id: string, value: Aggregates[AggregateKind]): void {
    this.#db.run('INSERT OR REPLACE INTO record VALUES (?, ?, ?)', [
      numbers[kind],
      id,
      this.#shapes.encode(value),
    ])
    if (!Object.hasOwn(screenUpserts, kind)) return
    const row: SqlValue[] = screenRow({ kind, value } as Parameters<typeof screenRow>[0])
    this.#db.run(screenUpserts[kind as ScreenKind], row)
  }

  #remove(kind: AggregateKind, id: string): void {
    this.#db.run('DELETE FROM record WHERE kind = ? AND id = ?', [numbers[kind], id])
    this.#young[kind].delete(id)
    this.#old[kind].delete(id)
    if (Object.hasOwn(screenDeletes, kind)) this.#db.run(screenDeletes[kind as ScreenKind], [id])
  }

  #read(kind: AggregateKind, id: string): Aggregates[AggregateKind] | undefined {
    const row = this.#db.row('SELECT value FROM record WHERE kind = ? AND id = ?', [numbers[kind], id])
    return row && this.#decode(row[0])
  }

  #decode(value: SqlValue | undefined): Aggregates[AggregateKind] {
    const text = value instanceof Uint8Array ? this.#packing.unpack(value) : String(value)
    return this.#shapes.decode(text) as Aggregates[AggregateKind]
  }

  #remember(kind: AggregateKind, id: string, value: Aggregates[AggregateKind]): void {
    this.#young[kind].set(id, value)
    this.#youngCount += 1
    if (this.#youngCount < MOST_CLEAN) return
    this.#old = this.#young
    this.#young = holders()
    this.#youngCount = 0
  }
}
