/**
 * Finds texts by exact match, beginning or any part: one joined string and `indexOf`, which at 100,000 texts takes
 * under a millisecond where SQLite's LIKE takes 25 (LIBRARIES.md). The string is read from the database in one
 * question when it is first needed; what changes afterwards stands beside it, until so much has that it is read anew.
 */
const LINE = '\n'
const REREAD_AFTER = 512

/** Texts and whose they are, joined by LF, in the same order; '' when there are none. */
export interface Joined {
  readonly ids: string
  readonly texts: string
}

export type MatchRank = 'exact' | 'prefix' | 'part'
export interface Match {
  readonly id: string
  readonly rank: MatchRank
}

export class JoinedTexts {
  readonly #read: () => Joined
  #lines: Lines | undefined
  /** Not, or differently, in the lines. */
  readonly #changed = new Map<string, string>()

  /** @param read what the database has now, changes included; no text is '' */
  constructor(read: () => Joined) {
    this.#read = read
  }

  /** The text of `id` is another one now; '' is never found. */
  change(id: string, text: string): void {
    if (this.#lines === undefined) return
    this.#changed.set(id, text)
    if (this.#changed.size <= REREAD_AFTER) return
    this.#lines = undefined
    this.#changed.clear()
  }

  /** Reads now what the first question would have to wait for. */
  prepare(): Lines {
    this.#lines ??= new Lines(this.#read())
    return this.#lines
  }

  /** Up to `limit` ids, exact matches first, then beginnings, then parts. */
  find(text: string, limit: number): readonly Match[] {
    if (text === '' || text.includes(LINE)) return []
    const lines = this.prepare()
    const ranks: readonly [MatchRank, string][] = [
      ['exact', LINE + text + LINE],
      ['prefix', LINE + text],
      ['part', text],
    ]
    const found = new Map<string, MatchRank>()
    for (const [rank, needle] of ranks) {
      for (const [id, changed] of this.#changed) {
        if (found.size >= limit) break
        if (changed !== '' && (LINE + changed + LINE).includes(needle) && !found.has(id)) found.set(id, rank)
      }
      for (const id of lines.matching(needle)) {
        if (found.size >= limit) break
        if (!this.#changed.has(id) && !found.has(id)) found.set(id, rank)
      }
    }
    return [...found].map(([id, rank]) => ({ id, rank }))
  }
}

class Lines {
  readonly #texts: string
  readonly #ids: string
  /** Where each text begins, and each identifier. */
  readonly #textStarts: Uint32Array
  readonly #idStarts: Uint32Array

  constructor({ ids, texts }: Joined) {
    this.#texts = LINE + texts + LINE
    this.#ids = LINE + ids + LINE
    this.#textStarts = startsOf(this.#texts)
    this.#idStarts = startsOf(this.#ids)
  }

  /** Identifiers of the lines that hold `needle`, each once; LF in it stands for a line's beginning or end. */
  *matching(needle: string): Generator<string> {
    let from = 0
    for (;;) {
      const at = this.#texts.indexOf(needle, from)
      if (at < 0) return
      const line = this.#lineAt(needle.startsWith(LINE) ? at + 1 : at)
      const [start, end] = [this.#idStarts[line], this.#idStarts[line + 1]]
      if (start === undefined || end === undefined) return
      yield this.#ids.slice(start, end - 1)
      // On to the next line; the LF before it stays in view for an exact match or a beginning.
      from = (this.#textStarts[line + 1] ?? this.#texts.length) - 1
    }
  }

  /** The last line that begins at or before an offset: binary search. */
  #lineAt(offset: number): number {
    let low = 0
    let high = this.#textStarts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#textStarts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return low
  }
}

/** Offsets after every LF; the last is behind the end of the last line. */
function startsOf(joined: string): Uint32Array {
  const starts: number[] = []
  for (let at = joined.indexOf(LINE); at >= 0; at = joined.indexOf(LINE, at + 1)) starts.push(at + 1)
  return Uint32Array.from(starts)
}
