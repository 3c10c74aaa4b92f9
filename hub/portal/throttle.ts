/**
 * Slows down who tries again and again: a bucket of attempts per key that refills with time (ours). Kept in
 * memory: with several processes each allows its share. One-time passwords are limited by their fob's counters.
 */
interface Bucket {
  readonly left: number
  readonly at: number
}

export class Throttle {
  readonly #buckets = new Map<string, Bucket>()
  readonly #size: number
  readonly #refillMs: number
  readonly #keys: number

  /**
   * @param size attempts at once
   * @param refillMs after which one more is allowed
   * @param keys how many keys are remembered; whoever fills it up makes it forget the oldest first
   */
  constructor(size: number, refillMs: number, keys = 20_000) {
    this.#size = size
    this.#refillMs = refillMs
    this.#keys = keys
  }

  /** Takes an attempt. Answers 0, or the milliseconds until there is one again. */
  take(key: string, now: number): number {
    const left = this.#left(key, now)
    if (left < 1) return Math.ceil((1 - left) * this.#refillMs)
    this.#keep(key, { left: left - 1, at: now })
    return 0
  }

  /** A right password: whoever mistyped before it starts afresh. */
  forget(key: string): void {
    this.#buckets.delete(key)
  }

  #left(key: string, now: number): number {
    const bucket = this.#buckets.get(key)
    if (bucket === undefined) return this.#size
    const refilled = Math.max(0, now - bucket.at) / this.#refillMs
    return Math.min(this.#size, bucket.left + refilled)
  }

  #keep(key: string, bucket: Bucket): void {
    this.#buckets.delete(key)
    this.#buckets.set(key, bucket)
    if (this.#buckets.size <= this.#keys) return
    const oldest = this.#buckets.keys().next()
    if (oldest.done !== true) this.#buckets.delete(oldest.value)
  }
}
