/**
 * The state with the commits in flight: what the next decision is made on (ARCHITECTURE.md, Serial decide). An
 * overlay on the durable state, which is gone as soon as nothing is in flight: what was not acknowledged is
 * never seen by screens, replies or synchronisation.
 */
import type { DeskEvent, EventType } from '../../domain/events.ts'
import { evolve } from '../../domain/evolve.ts'
import { MemoryState } from '../../domain/memory-state.ts'
import type { State } from '../../domain/model.ts'
import type { OpenedEvent } from '../../protocol/envelope.ts'
import type { Draft } from './seal-drafts.ts'

/**
 * Facts that a decision reads beside the state (`Context.clock`, desk time): the overlay does not know them, so the
 * decision after one of these waits until it is recorded.
 */
export const besideState: ReadonlySet<EventType> = new Set<EventType>([
  'BranchOpened',
  'ClockMeasured',
  'ClockPermitted',
  'IssuanceStarted',
])

export class InFlight {
  readonly #durable: () => State
  #overlay: MemoryState | undefined
  #commits = 0
  #sinceEmpty = 0

  constructor(durable: () => State) {
    this.#durable = durable
  }

  /** What the next decision is made on. */
  get state(): State {
    return this.#overlay ?? this.#durable()
  }

  /** Commits since nothing was in flight: the overlay holds what all of them changed. */
  get sinceEmpty(): number {
    return this.#sinceEmpty
  }

  /** A commit was given to the journal and is not durable yet. */
  begin(drafts: readonly Draft[], sealed: readonly OpenedEvent[]): void {
    this.#commits++
    this.#sinceEmpty++
    this.#overlay ??= new MemoryState(this.#durable())
    for (const [index, { id, realm, device, seq, at, by }] of sealed.entries()) {
      const draft = drafts[index]?.draft
      if (draft === undefined) throw new TypeError('more events than drafts')
      const event: DeskEvent = { ...draft, meta: { id, realm, device, seq, at, by } }
      this.#overlay.apply(evolve(this.#overlay, event))
    }
  }

  /** One of them is durable and projected: the durable state now says the same. */
  end(): void {
    this.#commits--
    if (this.#commits === 0) this.discard()
  }

  /** None of them counts any more. */
  discard(): void {
    this.#commits = 0
    this.#sinceEmpty = 0
    this.#overlay = undefined
  }
}
