/** What a store must hold: every commit asked for, in order, and how many of them were acknowledged. */
import type { Commit, CommitDraft } from '../../../../main/journal/commit.ts'
import { sha256, hex } from '../../../../protocol/bytes.ts'
import { encodeCbor } from '../../../../protocol/cbor.ts'

/** A commit to the byte: origin, events, context; and its parts, which may be dropped one day. */
export interface Fingerprint {
  readonly events: string
  readonly parts: string
}

export function fingerprint({ origin, events, context }: Commit | CommitDraft): Fingerprint {
  const bytes = events.map((event) => event.bytes)
  const parts = events.flatMap((event, index) =>
    event.parts.map((part) => [index, part.name, part.salt, part.bytes] as const),
  )
  const hashOf = (content: Parameters<typeof encodeCbor>[0]): string => hex(sha256(encodeCbor(content)))
  return { events: hashOf({ origin, bytes, context: context ?? null }), parts: hashOf(parts) }
}

export const WITHOUT_PARTS = hex(sha256(encodeCbor([])))

interface Asked extends Fingerprint {
  /** Whether its parts are to be dropped, or are for certain. */
  readonly erased: 'no' | 'asked' | 'yes'
}

export class Truth {
  #asked: Asked[] = []
  #acknowledged = 0

  get asked(): number {
    return this.#asked.length
  }

  get acknowledged(): number {
    return this.#acknowledged
  }

  /** Before the append. Gives what `acknowledge` wants. */
  ask(commit: Fingerprint): number {
    return this.#asked.push({ ...commit, erased: 'no' })
  }

  acknowledge(number: number): void {
    if (number !== this.#acknowledged + 1) {
      throw new Error(`commit ${number} was acknowledged after ${this.#acknowledged}`)
    }
    this.#acknowledged = number
  }

  /** The parts of everything acknowledged are to be dropped. Gives what is to be called when they are. */
  erase(): () => void {
    const count = this.#acknowledged
    const mark = (erased: Asked['erased']): void => {
      this.#asked = this.#asked.map((one, index) => (index < count ? { ...one, erased } : one))
    }
    mark('asked')
    return () => mark('yes')
  }

  /**
   * What an opening delivered. Everything acknowledged, to the byte and in order; of the rest any number in
   * order. What was delivered counts as acknowledged from now on: the screens show it.
   */
  require(delivered: readonly Fingerprint[]): void {
    if (delivered.length < this.#acknowledged) {
      throw new Error(`${this.#acknowledged} commits were acknowledged, ${delivered.length} are there`)
    }
    if (delivered.length > this.#asked.length) {
      throw new Error(`${this.#asked.length} commits were asked for, ${delivered.length} are there`)
    }
    this.#asked = delivered.map((found, index) => this.#same(found, index))
    this.#acknowledged = delivered.length
  }

  #same(found: Fingerprint, index: number): Asked {
    const asked = this.#asked[index]
    if (asked?.events !== found.events)
      throw new Error(`commit ${index + 1} is another one than was asked for`)
    const whole = found.parts === asked.parts
    const bare = found.parts === WITHOUT_PARTS
    if (asked.erased === 'yes' ? !bare : !whole && !(bare && asked.erased === 'asked')) {
      throw new Error(`the parts of commit ${index + 1}: ${bare ? 'gone' : 'there'}, ${asked.erased} erased`)
    }
    return { ...asked, erased: bare ? 'yes' : 'no' }
  }
}
