/**
 * What the screens filter, sort and page, in SQLite's memory: keys and sort columns only, never a whole record.
 * Fed lazily: a change marks a key, and the next question writes the marked rows in one transaction. So a
 * commit costs the tables nothing, and a replay of 300,000 events writes each fob once.
 */
import type { Database, SqlJsStatic, SqlValue, Statement } from 'sql.js'
import { foldForSearch } from '../../domain/text.ts'
import type { Application, Fob, Task, User } from '../../domain/model.ts'
import {
  custodyPlace,
  seedState,
  type ApplicationStatus,
  type CustodyPlace,
  type SeedState,
} from '../../domain/vocabulary.ts'
import { applicationRow, foldCode, fobRow, taskRow, upserts, userRow } from './screen-rows.ts'

/** The filter of the inventory screen, with the words of the contract. */
export interface FobFilter {
  readonly text: string
  readonly place: CustodyPlace | null
  readonly model: string | null
  readonly seed: SeedState | null
  /** 'YYYY-MM'. */
  readonly expiryMonth: string | null
  readonly sort: 'serial' | 'expiresAt' | 'place' | 'model' | 'lotNo' | 'placeSince'
  readonly descending: boolean
}

export interface FobPage {
  /** Fobs that pass the filter. */
  readonly total: number
  readonly serials: readonly string[]
}

/** Where the tables read the marked records. */
export interface ScreenRows {
  fob(serial: string): Fob | undefined
  user(loginId: string): User | undefined
  application(applicationId: string): Application | undefined
  task(taskId: string): Task | undefined
}

// Each sort order is an index that also holds what the filters test, so that a page far down is a walk over
// one index. Times over 2³¹ need INTEGER affinity or sql.js stores them as REAL.
const schema = `
  PRAGMA journal_mode = MEMORY;
  PRAGMA temp_store = MEMORY;
  CREATE TABLE fob (
    serial TEXT PRIMARY KEY, model TEXT, lot TEXT, expires_at INTEGER, month TEXT, place INTEGER,
    place_since INTEGER, seed INTEGER, search TEXT
  ) WITHOUT ROWID;
  CREATE TABLE user (
    login_id TEXT PRIMARY KEY, contract_no TEXT, stopped_at INTEGER, waiting_until INTEGER
  ) WITHOUT ROWID;
  CREATE INDEX user_stopped ON user (stopped_at) WHERE stopped_at IS NOT NULL;
  CREATE INDEX user_waiting ON user (waiting_until) WHERE waiting_until IS NOT NULL;
  CREATE TABLE application (
    application_id TEXT PRIMARY KEY, status TEXT, contract_no TEXT, requested_at INTEGER, search TEXT
  ) WITHOUT ROWID;
  CREATE INDEX application_status ON application (status, requested_at);
  CREATE INDEX application_contract ON application (contract_no, requested_at);
  CREATE INDEX application_requested_at ON application (requested_at);
  CREATE TABLE task (task_id TEXT PRIMARY KEY, raised_at INTEGER, open INTEGER) WITHOUT ROWID;
  CREATE INDEX task_open ON task (open, raised_at);
`

/** Each sort order of the inventory. */
const fobIndexes: Readonly<Record<string, string>> = {
  fob_expires_at: 'expires_at, serial, place, seed, model, month',
  fob_place: 'place, serial, seed, model, month',
  fob_model: 'model, serial, place, seed, month',
  fob_lot: 'lot, serial, place, seed, model, month',
  fob_place_since: 'place_since, serial, place, seed, model, month',
}

/** More new rows at once than this are written without indexes, which are then built in one go: 5 times faster. */
const BULK_ROWS = 5000

/** `+place` keeps SQLite from leaving the sort order's index for the filter's. */
const fobOrders: Readonly<Record<FobFilter['sort'], readonly string[]>> = {
  serial: ['serial'],
  expiresAt: ['expires_at', 'serial'],
  place: ['place', 'serial'],
  model: ['model', 'serial'],
  lotNo: ['lot', 'serial'],
  placeSince: ['place_since', 'serial'],
}

const kinds = ['fob', 'user', 'application', 'task'] as const
type Kind = (typeof kinds)[number]

