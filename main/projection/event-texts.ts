/**
 * The events' data as text, for the histories: compressed blocks of 256. A history reads a few blocks, the
 * memory stays at some 30 bytes an event, and no journal segment has to be opened and decrypted for a screen.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { z } from 'zod'

const BLOCK_EVENTS = 256
/** The fastest level: the texts repeat so much that higher ones gain little. */
const LEVEL = 1
/** Unpacked blocks kept: a page of the audit list reads neighbours. */
const KEPT_BLOCKS = 4

/** What of an event only a history shows. */
export interface EventText {
  readonly id: string
  /** JSON of the event's data, personal parts left out. */
  readonly data: string
  readonly signedBy: readonly string[]
}

const block = z.array(z.tuple([z.string(), z.string(), z.array(z.string())]))
type Row = z.infer<typeof block>[number]

export class EventTexts {
  readonly #packed: Uint8Array[] = []
  #open: Row[] = []
  readonly #unpacked = new Map<number, readonly Row[]>()

  push({ id, data, signedBy }: EventText): void {
    this.#open.push([id, data, [...signedBy]])
    if (this.#open.length < BLOCK_EVENTS) return
    // A copy: zlib's answer is a view of a whole 16 KiB chunk, which would stay in memory with it.
    this.#packed.push(new Uint8Array(deflateRawSync(JSON.stringify(this.#open), { level: LEVEL })))
    this.#open = []
  }

  /** The text of event `index`, from 0. */
  at(index: number): EventText {
    const row = this.#block(Math.floor(index / BLOCK_EVENTS))[index % BLOCK_EVENTS]
    if (row === undefined) throw new RangeError(`no event ${index}`)
    const [id, data, signedBy] = row
    return { id, data, signedBy }
  }

  #block(number: number): readonly Row[] {
    if (number === this.#packed.length) return this.#open
    const kept = this.#unpacked.get(number)
    if (kept !== undefined) return kept
    const packed = this.#packed[number]
    if (packed === undefined) throw new RangeError(`no block ${number}`)
    const rows = block.parse(JSON.parse(inflateRawSync(packed).toString('utf8')))
    this.#unpacked.set(number, rows)
    for (const oldest of this.#unpacked.keys()) {
      if (this.#unpacked.size <= KEPT_BLOCKS) break
      this.#unpacked.delete(oldest)
    }
    return rows
  }
}
