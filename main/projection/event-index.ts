/**
 * What of every event stays in memory for good: who, when, what kind, and which identifiers it touched. The
 * bytes stay in the journal.
 */
import type { OpenedEvent } from '../../protocol/envelope.ts'
import { bytes8, Dictionary, doubles, ints16, ints32 } from './columns.ts'
import { EventTexts } from './event-texts.ts'
import { SubstringIndex } from './substring-index.ts'
import { touchedIds } from './touched.ts'

/** One event as the histories need it. */
export interface IndexedEvent {
  /** Number of the event in the store, from 1. */
  readonly position: number
  readonly id: string
  readonly type: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly by: string | null
  readonly device: string
  readonly seq: number
  /** JSON of the event's data. */
  readonly data: string
  readonly signedBy: readonly string[]
  /** Identifiers it is about. */
  readonly touched: readonly string[]
}

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
  readonly #texts = new EventTexts()
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
    this.#texts.push({
      id: event.id,
      data: JSON.stringify(event.data),
      signedBy: event.signatures.map(({ by }) => by),
    })
    for (const id of touchedIds(event.data)) {
      const before = this.#lastLink.get(id)
      if (before === undefined) this.#unindexedIds.push(id)
      this.#linkEvent.push(position)
      this.#linkBefore.push(before ?? END)
      this.#lastLink.set(id, this.#linkEvent.length - 1)
    }
  }

  /** The event at a position (from 1). */
  get(position: number): IndexedEvent {
    const row = position - 1
    const { id, data, signedBy } = this.#texts.at(row)
    const by = this.#people.textOf(this.#by.at(row))
    return {
      position,
      id,
      type: this.#types.textOf(this.#type.at(row)),
      at: this.#at.at(row),
      by: by === NOBODY ? null : by,
      device: this.#devices.textOf(this.#device.at(row)),
      seq: this.#seq.at(row),
      data,
      signedBy,
      touched: touchedIds(JSON.parse(data)),
    }
  }

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
  find({ text, type, staffNo, refusedOnly, from, until }: EventFilter): readonly number[] {
    const typeCode = type === null ? undefined : (this.#types.find(type) ?? -1)
    const byCode = staffNo === null ? undefined : (this.#people.find(staffNo) ?? -1)
    const refused =
      refusedOnly === true ? REFUSED_TYPES.map((name) => this.#types.find(name) ?? -1) : undefined
    const positions: number[] = []
    const take = (position: number): void => {
      const row = position - 1
      if (typeCode !== undefined && this.#type.at(row) !== typeCode) return
      if (byCode !== undefined && this.#by.at(row) !== byCode) return
      if (refused !== undefined && !refused.includes(this.#type.at(row))) return
      if (from !== undefined && this.#at.at(row) < from) return
      if (until !== undefined && this.#at.at(row) >= until) return
      positions.push(position)
    }
    if (text !== '') this.#matching(text).forEach(take)
    else for (let position = this.length; position > 0; position -= 1) take(position)
    return positions
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
