/**
 * When, what kind, by whom and by which device: seventeen bytes of every event, in blocks of the database. A million
 * events as objects would take hundreds of megabytes; the audit list looks through these in milliseconds.
 */
import type { Db } from './db.ts'

const BLOCK_EVENTS = 4096
/** Float64 at, Uint32 seq, Uint16 by, Uint16 device, Uint8 type: the widest first, so that each is aligned. */
const BLOCK_BYTES = BLOCK_EVENTS * (8 + 4 + 2 + 2 + 1)

export interface EventColumns {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly seq: number
  readonly by: number
  readonly device: number
  readonly type: number
}

/** The columns of 4096 events in a row. */
class Block {
  readonly bytes: Uint8Array
  readonly at: Float64Array
  readonly seq: Uint32Array
  readonly by: Uint16Array
  readonly device: Uint16Array
  readonly type: Uint8Array

  constructor(kept?: Uint8Array) {
    const buffer = new ArrayBuffer(BLOCK_BYTES)
    this.bytes = new Uint8Array(buffer)
    if (kept !== undefined) this.bytes.set(kept)
    let offset = 0
    const next = (width: number): [ArrayBuffer, number, number] => {
      const begins = offset
      offset += BLOCK_EVENTS * width
      return [buffer, begins, BLOCK_EVENTS]
    }
    this.at = new Float64Array(...next(8))
    this.seq = new Uint32Array(...next(4))
    this.by = new Uint16Array(...next(2))
    this.device = new Uint16Array(...next(2))
    this.type = new Uint8Array(...next(1))
  }
}

export class EventTable {
  readonly #db: Db
  #length: number
  /** The block that is being filled. */
  #open: Block
  /** The full block that was read last. */
  #read: { readonly number: number; readonly block: Block } | undefined

  /** @param length events that the database holds already */
  constructor(db: Db, length: number) {
    this.#db = db
    this.#length = length
    this.#open = length % BLOCK_EVENTS === 0 ? new Block() : this.#fetch(Math.floor(length / BLOCK_EVENTS))
  }

  get length(): number {
    return this.#length
  }

  push({ at, seq, by, device, type }: EventColumns): void {
    const row = this.#length % BLOCK_EVENTS
    this.#open.at[row] = at
    this.#open.seq[row] = seq
    this.#open.by[row] = by
    this.#open.device[row] = device
    this.#open.type[row] = type
    this.#length += 1
    if (this.#length % BLOCK_EVENTS !== 0) return
    this.#keep(this.#length / BLOCK_EVENTS - 1)
    this.#open = new Block()
  }

  /** @param position from 1 */
  at(position: number): EventColumns {
    if (position < 1 || position > this.#length) throw new RangeError(`no event ${position}`)
    const { block, row } = this.#find(position)
    return {
      at: block.at[row] ?? 0,
      seq: block.seq[row] ?? 0,
      by: block.by[row] ?? 0,
      device: block.device[row] ?? 0,
      type: block.type[row] ?? 0,
    }
  }

  /** Writes the block that is being filled, so that a copy of the database holds all. */
  flush(): void {
    if (this.#length % BLOCK_EVENTS !== 0) this.#keep(Math.floor(this.#length / BLOCK_EVENTS))
  }

  #find(position: number): { readonly block: Block; readonly row: number } {
    const number = Math.floor((position - 1) / BLOCK_EVENTS)
    const row = (position - 1) % BLOCK_EVENTS
    if (number === Math.floor(this.#length / BLOCK_EVENTS)) return { block: this.#open, row }
    if (this.#read?.number !== number) this.#read = { number, block: this.#fetch(number) }
    return { block: this.#read.block, row }
  }

  #fetch(number: number): Block {
    const [bytes] = this.#db.row('SELECT bytes FROM event_block WHERE block = ?', [number]) ?? []
    if (!(bytes instanceof Uint8Array) || bytes.length !== BLOCK_BYTES) {
      throw new RangeError(`no block ${number} of events`)
    }
    return new Block(bytes)
  }

  #keep(number: number): void {
    this.#db.run('INSERT OR REPLACE INTO event_block VALUES (?, ?)', [number, this.#open.bytes])
  }
}
