/** All that is random in a schedule, from its seed: the same seed is the same schedule on every machine. */
export class Chance {
  #state: number

  /** @param seed any whole number */
  constructor(seed: number) {
    this.#state = Math.imul(seed, 0x9e3779b1) | 0
  }

  /** In [0, 1): mulberry32 (T. Ettinger). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  /** A whole number from 0 to `count` − 1. */
  below(count: number): number {
    return Math.floor(this.next() * count)
  }

  likely(probability: number): boolean {
    return this.next() < probability
  }

  of<T>(values: readonly T[]): T | undefined {
    return values[this.below(values.length)]
  }

  bytes(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => this.below(256))
  }
}