export class ScreenTables {
  readonly #db: Database
  readonly #rows: ScreenRows
  readonly #marked: { readonly [K in Kind]: Set<string> } = {
    fob: new Set(),
    user: new Set(),
    application: new Set(),
    task: new Set(),
  }
  readonly #statements = new Map<string, Statement>()
  /** Totals by filter, until a fob changes: paging asks for the same one again and again. */
  readonly #totals = new Map<string, number>()

  constructor(sql: SqlJsStatic, rows: ScreenRows) {
    this.#db = new sql.Database()
    this.#db.run(schema)
    this.#indexFobs()
    this.#rows = rows
  }

  /** The record changed, or is new. */
  mark(kind: Kind, id: string): void {
    this.#marked[kind].add(id)
  }

  /** Writes what is marked now, so that the first question does not wait for a whole replay. */
  prepare(): void {
    this.#flush()
  }

  fobPage(filter: FobFilter, offset: number, limit: number): FobPage {
    this.#flush()
    const { where, params } = fobConditions(filter)
    const direction = filter.descending ? ' DESC' : ''
    // Few fobs pass a text: scan the table once and sort those, instead of looking up every row of an index.
    const unary = filter.text === '' ? '' : '+'
    const order = fobOrders[filter.sort].map((column) => unary + column + direction).join(', ')
    const serials = this.#column(`SELECT serial FROM fob ${where} ORDER BY ${order} LIMIT ? OFFSET ?`, [
      ...params,
      limit,
      offset,
    ])
    return { total: this.#total(where, params), serials: serials.map(String) }
  }

  #total(where: string, params: readonly SqlValue[]): number {
    const key = JSON.stringify([where, params])
    const known = this.#totals.get(key)
    if (known !== undefined) return known
    const total = Number(this.#column(`SELECT count(*) FROM fob ${where}`, params)[0])
    this.#totals.set(key, total)
    return total
  }

  /** Newest first. No status = any; `text` is matched anywhere in receipt number, login IDs, contract, serial. */
  applications(statuses: readonly ApplicationStatus[], text: string, limit: number): readonly string[] {
    this.#flush()
    const conditions: string[] = []
    const params: SqlValue[] = []
    if (statuses.length > 0) {
      conditions.push(`status IN (${statuses.map(() => '?').join(', ')})`)
      params.push(...statuses)
    }
    if (text !== '') {
      conditions.push('instr(search, ?) > 0')
      params.push(foldForSearch(text))
    }
    const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''
    const order = 'ORDER BY requested_at DESC, application_id DESC LIMIT ?'
    const ids = this.#column(`SELECT application_id FROM application ${where} ${order}`, [...params, limit])
    return ids.map(String)
  }

  /** Every application of a contract, newest first. */
  applicationsOf(contractNo: string): readonly string[] {
    this.#flush()
    const query = `SELECT application_id FROM application WHERE contract_no = ?
      ORDER BY requested_at DESC, application_id DESC`
    return this.#column(query, [contractNo]).map(String)
  }

  countApplications(status: ApplicationStatus): number {
    this.#flush()
    return Number(this.#column('SELECT count(*) FROM application WHERE status = ?', [status])[0])
  }

  /** Oldest first. */
  openTasks(): readonly string[] {
    this.#flush()
    return this.#column('SELECT task_id FROM task WHERE open = 1 ORDER BY raised_at, task_id', []).map(String)
  }

  /** Contracts with somebody 停止中, newest stop first. */
  stoppedContracts(): readonly string[] {
    this.#flush()
    const query = `SELECT contract_no FROM user WHERE stopped_at IS NOT NULL
      GROUP BY contract_no ORDER BY max(stopped_at) DESC, contract_no`
    return this.#column(query, []).map(String)
  }

  /** Users whose waiting time still runs at `now`, soonest end first. */
  waitingUsers(now: number): readonly string[] {
    this.#flush()
    const query = 'SELECT login_id FROM user WHERE waiting_until > ? ORDER BY waiting_until, login_id'
    return this.#column(query, [now]).map(String)
  }

  close(): void {
    for (const statement of this.#statements.values()) statement.free()
    this.#statements.clear()
    this.#db.close()
  }

  #column(query: string, params: readonly SqlValue[]): SqlValue[] {
    const statement = this.#statement(query)
    const values: SqlValue[] = []
    statement.bind([...params])
    while (statement.step()) values.push(statement.get()[0] ?? null)
    statement.reset()
    return values
  }

  #statement(query: string): Statement {
    const prepared = this.#statements.get(query)
    if (prepared !== undefined) return prepared
    const statement = this.#db.prepare(query)
    this.#statements.set(query, statement)
    return statement
  }

  #flush(): void {
    if (kinds.every((kind) => this.#marked[kind].size === 0)) return
    if (this.#marked.fob.size > 0) this.#totals.clear()
    const bulk = this.#marked.fob.size > BULK_ROWS
    if (bulk) for (const name of Object.keys(fobIndexes)) this.#db.run(`DROP INDEX ${name}`)
    this.#db.run('BEGIN')
    for (const kind of kinds) {
      const upsert = this.#statement(upserts[kind])
      // In key order every row goes to the end of the last page.
      const ids = bulk ? [...this.#marked[kind]].sort() : this.#marked[kind]
      for (const id of ids) upsert.run(this.#row(kind, id))
      this.#marked[kind].clear()
    }
    this.#db.run('COMMIT')
    if (bulk) this.#indexFobs()
  }

  #indexFobs(): void {
    for (const [name, columns] of Object.entries(fobIndexes)) {
      this.#db.run(`CREATE INDEX ${name} ON fob (${columns})`)
    }
  }

  #row(kind: Kind, id: string): SqlValue[] {
    switch (kind) {
      case 'fob':
        return fobRow(held(this.#rows.fob(id), kind, id))
      case 'user':
        return userRow(held(this.#rows.user(id), kind, id))
      case 'application':
        return applicationRow(held(this.#rows.application(id), kind, id))
      case 'task':
        return taskRow(held(this.#rows.task(id), kind, id))
    }
  }
}

function held<T>(record: T | undefined, kind: Kind, id: string): T {
  if (record === undefined) throw new Error(`marked ${kind} ${id} is not in the state`)
  return record
}

function fobConditions(filter: FobFilter): { where: string; params: SqlValue[] } {
  const conditions: string[] = []
  const params: SqlValue[] = []
  const equal = (column: string, value: SqlValue): void => {
    // With the place alone in serial order its own index serves; otherwise stay on the sort order's.
    conditions.push(column === 'place' && filter.sort === 'serial' ? 'place = ?' : `+${column} = ?`)
    params.push(value)
  }
  if (filter.place !== null) equal('place', custodyPlace.options.indexOf(filter.place))
  if (filter.seed !== null) equal('seed', seedState.options.indexOf(filter.seed))
  if (filter.model !== null) equal('model', filter.model)
  if (filter.expiryMonth !== null) equal('month', filter.expiryMonth)
  if (filter.text !== '') {
    conditions.push('instr(search, ?) > 0')
    params.push(foldCode(filter.text))
  }
  return { where: conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '', params }
}
