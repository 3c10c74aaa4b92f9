/**
 * Finds texts by exact match, beginning or any part: one joined string and `indexOf`, which at 100,000 texts
 * takes under a millisecond where SQLite's LIKE takes 25 (LIBRARIES.md). A changed text is kept beside the
 * joined string until so many have changed that joining again pays.
 */
const SEPARATOR = '\n'
const REJOIN_AFTER = 512

export type MatchRank = 'exact' | 'prefix' | 'part'
export interface Match {
  readonly id: string
  readonly rank: MatchRank
}

export class SubstringIndex {
  readonly #texts = new Map<string, string>()
  /** Not, or differently, in the joined string. */
  readonly #changed = new Set<string>()
  #joined = SEPARATOR
  #ids: string[] = []
  /** Where each text begins in the joined string, ascending. */
  #starts: number[] = []

  /** Sets the text to be found for `id`; '' is never found. */
  set(id: string, text: string): void {
    if (this.#texts.get(id) === text) return
    this.#texts.set(id, text)
    this.#changed.add(id)
  }

  delete(id: string): void {
    if (this.#texts.delete(id)) this.#changed.add(id)
  }

  /** Joins again if so many have changed that it pays. */
  prepare(): void {
    if (this.#changed.size > REJOIN_AFTER) this.#join()
  }

  /** Up to `limit` ids, exact matches first, then beginnings, then parts. */
  find(text: string, limit: number): readonly Match[] {
    if (text === '' || text.includes(SEPARATOR)) return []
    this.prepare()
    const ranks: readonly [MatchRank, string][] = [
      ['exact', SEPARATOR + text + SEPARATOR],
      ['prefix', SEPARATOR + text],
      ['part', text],
    ]
    const found = new Map<string, MatchRank>()
    for (const [rank, needle] of ranks) {
      for (const id of this.#changed) {
        if (found.size >= limit) break
        if ((SEPARATOR + (this.#texts.get(id) ?? '') + SEPARATOR).includes(needle)) {
          if (!found.has(id)) found.set(id, rank)
        }
      }
      this.#scan(needle, rank, limit, found)
    }
    return [...found].map(([id, rank]) => ({ id, rank }))
  }

  #scan(needle: string, rank: MatchRank, limit: number, found: Map<string, MatchRank>): void {
    let from = 0
    while (found.size < limit) {
      const at = this.#joined.indexOf(needle, from)
      if (at < 0) return
      const index = this.#indexAt(needle.startsWith(SEPARATOR) ? at + 1 : at)
      const id = this.#ids[index]
      if (id === undefined) return
      if (!this.#changed.has(id) && !found.has(id)) found.set(id, rank)
      // On to the next text; its separator stays in view for an exact or prefix match.
      from = (this.#starts[index + 1] ?? this.#joined.length) - 1
    }
  }

  /** The last text that begins at or before an offset: binary search. */
  #indexAt(offset: number): number {
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return low
  }

  #join(): void {
    this.#ids = []
    this.#starts = []
    let offset = SEPARATOR.length
    const texts: string[] = []
    for (const [id, text] of this.#texts) {
      if (text === '') continue
      this.#ids.push(id)
      this.#starts.push(offset)
      texts.push(text)
      offset += text.length + SEPARATOR.length
    }
    this.#joined = SEPARATOR + texts.join(SEPARATOR) + SEPARATOR
    this.#changed.clear()
  }
}
