/**
 * An open store: journal and projection behind one queue. Whatever is written goes through `commit` or
 * `applyPulled`, one at a time, in the order it was asked for.
 */
import type { Refusal } from '../../domain/decide-types.ts'
import type { EventDraft } from '../../domain/events.ts'
import { refuse } from '../../domain/refuse.ts'
import type { State } from '../../domain/model.ts'
import type { OpenedEvent } from '../../protocol/envelope.ts'
import type { Journal } from '../journal/types.ts'
import type { Projection } from '../projection/projection.ts'
import type { Effects } from './ports.ts'
import type { Profile } from './profile.ts'
import { sealDrafts, type Author, type Draft } from './seal-drafts.ts'

/** So many events are folded between two turns of the event loop. */
const FOLD_BATCH = 500

export interface StoreOptions {
  readonly profile: Profile
  readonly journal: Journal
  readonly projection: Projection
  readonly effects: Effects
  /** Durable and projected; last of the three. */
  readonly onCommitted: (events: readonly OpenedEvent[], origin: 'own' | 'pulled') => void
}

export class Store {
  readonly profile: Profile
  readonly journal: Journal
  readonly projection: Projection
  readonly #effects: Effects
  readonly #onCommitted: StoreOptions['onCommitted']
  #queue: Promise<unknown> = Promise.resolve()

  constructor({ profile, journal, projection, effects, onCommitted }: StoreOptions) {
    this.profile = profile
    this.journal = journal
    this.projection = projection
    this.#effects = effects
    this.#onCommitted = onCommitted
  }

  get state(): State {
    return this.projection.state
  }

  /** Desk time: the PC's clock corrected by the measured offset to head office. */
  now(): number {
    return Math.round(this.#effects.now() - (this.projection.facts.clock.offsetMs ?? 0))
  }

  /** Runs `work` when everything asked for before has ended. Its own commits go through `commitInQueue`. */
  inQueue<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work)
    // The next in line does not care how this one ended; its caller does.
    this.#queue = result.catch(() => undefined)
    return result
  }

  commit(drafts: readonly EventDraft[], author: Author): Promise<void> {
    const at = this.now()
    return this.inQueue(() =>
      this.commitInQueue(
        drafts.map((draft) => ({ draft, at })),
        author,
      ),
    )
  }

  /**
   * Append durably, then project, then notify. In this order nothing that a screen has shown, a reply has
   * confirmed or synchronisation has sent can be lost by a crash; and a failed write leaves the projection as
   * the journal is. Rejects with the journal's error, after which the store is to be closed.
   */
  async commitInQueue(
    drafts: readonly Draft[],
    author: Author,
    onProgress: (done: number) => void = () => undefined,
  ): Promise<void> {
    if (drafts.length === 0) return
    // A draft outside its schema is a bug, and must not become history.
    for (const { draft } of drafts) {
      if (!this.projection.knows(draft)) throw new TypeError(`no such event: ${draft.type}`)
    }
    const chain = { realm: this.profile.realm, tail: this.journal.tail }
    const events = await sealDrafts(drafts, author, chain, this.#effects, onProgress)
    await this.journal.append({ origin: 'own', events })
    await this.#project(events)
    this.#onCommitted(events, 'own')
  }

  /** Head office's events, verified by the caller, as one commit. */
  applyPulled(events: readonly OpenedEvent[]): Promise<{ readonly ok: true } | Refusal> {
    return this.inQueue(async () => {
      const unknown = events.find((event) => !this.projection.knows(event))
      if (unknown !== undefined) return refuse('EVENT_UNKNOWN', { type: unknown.type })
      await this.journal.append({ origin: 'pulled', events })
      await this.#project(events)
      this.#onCommitted(events, 'pulled')
      return { ok: true }
    })
  }

  /** The screens are told only when all of it is folded; the queue lets no decision see a part. */
  async #project(events: readonly OpenedEvent[]): Promise<void> {
    for (let from = 0; from < events.length; from += FOLD_BATCH) {
      this.projection.apply(events.slice(from, from + FOLD_BATCH))
      if (from + FOLD_BATCH < events.length) await this.#effects.breathe()
    }
  }

  /** After everything under way has ended. */
  close(): Promise<void> {
    return this.inQueue(async () => {
      this.projection.close()
      await this.journal.close()
    })
  }
}
