/**
 * The read side in memory, folded from the journal: `projection == fold(journal)`. Decisions read the
 * aggregates (plain objects, one per fob, user, …), never the screens' tables. Nothing here is ever written
 * to disk, and dropping the object drops the personal data.
 */
import type { SqlJsStatic } from 'sql.js'
import type { Realm } from '../../domain/vocabulary.ts'
import { evolve } from '../../domain/evolve.ts'
import { MemoryState } from '../../domain/memory-state.ts'
import type { Change, State } from '../../domain/model.ts'
import type { OpenedEvent } from '../../protocol/envelope.ts'
import { FobCounters } from './counters.ts'
import { CustomerSearch } from './customer-search.ts'
import { DeskFacts } from './desk-facts.ts'
import { EventIndex } from './event-index.ts'
import { journalledEvent } from './parse-event.ts'
import { ScreenTables } from './screen-tables.ts'
import { SyncFacts } from './sync-facts.ts'

export interface ProjectionOf {
  readonly realm: Realm
  /** This desk's own device: only its events can be 本部未反映. */
  readonly device: string
}

export class Projection {
  readonly #state = new MemoryState()
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

  all: MemoryState['all'] = (kind) => this.#state.all(kind)

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

  #change(change: Change): void {
    switch (change.kind) {
      case 'fob':
        this.counters.change(this.#state.get('fob', change.id), change.value)
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

  close(): void {
    this.tables.close()
  }
}
