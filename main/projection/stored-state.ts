/** The state that decisions read, out of the database. `MemoryState` is its model. */
import type {
  AggregateKind,
  Aggregates,
  Application,
  ApprovalRequest,
  RecordChange,
  Staff,
  State,
} from '../../domain/model.ts'
import { isOpen, POLICY_KEY } from '../../domain/memory-state.ts'
import { defaultPolicy, type Policy } from '../../domain/policy.ts'
import { custodyPlace, type CustodyPlace } from '../../domain/vocabulary.ts'
import type { Db } from './db.ts'
import type { Records } from './records.ts'

export class StoredState implements State {
  readonly #db: Db
  readonly #records: Records
  /** Asked for by events of a replay, so kept here and not asked of the tables; few are open at a time. */
  readonly #openByContract = new Map<string, Set<string>>()
  readonly #waiting: Set<string>

  /** Over a database that may hold a state already. */
  constructor(db: Db, records: Records) {
    this.#db = db
    this.#records = records
    for (const [id, contractNo] of db.rows(
      'SELECT application_id, contract_no FROM application WHERE open = 1',
      [],
    )) {
      this.#opened(String(contractNo), String(id))
    }
    const waiting = db.column('SELECT request_id FROM approval WHERE waiting = 1', [])
    this.#waiting = new Set(waiting.map(String))
  }

  apply(change: RecordChange): void {
    if (change.kind === 'application') {
      const before = this.get('application', change.id)
      if (before !== undefined) this.#closed(before.contractNo, change.id)
      if (change.value !== null && isOpen(change.value)) this.#opened(change.value.contractNo, change.id)
    } else if (change.kind === 'approval') {
      if (change.value?.status === 'waiting') this.#waiting.add(change.id)
      else this.#waiting.delete(change.id)
    }
    this.#records.set(change)
  }

  get<K extends AggregateKind>(kind: K, id: string): Aggregates[K] | undefined {
    return this.#records.get(kind, id)
  }

  serialOfChip(chipSerial: string): string | undefined {
    const [serial] = this.#column('SELECT serial FROM fob WHERE chip = ?', [chipSerial])
    return serial
  }

  openApplications(contractNo: string): readonly Application[] {
    return [...(this.#openByContract.get(contractNo) ?? [])]
      .map((id) => this.#held('application', id))
      .sort((a, b) => a.requestedAt - b.requestedAt || compare(a.applicationId, b.applicationId))
  }

  waitingApprovals(): readonly ApprovalRequest[] {
    return [...this.#waiting]
      .map((id) => this.#held('approval', id))
      .sort((a, b) => a.askedAt - b.askedAt || compare(a.requestId, b.requestId))
  }

  staff(): readonly Staff[] {
    return [...this.#records.all('staff')].sort((a, b) => compare(a.staffNo, b.staffNo))
  }

  serialsIn(branchNo: string, place: CustodyPlace, endingBy?: number): readonly string[] {
    const query = 'SELECT serial FROM fob WHERE place = ? AND branch = ? AND expires_at <= ? ORDER BY serial'
    const latest = endingBy ?? Number.MAX_SAFE_INTEGER
    return this.#column(query, [custodyPlace.options.indexOf(place), branchNo, latest])
  }

  /** Serials that serve a contract, ascending. */
  fobsOf(contractNo: string): readonly string[] {
    return this.#column('SELECT serial FROM fob WHERE contract_no = ? ORDER BY serial', [contractNo])
  }

  policy(): Policy {
    return this.get('policy', POLICY_KEY) ?? defaultPolicy
  }

  #opened(contractNo: string, applicationId: string): void {
    const open = this.#openByContract.get(contractNo)
    if (open === undefined) this.#openByContract.set(contractNo, new Set([applicationId]))
    else open.add(applicationId)
  }

  #closed(contractNo: string, applicationId: string): void {
    const open = this.#openByContract.get(contractNo)
    open?.delete(applicationId)
    if (open?.size === 0) this.#openByContract.delete(contractNo)
  }

  #column(query: string, params: readonly (string | number)[]): string[] {
    this.#records.flush()
    return this.#db.column(query, params).map(String)
  }

  #held<K extends AggregateKind>(kind: K, id: string): Aggregates[K] {
    const value = this.get(kind, id)
    if (value === undefined) throw new Error(`${kind} ${id} is indexed and not there`)
    return value
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
