/**
 * What of every event stays in memory for good: who, when, what kind, and which identifiers it touched. The
 * event itself stays in the journal, which finds it by its number (`EventSource`).
 */
import type { OpenedEvent } from '../../protocol/envelope.ts'
import { bytes8, Dictionary, doubles, ints16, ints32 } from './columns.ts'
import { SubstringIndex } from './substring-index.ts'
import { touchedIds } from './touched.ts'

export interface EventFilter {
  /** Part of a serial, login ID, contract, application, staff number, … or of the event type; '' = all. */
  readonly text: string
  readonly type: string | null
  readonly staffNo: string | null
  /** Only refused acts and failed sign-ins. */
  readonly refusedOnly?: boolean | undefined
  /** Recorded at or after, and before: ms since 1970. */
  readonly from?: number | undefined
  readonly until?: number | undefined
}

/** One page of the events that pass a filter. */
export interface EventPage {
  /** Newest first. */
  readonly positions: readonly number[]
  /** How many pass in all. */
  readonly total: number
  /** Older ones follow: ask again before the last of `positions`. */
  readonly more: boolean
}

const REFUSED_TYPES = ['ActionRefused', 'SignInFailed']

/** `by` and the filters' numbers: 0 is "nobody". */
const NOBODY = ''
const END = 0

export class EventIndex {
  readonly #types = new Dictionary()
  readonly #people = new Dictionary()
  readonly #devices = new Dictionary()
  readonly #type = bytes8()
  readonly #by = ints16()
  readonly #device = ints16()
  readonly #seq = ints32()
  readonly #at = doubles()
  /** Last link of an identifier's chain; a link is (event, the link before). Two columns instead of a million arrays. */
  readonly #lastLink = new Map<string, number>()
  readonly #linkEvent = ints32()
  readonly #linkBefore = ints32()
  readonly #ids = new SubstringIndex()
  /** Met since the last search: a replay does not pay for an index that nobody may ask for. */
  #unindexedIds: string[] = []

  constructor() {
    this.#people.codeOf(NOBODY)
    // Link 0 ends every chain.
    this.#linkEvent.push(END)
    this.#linkBefore.push(END)
  }

  get length(): number {
    return this.#type.length
  }

  /** Appends the next event of the store. */
  push(event: OpenedEvent): void {
    const position = this.#type.length + 1
    this.#type.push(this.#types.codeOf(event.type))
    this.#by.push(this.#people.codeOf(event.by ?? NOBODY))
    this.#device.push(this.#devices.codeOf(event.device))
    this.#seq.push(event.seq)
    this.#at.push(event.at)
    for (const id of touchedIds(event.data)) {
      const before = this.#lastLink.get(id)
      if (before === undefined) this.#unindexedIds.push(id)
      this.#linkEvent.push(position)
      this.#linkBefore.push(before ?? END)
      this.#lastLink.set(id, this.#linkEvent.length - 1)
    }
  }

  /** Identifiers that an event is about, in the order its data names them. */
  readonly subjectsOf = ({ data }: Pick<OpenedEvent, 'data'>): readonly string[] => touchedIds(data)

  /** Position of a device's event, searched from the newest; undefined: not in the store. */
  positionOf(device: string, seq: number): number | undefined {
    const code = this.#devices.find(device)
    for (let row = this.length - 1; row >= 0; row -= 1) {
      if (this.#seq.at(row) === seq && this.#device.at(row) === code) return row + 1
    }
    return undefined
  }

  /** Positions of the events that touched an identifier, newest first. */
  touching(id: string): readonly number[] {
    const positions: number[] = []
    for (let link = this.#lastLink.get(id) ?? END; link !== END; link = this.#linkBefore.at(link)) {
      positions.push(this.#linkEvent.at(link))
    }
    return positions
  }

  /** Positions that pass the filter, newest first. */
  find(filter: EventFilter): readonly number[] {
    const positions: number[] = []
    this.#each(filter, (position) => void positions.push(position))
    return positions
  }

  /**
   * At most `limit` positions below `before` (null: from the newest), and how many pass in all. Keyset: a page far
   * down costs what the first one costs, a walk over the columns.
   */
  page(filter: EventFilter, before: number | null, limit: number): EventPage {
    const positions: number[] = []
    let total = 0
    let more = false
    this.#each(filter, (position) => {
      total += 1
      if (before !== null && position >= before) return
      if (positions.length < limit) positions.push(position)
      else more = true
    })
    return { positions, total, more }
  }

  /** Positions of the newest events of a type, at most `limit`, newest first. */
  newest(type: string, limit: number): readonly number[] {
    const code = this.#types.find(type)
    const positions: number[] = []
    if (code === undefined) return positions
    for (let row = this.length - 1; row >= 0 && positions.length < limit; row -= 1) {
      if (this.#type.at(row) === code) positions.push(row + 1)
    }
    return positions
  }

  #each(filter: EventFilter, take: (position: number) => void): void {
    const passes = this.#passing(filter)
    if (filter.text !== '') {
      for (const position of this.#matching(filter.text)) if (passes(position - 1)) take(position)
      return
    }
    for (let row = this.length - 1; row >= 0; row -= 1) if (passes(row)) take(row + 1)
  }

  /** Whether a row passes all of the filter but its text. */
  #passing({ type, staffNo, refusedOnly, from, until }: EventFilter): (row: number) => boolean {
    const typeCode = type === null ? undefined : (this.#types.find(type) ?? -1)
    const byCode = staffNo === null ? undefined : (this.#people.find(staffNo) ?? -1)
    const refused =
      refusedOnly === true ? REFUSED_TYPES.map((name) => this.#types.find(name) ?? -1) : undefined
    return (row) =>
      (typeCode === undefined || this.#type.at(row) === typeCode) &&
      (byCode === undefined || this.#by.at(row) === byCode) &&
      (refused === undefined || refused.includes(this.#type.at(row))) &&
      (from === undefined || this.#at.at(row) >= from) &&
      (until === undefined || this.#at.at(row) < until)
  }

  #matching(text: string): readonly number[] {
    for (const id of this.#unindexedIds) this.#ids.set(id, id)
    this.#unindexedIds = []
    const found = new Set<number>()
    for (const { id } of this.#ids.find(text, Number.POSITIVE_INFINITY)) {
      for (const position of this.touching(id)) found.add(position)
    }
    return [...found].sort((a, b) => b - a)
  }
}
