/**
 * Which events are about which identifier: the numbers of an identifier's events as short rows, each the numbers that
 * were met between two writings, as differences in base 128. `merge` makes one row of many before a snapshot.
 */
import type { SqlValue } from 'sql.js'
import type { Db } from './db.ts'

/** Numbers held back at most. */
const MOST_HELD = 16_384
/** A row of more than this is not merged with another: appending would copy it again and again. */
const FULL_ROW_BYTES = 4096

export class Links {
  readonly #db: Db
  #held = new Map<string, number[]>()
  #count = 0

  constructor(db: Db) {
    this.#db = db
  }

  /** @param number of the event; ascending from call to call */
  add(subject: string, number: number): void {
    const held = this.#held.get(subject)
    if (held === undefined) this.#held.set(subject, [number])
    else held.push(number)
    this.#count += 1
    if (this.#count >= MOST_HELD) this.flush()
  }

  /** Numbers of the events about exactly this identifier, newest first. */
  of(subject: string): number[] {
    this.flush()
    const rows = this.#db.rows('SELECT numbers FROM link WHERE subject = ?', [subject])
    return rows.flatMap(([numbers]) => unpack(numbers)).sort((a, b) => b - a)
  }

  /** The same for every identifier that holds `part`. */
  matching(part: string): number[] {
    this.flush()
    const rows = this.#db.rows('SELECT numbers FROM link WHERE instr(subject, ?) > 0', [part])
    return [...new Set(rows.flatMap(([numbers]) => unpack(numbers)))].sort((a, b) => b - a)
  }

  flush(): void {
    if (this.#count === 0) return
    this.#db.transaction(() => {
      for (const [subject, numbers] of this.#held) this.#insert(subject, numbers)
    })
    this.#held = new Map()
    this.#count = 0
  }

  /** Joins the short rows of each identifier. Reads all of them: for the keeper, before it exports. */
  merge(): void {
    this.flush()
    const several = this.#db.column(
      'SELECT subject FROM link WHERE length(numbers) < ? GROUP BY subject HAVING count(*) > 1',
      [FULL_ROW_BYTES],
    )
    this.#db.transaction(() => {
      for (const subject of several.map(String)) {
        const short = this.#db.rows(
          'SELECT first, numbers FROM link WHERE subject = ? AND length(numbers) < ? ORDER BY first',
          [subject, FULL_ROW_BYTES],
        )
        for (const [first] of short) {
          this.#db.run('DELETE FROM link WHERE subject = ? AND first = ?', [subject, first ?? null])
        }
        this.#insert(
          subject,
          short.flatMap(([, numbers]) => unpack(numbers)),
        )
      }
    })
  }

  #insert(subject: string, numbers: readonly number[]): void {
    this.#db.run('INSERT INTO link VALUES (?, ?, ?)', [subject, numbers[0] ?? 0, pack(numbers)])
  }
}

/** Ascending numbers as their differences, seven bits a byte, the lowest first. */
function pack(numbers: readonly number[]): Uint8Array {
  const bytes: number[] = []
  let before = 0
  for (const number of numbers) {
    let rest = number - before
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128)
    bytes.push(rest)
    before = number
  }
  return Uint8Array.from(bytes)
}

function unpack(packed: SqlValue | undefined): number[] {
  if (!(packed instanceof Uint8Array)) throw new TypeError('a link without numbers')
  const numbers: number[] = []
  let number = 0
  let rest = 0
  let scale = 1
  for (const byte of packed) {
    rest += (byte % 128) * scale
    scale *= 128
    if (byte >= 128) continue
    number += rest
    numbers.push(number)
    rest = 0
    scale = 1
  }
  return numbers
}
