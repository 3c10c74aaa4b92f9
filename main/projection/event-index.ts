/**
 * What of every event the projection keeps: who, when, what kind, and which identifiers it touched. The event itself
 * stays in the journal and is paged in by its number.
 */
import { searchedIds } from '../../domain/touched.ts'
import type { OpenedEvent } from '../../protocol/envelope.ts'
import type { CommitOrigin } from '../journal/commit.ts'
import type { Db } from './db.ts'
import { Dictionary } from './dictionary.ts'
import { EventTable } from './event-columns.ts'
import { Links } from './links.ts'

export interface EventFilter {
  /** Part of a serial, login ID, contract, application, staff number, …; '' = all. */
  readonly text: string
  readonly type: string | null
  readonly staffNo: string | null
  /** Only refused acts and failed sign-ins. */
  readonly refusedOnly?: boolean | undefined
  /** Recorded at or after, and before: ms since 1970. */
  readonly from?: number | undefined
  readonly until?: number | undefined
}

/** What `EventIndex` keeps beside its tables. */
export interface KeptEventIndex {
  readonly length: number
  readonly types: readonly string[]
  readonly people: readonly string[]
  readonly devices: readonly string[]
  /** By device that this store is or was: the sequence of its last event that was recorded here. */
  readonly recorded: readonly (readonly [device: string, seq: number])[]
}

const REFUSED_TYPES = ['ActionRefused', 'SignInFailed']
const NOBODY = ''
/** The type of a second copy, which no question finds. */
const AGAIN = ''

export class EventIndex {
  readonly #types: Dictionary
  readonly #people: Dictionary
  readonly #devices: Dictionary
  readonly #table: EventTable
  readonly #links: Links
  readonly #recorded: Map<string, number>
  /** The last filter's number of events, until there are more events. */
  #counted: { readonly key: string; readonly count: number } | undefined

  constructor(db: Db, kept?: KeptEventIndex) {
    this.#types = new Dictionary(kept?.types)
    this.#people = new Dictionary(kept?.people ?? [NOBODY])
    this.#devices = new Dictionary(kept?.devices)
    this.#table = new EventTable(db, kept?.length ?? 0)
    this.#links = new Links(db)
    this.#recorded = new Map(kept?.recorded)
  }

  get length(): number {
    return this.#table.length
  }

  /**
   * Appends the next event of the store. A restored store meets events of its former device again, relayed to the new
   * one: they have their number here, and are found where they were recorded.
   */
  push(event: OpenedEvent, origin: CommitOrigin): void {
    const { device, seq } = event
    if (origin === 'own') this.#recorded.set(device, seq)
    else if (seq <= (this.#recorded.get(device) ?? 0)) {
      const [at, type] = [event.at, this.#types.codeOf(AGAIN)]
      this.#table.push({
        at,
        seq: 0,
        by: this.#people.codeOf(NOBODY),
        device: this.#devices.codeOf(device),
        type,
      })
      return
    }
    this.#table.push({
      at: event.at,
      seq: event.seq,
      by: this.#people.codeOf(event.by ?? NOBODY),
      device: this.#devices.codeOf(event.device),
      type: this.#types.codeOf(event.type),
    })
    for (const id of searchedIds(event.data)) this.#links.add(id, this.#table.length)
  }

  /** Position of a device's event, searched from the newest; undefined: not in the store. */
  positionOf(device: string, seq: number): number | undefined {
    const code = this.#devices.find(device)
    for (let position = this.length; position > 0; position -= 1) {
      const columns = this.#table.at(position)
      if (columns.seq === seq && columns.device === code) return position
    }
    return undefined
  }

  /** Positions of the events that touched an identifier, newest first. */
  touching(id: string): readonly number[] {
    return this.#links.of(id)
  }

  /** Positions that pass the filter, newest first, as they are asked for. @param below only lower ones */
  *find(filter: EventFilter, below = Infinity): Generator<number> {
    const passes = this.#test(filter)
    for (const position of this.#candidates(filter.text, below)) if (passes(position)) yield position
  }

  /** How many pass the filter. */
  count(filter: EventFilter): number {
    const { text, type, staffNo, refusedOnly, from, until } = filter
    const key = JSON.stringify([this.length, text, type, staffNo, refusedOnly, from, until])
    if (this.#counted?.key !== key) {
      let count = 0
      for (const _ of this.find(filter)) count += 1
      this.#counted = { key, count }
    }
    return this.#counted.count
  }

  /** Before the database is copied. @param merged for a snapshot: takes as long as there are identifiers */
  flush(merged: boolean): KeptEventIndex {
    this.#table.flush()
    if (merged) this.#links.merge()
    else this.#links.flush()
    return {
      length: this.length,
      types: this.#types.list,
      people: this.#people.list,
      devices: this.#devices.list,
      recorded: [...this.#recorded],
    }
  }

  *#candidates(text: string, below: number): Generator<number> {
    if (text === '') {
      for (let position = Math.min(this.length, below - 1); position > 0; position -= 1) yield position
    } else {
      for (const position of this.#links.matching(text)) if (position < below) yield position
    }
  }

  #test({ type, staffNo, refusedOnly, from = -Infinity, until = Infinity }: EventFilter) {
    const types = refusedOnly === true ? REFUSED_TYPES : type === null ? undefined : [type]
    const typeCodes = types?.map((name) => this.#types.find(name))
    const byCode = staffNo === null ? undefined : (this.#people.find(staffNo) ?? -1)
    // With both, an event must be of the kind and refused.
    const only = refusedOnly === true && type !== null ? (this.#types.find(type) ?? -1) : undefined
    const again = this.#types.find(AGAIN)
    return (position: number): boolean => {
      const columns = this.#table.at(position)
      if (columns.type === again) return false
      if (typeCodes !== undefined && !typeCodes.includes(columns.type)) return false
      if (only !== undefined && columns.type !== only) return false
      if (byCode !== undefined && columns.by !== byCode) return false
      return columns.at >= from && columns.at < until
    }
  }
}
