/** What a store must hold: every commit asked for, in order, and how many of them were acknowledged. */
import type { Commit, CommitDraft } from '../../../../main/journal/commit.ts'
import { sha256, hex } from '../../../../protocol/bytes.ts'
import { encodeCbor } from '../../../../protocol/cbor.ts'

/** A commit to the byte: origin, events, parts, context. */
export function fingerprint({ origin, events, context }: Commit | CommitDraft): string {
  const bytes = events.map((event) => event.bytes)
  const parts = events.flatMap((event, index) =>
    event.parts.map((part) => [index, part.name, part.salt, part.bytes] as const),
  )
  return hex(sha256(encodeCbor({ origin, bytes, parts, context: context ?? null })))
}

export class Truth {
  #asked: string[] = []
  #acknowledged = 0

  get asked(): number {
    return this.#asked.length
  }

  get acknowledged(): number {
    return this.#acknowledged
  }

  /** Before the append: the commit's fingerprint. Gives what `acknowledge` wants. */
  ask(commit: string): number {
    return this.#asked.push(commit)
  }

  acknowledge(number: number): void {
    if (number !== this.#acknowledged + 1) {
      throw new Error(`commit ${number} was acknowledged after ${this.#acknowledged}`)
    }
    this.#acknowledged = number
  }

  /**
   * What an opening delivered. Everything acknowledged, to the byte and in order; of the rest any number in
   * order. What was delivered counts as acknowledged from now on: the screens show it.
   */
  require(delivered: readonly Commit[]): void {
    const found = delivered.map(fingerprint)
    if (found.length < this.#acknowledged) {
      throw new Error(`${this.#acknowledged} commits were acknowledged, ${found.length} are there`)
    }
    if (found.length > this.#asked.length) {
      throw new Error(`${this.#asked.length} commits were asked for, ${found.length} are there`)
    }
    const wrong = found.findIndex((commit, index) => commit !== this.#asked[index])
    if (wrong !== -1) throw new Error(`commit ${wrong + 1} is another one than was asked for`)
    this.#asked = found
    this.#acknowledged = found.length
  }
}
