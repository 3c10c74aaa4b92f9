/**
 * Guessing spread over many fobs, a few codes at each, meets no fob's own counter. So wrong codes are counted over
 * the whole fleet too; past the limit one right code is not enough any more, and the next one is asked for as well
 * (`counters.ts`). Nobody is locked out: a customer types two codes, a guesser would have to guess both.
 */
import { dateAt } from '../../domain/calendar.ts'
import type { Hub } from '../hub.ts'

/**
 * Wrong codes in 24 hours. With one window of three codes of a million each guess hits with 3 × 10⁻⁶: so many
 * guesses are 0.01 expected hits. Of 100,000 customers it is one in thirty who mistypes once on one day.
 */
export const FLEET_LIMIT = 3333
const DAY_MS = 86_400_000
/** The count is asked for again after so long, in milliseconds; a process adds its own at once. */
const FRESH_MS = 1000

export class FleetGuard {
  readonly limit: number
  #failures = 0
  #readAt: number | null = null
  #reading: Promise<void> | undefined
  #alarmedOn = ''

  constructor(limit: number = FLEET_LIMIT) {
    this.limit = limit
  }

  /** Wrong codes of the last 24 hours, as far as this process knows. */
  get failures(): number {
    return this.#failures
  }

  /** Whether one code is too little at the moment. */
  get asksTwo(): boolean {
    return this.#failures >= this.limit
  }

  /** Before a decision: reads the count if it is old, and leaves head office a task when the limit is passed. */
  async fresh({ now, store }: Hub): Promise<void> {
    const at = now()
    // Either way round: a clock that was set back must not keep an old count for years.
    const old = this.#readAt === null || Math.abs(at - this.#readAt) >= FRESH_MS
    if (old) this.#reading ??= this.#read({ now, store }).finally(() => (this.#reading = undefined))
    await this.#reading
    if (this.asksTwo) await this.#alarm({ now, store })
  }

  /** A wrong code was counted by this process. */
  add(): void {
    this.#failures += 1
  }

  async #read({ now, store }: Pick<Hub, 'now' | 'store'>): Promise<void> {
    const at = now()
    this.#failures = await store.read((reader) => reader.wrongCodes(at - DAY_MS, at))
    this.#readAt = at
  }

  /** One task a day (Tokyo's), whichever process is first. */
  async #alarm({ now, store }: Pick<Hub, 'now' | 'store'>): Promise<void> {
    const since = now()
    const day = dateAt(since)
    if (this.#alarmedOn === day) return
    await store.claimDocument('fleetAlarm', day, { since, failures: this.#failures, seenBy: null })
    this.#alarmedOn = day
  }
}
