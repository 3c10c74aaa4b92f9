/**
 * The read side in memory, folded from the journal: `projection == fold(journal)`. Decisions read the
 * aggregates (plain objects, one per fob, user, …), never the screens' tables. Nothing here is ever written
 * to disk, and dropping the object drops the personal data.
 */
import type { SqlJsStatic } from 'sql.js'
import type { Realm } from '../../domain/vocabulary.ts'
import { evolve } from '../../domain/evolve.ts'
import { MemoryState } from '../../domain/memory-state.ts'
import type { Change, Fob, State } from '../../domain/model.ts'
import type { OpenedEvent } from '../../protocol/envelope.ts'
import { FobCounters } from './counters.ts'
import { CustomerSearch } from './customer-search.ts'
import { DeskFacts } from './desk-facts.ts'
import { EventIndex } from './event-index.ts'
import { checkEvent, journalledEvent } from './parse-event.ts'
import { ScreenTables } from './screen-tables.ts'
import { SyncFacts } from './sync-facts.ts'

export interface ProjectionOf {
  readonly realm: Realm
  /** This desk's own device: only its events can be 本部未反映. */
  readonly device: string
}

export class Projection {
  readonly #state = new MemoryState()
  readonly #fobsByContract = new Map<string, Set<string>>()
  readonly counters = new FobCounters()
  readonly customers = new CustomerSearch()
  readonly events = new EventIndex()
  readonly facts: DeskFacts
  readonly sync: SyncFacts
  readonly tables: ScreenTables

  constructor(sql: SqlJsStatic, { realm, device }: ProjectionOf) {
    this.facts = new DeskFacts(device)
    this.sync = new SyncFacts(realm, device)
    this.tables = new ScreenTables(sql, {
      fob: (serial) => this.#state.get('fob', serial),
      user: (loginId) => this.#state.get('user', loginId),
      application: (applicationId) => this.#state.get('application', applicationId),
      task: (taskId) => this.#state.get('task', taskId),
    })
  }

  /** What decisions read. Changes only by `apply`. */
  get state(): State {
    return this.#state
  }

  /** See `checkEvent`: to be asked of every event before it is written to the journal. */
  readonly knows = checkEvent

  readonly all: MemoryState['all'] = (kind) => this.#state.all(kind)

  /** Serials that serve a contract, ascending. */
  fobsOf(contractNo: string): readonly string[] {
    return [...(this.#fobsByContract.get(contractNo) ?? [])].sort()
  }

  /** Folds events that are durable in the journal, in its order. Throws `EventUnknown` for a newer store's. */
  apply(events: readonly OpenedEvent[]): void {
    for (const opened of events) {
      const event = journalledEvent(opened)
      this.events.push(opened)
      this.facts.apply(event)
      this.sync.apply(opened, event)
      for (const change of evolve(this.#state, event)) this.#change(change)
    }
  }

  /**
   * After a replay: builds what the screens ask. Otherwise the first question would, and the first screen would
   * stand still for the better part of a second.
   */
  prepare(): void {
    this.tables.prepare()
    this.customers.prepare()
  }

  #change(change: Change): void {
    switch (change.kind) {
      case 'fob':
        this.#fobChanged(this.#state.get('fob', change.id), change.value)
        this.customers.fob(change.value)
        this.tables.mark('fob', change.id)
        break
      case 'user':
        this.customers.user(this.#state.get('user', change.id), change.value)
        this.tables.mark('user', change.id)
        break
      case 'contract':
        this.customers.contract(this.#state.get('contract', change.id), change.value)
        break
      case 'application':
        this.tables.mark('application', change.id)
        break
      case 'task':
        this.tables.mark('task', change.id)
        break
      default:
        break
    }
    this.#state.apply([change])
  }

  #fobChanged(before: Fob | undefined, after: Fob): void {
    this.counters.change(before, after)
    const was = before?.contractNo ?? null
    if (was === after.contractNo) return
    if (was !== null) this.#fobsByContract.get(was)?.delete(after.serial)
    if (after.contractNo === null) return
    const serials = this.#fobsByContract.get(after.contractNo)
    if (serials === undefined) this.#fobsByContract.set(after.contractNo, new Set([after.serial]))
    else serials.add(after.serial)
  }

  close(): void {
    this.tables.close()
  }
}
