/**
 * Finds texts by exact match, beginning or any part: one joined string and `indexOf`, which at 100,000 texts takes
 * under a millisecond where SQLite's LIKE takes 25 (LIBRARIES.md). The string is read from the database in one
 * question when it is first needed; what changes afterwards stands beside it, until so much has that it is read anew.
 */
const LINE = '\n'
const REREAD_AFTER = 512

/** Texts and whose they are, joined by LF, in the same order; '' when there are none. */
export interface Joined {
  /** How many. */
  readonly lines: number
  readonly ids: string
  readonly texts: string
}

/** Best first. */
const ranks = ['exact', 'prefix', 'part'] as const
export type MatchRank = (typeof ranks)[number]
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
    const found = new Found(limit)
    for (const [id, changed] of this.#changed) {
      const at = changed.indexOf(text)
      if (at >= 0) found.add(id, rankOf(at === 0, changed.length === text.length))
    }
    lines.search(text, found, this.#changed)
    return found.best()
  }
}

function rankOf(atStart: boolean, wholeLength: boolean): MatchRank {
  return !atStart ? 'part' : wholeLength ? 'exact' : 'prefix'
}

/** Matches by rank, as many as can still be among the best. */
class Found {
  readonly #limit: number
  readonly #ids: Readonly<Record<MatchRank, string[]>> = { exact: [], prefix: [], part: [] }

  constructor(limit: number) {
    this.#limit = limit
  }

  add(id: string, rank: MatchRank): void {
    this.#ids[rank].push(id)
  }

  /** The least that another match must be to be of use; undefined: none is. */
  get wanted(): MatchRank | undefined {
    const { exact, prefix, part } = this.#ids
    if (exact.length >= this.#limit) return undefined
    if (exact.length + prefix.length >= this.#limit) return 'exact'
    return exact.length + prefix.length + part.length >= this.#limit ? 'prefix' : 'part'
  }

  best(): readonly Match[] {
    return ranks.flatMap((rank) => this.#ids[rank].map((id): Match => ({ id, rank }))).slice(0, this.#limit)
  }
}

class Lines {
  readonly #texts: string
  readonly #ids: string
  /** Where each text begins, and each identifier. */
  readonly #textStarts: Uint32Array
  readonly #idStarts: Uint32Array

  constructor({ lines, ids, texts }: Joined) {
    this.#texts = LINE + texts + LINE
    this.#ids = LINE + ids + LINE
    this.#textStarts = startsOf(this.#texts, lines)
    this.#idStarts = startsOf(this.#ids, lines)
  }

  /**
   * Adds the lines that hold `text` and whose identifier is not one of `except`. One walk finds all ranks: a line that
   * begins with the text is met there first. When enough parts are known it goes on for beginnings alone, and so on.
   */
  search(text: string, found: Found, except: ReadonlyMap<string, unknown>): void {
    const needles: Readonly<Record<MatchRank, string>> = {
      exact: LINE + text + LINE,
      prefix: LINE + text,
      part: text,
    }
    let from = 0
    for (let { wanted } = found; wanted !== undefined; { wanted } = found) {
      const at = this.#texts.indexOf(needles[wanted], from)
      if (at < 0) return
      const textAt = wanted === 'part' ? at : at + LINE.length
      const line = this.#lineAt(textAt)
      const [start, end] = [this.#idStarts[line], this.#idStarts[line + 1]]
      const [textStart, textEnd] = [this.#textStarts[line], this.#textStarts[line + 1]]
      if (start === undefined || end === undefined || textStart === undefined || textEnd === undefined) return
      const id = this.#ids.slice(start, end - 1)
      const whole = textEnd - 1 - textStart === text.length
      if (!except.has(id)) found.add(id, rankOf(textAt === textStart, whole))
      // On to the next line; the LF before it stays in view for an exact match or a beginning.
      from = textEnd - 1
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

/** Offsets after every LF: where each line begins, and the last is behind the end of the last line. */
function startsOf(joined: string, lines: number): Uint32Array {
  const starts = new Uint32Array(lines + 1)
  let at = -1
  for (let line = 0; line <= lines; line += 1) {
    at = joined.indexOf(LINE, at + 1)
    starts[line] = at + 1
  }
  return starts
}
