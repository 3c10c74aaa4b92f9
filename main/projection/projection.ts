/**
 * The read side in memory, folded from the journal: `projection == fold(journal)`, which is what head office has
 * confirmed in its order and, on top of it, this desk's own events without a receipt (docs/adr/032). All of it lies in one SQLite
 * database, so that its bytes are a snapshot. Decisions read the aggregates, never the screens' tables. Nothing here
 * is ever written to disk in clear, and dropping the object drops the personal data.
 */
import type { SqlJsStatic } from 'sql.js'
import type { Realm } from '../../domain/vocabulary.ts'
import type { DeskEvent } from '../../domain/events.ts'
import type { AggregateKind, Aggregates, RecordChange, State } from '../../domain/model.ts'
import { Rebase } from '../../domain/rebase.ts'
import { openEnvelope, type OpenedEvent } from '../../protocol/envelope.ts'
import type { WireEvent } from '../../protocol/head-office.ts'
import { HUB_DEVICE } from '../../protocol/hub-head.ts'
import type { CommitOrigin } from '../journal/commit.ts'
import { FobCounters } from './counters.ts'
import { CustomerSearch } from './customer-search.ts'
import { Db } from './db.ts'
import { DeskFacts } from './desk-facts.ts'
import { DeviceNames } from './device-names.ts'
import { EventIndex } from './event-index.ts'
import { keep, PROJECTOR_VERSION, readKept, SnapshotUnusable, type Kept } from './kept.ts'
import { checkEvent, journalledEvent } from './parse-event.ts'
import { Records } from './records.ts'
import { indexes, tables } from './schema.ts'
import { ScreenTables } from './screen-tables.ts'
import { Shapes } from './shapes.ts'
import { StoredState } from './stored-state.ts'
import { SyncFacts } from './sync-facts.ts'

/** So many events are folded between two turns of the event loop. */
const FOLD_BATCH = 500

export interface ProjectionOf {
  readonly realm: Realm
  /** This desk's own device: only its events can be 本部未反映. */
  readonly device: string
}

export class Projection {
  readonly #of: ProjectionOf
  readonly #db: Db
  readonly #shapes: Shapes
  readonly #records: Records
  readonly #state: StoredState
  readonly #rebase: Rebase<WireEvent>
  readonly counters: FobCounters
  readonly customers: CustomerSearch
  readonly events: EventIndex
  readonly facts: DeskFacts
  readonly sync: SyncFacts
  readonly devices: DeviceNames
  readonly tables: ScreenTables
  #indexed: boolean

  /** An empty one. */
  static create(sql: SqlJsStatic, of: ProjectionOf): Projection {
    const db = new Db(sql)
    db.execute(tables)
    return new Projection(db, of, undefined)
  }

  /**
   * What `export` gave. The bytes belong to the projection from now on.
   * @throws SnapshotUnusable
   */
  static restore(sql: SqlJsStatic, of: ProjectionOf, bytes: Uint8Array): Projection {
    let db: Db | undefined
    try {
      db = new Db(sql, bytes)
      return new Projection(db, of, readKept(db, of))
    } catch (error) {
      db?.close()
      // SQLite's own errors: no database, or one of other tables.
      throw error instanceof SnapshotUnusable ? error : new SnapshotUnusable('no database', { cause: error })
    }
  }

