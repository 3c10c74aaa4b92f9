/** The projection's one SQLite database, in memory: statements prepared once, whole transactions, its bytes. */
import type { Database, SqlJsStatic, SqlValue, Statement } from 'sql.js'

/** Free pages in exported bytes, as a part of what is there, and at least; a day's work takes far less. */
const SPARE = 1 / 32
const LEAST_SPARE_BYTES = 256 * 1024

export class Db {
  readonly #db: Database
  readonly #statements = new Map<string, Statement>()

  /** @param bytes an `export`ed database, or none for an empty one; they belong to the database from now on */
  constructor(sql: SqlJsStatic, bytes?: Uint8Array) {
    // sql.js would copy an array of bytes, but takes over a Buffer's memory: a large branch's is 130 MB.
    this.#db = new sql.Database(bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    // Nobody else has this file: without locking SQLite need not look for another's journal before every question.
    this.#db.run('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; PRAGMA temp_store = MEMORY')
  }

  /** Statements without parameters or answers: the schema. */
  execute(statements: string): void {
    this.#db.run(statements)
  }

  run(query: string, params: readonly SqlValue[]): void {
    this.#statement(query).run(params as SqlValue[])
  }

  /** The first row; undefined: none. */
  row(query: string, params: readonly SqlValue[]): SqlValue[] | undefined {
    const statement = this.#statement(query)
    statement.bind(params as SqlValue[])
    const row = statement.step() ? statement.get() : undefined
    statement.reset()
    return row
  }

  rows(query: string, params: readonly SqlValue[]): SqlValue[][] {
    const statement = this.#statement(query)
    const found: SqlValue[][] = []
    statement.bind(params as SqlValue[])
    while (statement.step()) found.push(statement.get())
    statement.reset()
    return found
  }

  /** The first column of every row. */
  column(query: string, params: readonly SqlValue[]): SqlValue[] {
    const statement = this.#statement(query)
    const values: SqlValue[] = []
    statement.bind(params as SqlValue[])
    while (statement.step()) values.push(statement.get()[0] ?? null)
    statement.reset()
    return values
  }

  /** All of `work` or, when it throws, nothing. */
  transaction(work: () => void): void {
    this.#db.run('BEGIN')
    try {
      work()
    } catch (error) {
      this.#db.run('ROLLBACK')
      throw error
    }
    this.#db.run('COMMIT')
  }

  /**
   * A copy of the whole database, tightly packed but for some free pages: what grows past its end is moved to memory
   * half as large again, and what opens these bytes must not do that with its first change. Takes as long as copying
   * does: not for the thread of the screens.
   */
  export(): Uint8Array {
    this.#free()
    this.#db.run('VACUUM')
    const spare = Math.max(LEAST_SPARE_BYTES, this.#bytes() * SPARE)
    this.#db.run('CREATE TABLE spare (bytes BLOB)')
    this.#db.run('INSERT INTO spare VALUES (zeroblob(?))', [Math.round(spare)])
    this.#db.run('DROP TABLE spare')
    return this.#db.export()
  }

  #bytes(): number {
    const [pages, size] = ['page_count', 'page_size'].map((name) =>
      Number(this.row(`PRAGMA ${name}`, [])?.[0]),
    )
    this.#free()
    return (pages ?? 0) * (size ?? 0)
  }

  close(): void {
    this.#free()
    this.#db.close()
  }

  #statement(query: string): Statement {
    const prepared = this.#statements.get(query)
    if (prepared !== undefined) return prepared
    const statement = this.#db.prepare(query)
    this.#statements.set(query, statement)
    return statement
  }

  #free(): void {
    for (const statement of this.#statements.values()) statement.free()
    this.#statements.clear()
  }
}
