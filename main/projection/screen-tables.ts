/** What the screens filter, sort and page: questions to the tables of `schema.ts`. */
import type { SqlValue } from 'sql.js'
import {
  custodyPlace,
  seedState,
  type ApplicationStatus,
  type CustodyPlace,
  type SeedState,
} from '../../domain/vocabulary.ts'
import type { Db } from './db.ts'
import { foldCode } from './screen-rows.ts'

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

/** `+place` keeps SQLite from leaving the sort order's index for the filter's. */
const fobOrders: Readonly<Record<FobFilter['sort'], readonly string[]>> = {
  serial: ['serial'],
  expiresAt: ['expires_at', 'serial'],
  place: ['place', 'serial'],
  model: ['model', 'serial'],
  lotNo: ['lot', 'serial'],
  placeSince: ['place_since', 'serial'],
}

export class ScreenTables {
  readonly #db: Db
  readonly #flush: () => void
  /** Totals by filter, until a fob changes: paging asks for the same one again and again. */
  readonly #totals = new Map<string, number>()

  /** @param flush writes what has changed into the tables */
  constructor(db: Db, flush: () => void) {
    this.#db = db
    this.#flush = flush
  }

  /** A fob changed, or is new. */
  fobChanged(): void {
    if (this.#totals.size > 0) this.#totals.clear()
  }

  fobPage(filter: FobFilter, offset: number, limit: number): FobPage {
    this.#flush()
    const { where, params } = fobConditions(filter)
    const direction = filter.descending ? ' DESC' : ''
    // Few fobs pass a text: scan the table once and sort those, instead of looking up every row of an index.
    const unary = filter.text === '' ? '' : '+'
    const order = fobOrders[filter.sort].map((column) => unary + column + direction).join(', ')
    const serials = this.#db.column(`SELECT serial FROM fob ${where} ORDER BY ${order} LIMIT ? OFFSET ?`, [
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
    const total = Number(this.#db.column(`SELECT count(*) FROM fob ${where}`, params)[0])
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
      params.push(foldCode(text))
    }
    const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''
    const order = 'ORDER BY requested_at DESC, application_id DESC LIMIT ?'
    const ids = this.#db.column(`SELECT application_id FROM application ${where} ${order}`, [
      ...params,
      limit,
    ])
    return ids.map(String)
  }

  /** Every application of a contract, newest first. */
  applicationsOf(contractNo: string): readonly string[] {
    this.#flush()
    const query = `SELECT application_id FROM application WHERE contract_no = ?
      ORDER BY requested_at DESC, application_id DESC`
    return this.#db.column(query, [contractNo]).map(String)
  }

  /** Requests that were decided (or withdrawn), newest first. */
  decidedApprovals(limit: number): readonly string[] {
    this.#flush()
    const query = `SELECT request_id FROM approval WHERE decided_at IS NOT NULL
      ORDER BY decided_at DESC, request_id LIMIT ?`
    return this.#db.column(query, [limit]).map(String)
  }

  /** Issuances that are neither proven nor void. */
  startedIssuances(): readonly string[] {
    this.#flush()
    return this.#db
      .column('SELECT issuance_id FROM issuance WHERE started = 1 ORDER BY issuance_id', [])
      .map(String)
  }

  /** Oldest first. */
  openTasks(): readonly string[] {
    this.#flush()
    return this.#db
      .column('SELECT task_id FROM task WHERE open = 1 ORDER BY raised_at, task_id', [])
      .map(String)
  }

  /** Contracts with somebody 停止中, newest stop first. */
  stoppedContracts(): readonly string[] {
    this.#flush()
    const query = `SELECT contract_no FROM user WHERE stopped_at IS NOT NULL
      GROUP BY contract_no ORDER BY max(stopped_at) DESC, contract_no`
    return this.#db.column(query, []).map(String)
  }

  /** Users whose waiting time still runs at `now`, soonest end first. */
  waitingUsers(now: number): readonly string[] {
    this.#flush()
    const query = 'SELECT login_id FROM user WHERE waiting_until > ? ORDER BY waiting_until, login_id'
    return this.#db.column(query, [now]).map(String)
  }
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