  private constructor(db: Db, of: ProjectionOf, kept: Kept | undefined) {
    this.#of = of
    this.#db = db
    this.#shapes = new Shapes(kept?.shapes)
    this.#records = new Records(db, this.#shapes, kept?.dictionary ?? new Uint8Array())
    this.#state = new StoredState(db, this.#records)
    this.#indexed = kept !== undefined
    this.counters = new FobCounters(kept?.counters)
    this.events = new EventIndex(db, kept?.events)
    this.facts = new DeskFacts(of.device, kept?.facts)
    this.devices = new DeviceNames(kept?.devices)
    const replica = { state: this.#state, change: (change: RecordChange) => this.#change(change) }
    this.#rebase = new Rebase(replica, reopened, kept?.rebase)
    this.sync = new SyncFacts(of, () => this.#rebase.pending, kept?.sync)
    const flush = (): void => {
      this.#records.flush()
      this.#index()
    }
    this.customers = new CustomerSearch(db, flush)
    this.tables = new ScreenTables(db, flush)
  }

  /** This desk's own device. */
  get device(): string {
    return this.#of.device
  }

  /** What decisions read. Changes only by `apply`. */
  get state(): State {
    return this.#state
  }

  /** See `checkEvent`: to be asked of every event before it is written to the journal. */
  readonly knows = checkEvent

  /** Every aggregate of a kind, by its identifier. */
  all<K extends AggregateKind>(kind: K): IterableIterator<Aggregates[K]> {
    return this.#records.all(kind)
  }

  /** Serials that serve a contract, ascending. */
  fobsOf(contractNo: string): readonly string[] {
    return this.#state.fobsOf(contractNo)
  }

  /** The records as head office has confirmed them to this desk. */
  get confirmed(): State {
    return this.#rebase.confirmed
  }

  /** Folds a commit that is durable in the journal, in its order. Throws `EventUnknown` for a newer store's. */
  apply(events: readonly OpenedEvent[], origin: CommitOrigin): void {
    for (const _ of this.applying(events, origin)) continue
  }

  /** As `apply`, in parts: nothing else may be folded, and no decision made, before the last. */
  *applying(events: readonly OpenedEvent[], origin: CommitOrigin): Generator<void> {
    for (const [index, opened] of events.entries()) {
      if (index % FOLD_BATCH === FOLD_BATCH - 1) yield
      const event = journalledEvent(opened)
      this.events.push(opened, origin)
      // Another PC's clock, permission and opening are its own.
      if (origin === 'own' || opened.device === HUB_DEVICE) this.facts.apply(event)
      this.sync.apply(opened, event)
      this.devices.apply(event)
      // Views of the commit's frame, not copies: a frame is little more than its events, and copying each event of
      // a replay (all are pending until their receipt is read) would cost more than the rest of the fold.
      if (origin === 'own') this.#rebase.own(event, { bytes: opened.bytes, parts: [...opened.parts] })
      else this.#rebase.pulled(event)
    }
    if (origin === 'pulled') yield* this.#rebase.settle()
  }

  /** After a replay: builds what the screens ask. Otherwise the first question would, and the screen would stand still. */
  prepare(): void {
    this.#records.flush()
    this.#index()
  }

  /** Everything folded so far, with personal data in clear. Copies the whole database: for the keeper's process. */
  export(): Uint8Array {
    this.prepare()
    const dictionary = this.#records.pack()
    const events = this.events.flush(true)
    keep(this.#db, {
      version: PROJECTOR_VERSION,
      ...this.#of,
      shapes: this.#shapes.list,
      dictionary,
      events,
      counters: this.counters.kept(),
      facts: this.facts.kept(),
      sync: this.sync.kept(),
      devices: this.devices.kept(),
      rebase: this.#rebase.kept(),
    })
    return this.#db.export()
  }

  #change(change: RecordChange): void {
    const { id } = change
    switch (change.kind) {
      case 'fob': {
        const before = this.#state.get('fob', id)
        this.counters.change(before, change.value)
        this.customers.fob(id, before, change.value)
        this.tables.fobChanged()
        break
      }
      case 'user':
        this.customers.user(id, this.#state.get('user', id), change.value)
        break
      case 'contract':
        this.customers.contract(id, this.#state.get('contract', id), change.value)
        break
      default:
        break
    }
    this.#state.apply(change)
  }

  #index(): void {
    if (this.#indexed) return
    this.#indexed = true
    for (const [name, on] of Object.entries(indexes)) this.#db.execute(`CREATE INDEX ${name} ON ${on}`)
  }

  close(): void {
    this.#db.close()
  }
}

/** A pending event out of its bytes: they were opened before they were kept. */
function reopened({ bytes, parts }: WireEvent): DeskEvent {
  const opened = openEnvelope(bytes, parts)
  if (!opened.ok) throw new Error(`an own event does not open: ${opened.code}`)
  return journalledEvent(opened.value)
}
