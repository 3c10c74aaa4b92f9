/** The inventory's figures, kept with every change and never counted (PROMISES.md: counts ≤ 1 ms). */
import type { Fob } from '../../domain/model.ts'
import type { CustodyPlace, SeedState } from '../../domain/vocabulary.ts'
import { expiryMonth } from './expiry-month.ts'

/** How many there are of each; a value nobody has is absent. */
export class Tally<K> {
  readonly #counts: Map<K, number>

  constructor(kept: readonly (readonly [K, number])[] = []) {
    this.#counts = new Map(kept)
  }

  add(key: K, by: 1 | -1): void {
    const count = (this.#counts.get(key) ?? 0) + by
    if (count === 0) this.#counts.delete(key)
    else this.#counts.set(key, count)
  }

  get(key: K): number {
    return this.#counts.get(key) ?? 0
  }

  entries(): readonly (readonly [K, number])[] {
    return [...this.#counts]
  }

  /** The sum over the keys that pass. */
  sum(passes: (key: K) => boolean): number {
    let sum = 0
    for (const [key, count] of this.#counts) if (passes(key)) sum += count
    return sum
  }
}

/** The tallies by name, as lists of (key, count). */
export type KeptCounters = ReturnType<FobCounters['kept']>

export class FobCounters {
  readonly byPlace: Tally<CustodyPlace>
  readonly bySeed: Tally<SeedState>
  readonly byModel: Tally<string>
  /** 'YYYY-MM' (Asia/Tokyo). */
  readonly byExpiryMonth: Tally<string>
  /** Fobs that serve somebody, by トークン有効期限 in ms: what of them ends soon is a sum over few keys. */
  readonly servingByExpiry: Tally<number>
  /** 在庫 that could be issued, by トークン有効期限 in ms. */
  readonly stockByExpiry: Tally<number>
  #total: number

  constructor(kept?: KeptCounters) {
    this.byPlace = new Tally(kept?.byPlace)
    this.bySeed = new Tally(kept?.bySeed)
    this.byModel = new Tally(kept?.byModel)
    this.byExpiryMonth = new Tally(kept?.byExpiryMonth)
    this.servingByExpiry = new Tally(kept?.servingByExpiry)
    this.stockByExpiry = new Tally(kept?.stockByExpiry)
    this.#total = kept?.total ?? 0
  }

  kept() {
    return {
      byPlace: this.byPlace.entries(),
      bySeed: this.bySeed.entries(),
      byModel: this.byModel.entries(),
      byExpiryMonth: this.byExpiryMonth.entries(),
      servingByExpiry: this.servingByExpiry.entries(),
      stockByExpiry: this.stockByExpiry.entries(),
      total: this.#total,
    }
  }

  get total(): number {
    return this.#total
  }

  /** A fob appeared (`before` undefined), changed, or was never there (`after` null). */
  change(before: Fob | undefined, after: Fob | null): void {
    this.#total += (after === null ? 0 : 1) - (before === undefined ? 0 : 1)
    if (before !== undefined) this.#count(before, -1)
    if (after !== null) this.#count(after, 1)
  }

  #count(fob: Fob, by: 1 | -1): void {
    this.byPlace.add(fob.custody.place, by)
    this.bySeed.add(fob.seed.state, by)
    this.byModel.add(fob.model, by)
    this.byExpiryMonth.add(expiryMonth(fob.expiresAt), by)
    if (fob.loginIds.length > 0) this.servingByExpiry.add(fob.expiresAt, by)
    if (isIssuable(fob)) this.stockByExpiry.add(fob.expiresAt, by)
  }
}

/** In stock and writable: a factory-seeded fob can be issued only while it never left the bank (rule 8). */
function isIssuable(fob: Fob): boolean {
  const writable = fob.seed.state !== 'factory' || !fob.reseedNeeded
  return fob.custody.place === 'stock' && fob.incident === null && fob.loginIds.length === 0 && writable
}
