/**
 * A store that could not be written opens itself anew: close, wait, open, fold, as often as it takes. What was
 * acknowledged is in the journal; what was not is gone with the old projection.
 */
import type { Refusal } from '../../domain/decide-types.ts'
import type { RefusalCode } from '../../domain/refusals.ts'
import { storeFailure } from './answers.ts'
import type { Effects } from './ports.ts'

const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 60_000

/** What goes away by itself or by somebody's hand. Anything else is for head office, and no second try helps. */
const passing: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'DISK_FULL',
  'STORE_READONLY',
  'STORE_MISSING',
  'JOURNAL_BROKEN',
  'JOURNAL_LOCKED',
])

export interface Trouble {
  readonly error: unknown
  readonly failure: Refusal
  /** It will not be tried again: this store must be looked at by somebody. */
  readonly final: boolean
}

export interface RecoveryOptions {
  readonly effects: Pick<Effects, 'after'>
  readonly close: () => Promise<void>
  readonly reopen: () => Promise<void>
  readonly onTrouble: (trouble: Trouble | null) => void
}

export class Recovery {
  readonly #options: RecoveryOptions
  #trouble: Trouble | null = null
  #closing: Promise<void> | undefined
  #trying: Promise<void> | undefined
  #waitMs = FIRST_WAIT_MS
  #cancelWait: (() => void) | undefined
  #ended = false

  constructor(options: RecoveryOptions) {
    this.#options = options
  }

  get trouble(): Trouble | null {
    return this.#trouble
  }

  /** Throws the journal's error while the store cannot be written. */
  requireNone(): void {
    if (this.#trouble !== null) throw this.#trouble.error
  }

  /** A write has failed. What failed with it, and after it, is the same trouble. */
  begin(error: unknown): void {
    if (this.#trouble !== null || this.#ended) return
    this.#enter(error)
    // The journal is closed as far as it will go; that it could not write its anchor is no news.
    this.#closing = this.#options.close().catch(() => undefined)
    this.#wait()
  }

  /** Tries now; one try at a time. Resolves when it has been tried, well or not. */
  retry(): Promise<void> {
    if (this.#trouble === null || this.#trouble.final || this.#ended) return Promise.resolve()
    this.#cancelWait?.()
    this.#trying ??= this.#try().finally(() => (this.#trying = undefined))
    return this.#trying
  }

  /** No more tries. Resolves when none is under way. */
  async end(): Promise<void> {
    this.#ended = true
    this.#cancelWait?.()
    await this.#trying
    await this.#closing
  }

  async #try(): Promise<void> {
    await this.#closing
    try {
      await this.#options.reopen()
    } catch (error) {
      this.#enter(error)
      this.#wait()
      return
    }
    this.#trouble = null
    this.#waitMs = FIRST_WAIT_MS
    this.#options.onTrouble(null)
  }

  #enter(error: unknown): void {
    const failure = storeFailure(error) ?? { ok: false, code: 'JOURNAL_BROKEN', detail: { where: '' } }
    this.#trouble = { error, failure, final: !passing.has(failure.code) }
    this.#options.onTrouble(this.#trouble)
  }

  #wait(): void {
    if (this.#trouble?.final !== false || this.#ended) return
    this.#cancelWait = this.#options.effects.after(this.#waitMs, () => void this.retry())
    this.#waitMs = Math.min(this.#waitMs * 2, LONGEST_WAIT_MS)
  }
}
