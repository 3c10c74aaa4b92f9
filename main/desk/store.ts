/**
 * An open store: journal and projection. Decisions are made one at a time, each on the state with every commit
 * before it, while the commits before it may still be on their way to the disk; so the journal can make many
 * durable with one datasync. Nobody is answered before what the answer rests on is durable (docs/adr/015).
 */
import type { Refusal } from '../../domain/decide-types.ts'
import type { EventDraft } from '../../domain/events.ts'
import { refuse } from '../../domain/refuse.ts'
import type { State } from '../../domain/model.ts'
import type { OpenedEvent } from '../../protocol/envelope.ts'
import type { CommitDraft, CommitOrigin } from '../journal/commit.ts'
import type { Journal } from '../journal/types.ts'
import type { Projection } from '../projection/projection.ts'
import { besideState, InFlight } from './in-flight.ts'
import type { Effects } from './ports.ts'
import type { Profile } from './profile.ts'
import { Recovery, type Trouble } from './recovery.ts'
import { sealDrafts, type Author, type Draft } from './seal-drafts.ts'

/** A commit of more events is folded in several turns of the event loop: it is alone in flight. */
const FOLD_BATCH = 500
/** So many commits, and then the overlay is let go: it holds all that they changed. */
const MOST_IN_FLIGHT = 1000

/** What an opening leaves: both at the same commit. */
export interface OpenStore {
  readonly journal: Journal
  readonly projection: Projection
}

export interface StoreOptions extends OpenStore {
  readonly profile: Profile
  readonly effects: Effects
  /** Durable and projected; last of the three. */
  readonly onCommitted: (events: readonly OpenedEvent[], origin: 'own' | 'pulled') => void
  /** Opens journal and projection anew, after both have been closed. Rejects with the journal's error. */
  readonly reopen: () => Promise<OpenStore>
  /** The store cannot be written, or (null) it is there again. */
  readonly onTrouble: (trouble: Trouble | null) => void
}

/** One decision: what to record, and what to answer when it is durable. */
export interface Decided<T> {
  /** None: nothing is recorded; the answer still waits for the commits that it was made on. */
  readonly drafts: readonly Draft[]
  readonly author: Author
  readonly answer: T
  /** Events sealed so far, of a large commit. */
  readonly onProgress?: (done: number) => void
}

export class Store {
  readonly profile: Profile
  readonly #effects: Effects
  readonly #onCommitted: StoreOptions['onCommitted']
  readonly #inFlight = new InFlight(() => this.state)
  readonly #recovery: Recovery
  #open: OpenStore
  /** One decision at a time. */
  #lane: Promise<unknown> = Promise.resolve()
  /** Resolves when everything given to the journal so far is durable and projected; rejects when it is not. */
  #recorded: Promise<void> = Promise.resolve()

  constructor({ profile, journal, projection, effects, onCommitted, reopen, onTrouble }: StoreOptions) {
    this.profile = profile
    this.#open = { journal, projection }
    this.#effects = effects
    this.#onCommitted = onCommitted
    this.#recovery = new Recovery({
      effects,
      onTrouble,
      close: () => this.#inLane(() => this.#closeJournal()),
      reopen: () =>
        this.#inLane(async () => {
          const before = this.projection
          this.#open = await reopen()
          this.#recorded = Promise.resolve()
          before.close()
        }),
    })
  }

  get journal(): Journal {
    return this.#open.journal
  }

  get projection(): Projection {
    return this.#open.projection
  }

  /** What is durable: for screens, replies and synchronisation. Decisions are given theirs by `transact`. */
  get state(): State {
    return this.projection.state
  }

  /** Why nothing can be recorded just now; null: it can. */
  get trouble(): Trouble | null {
    return this.#recovery.trouble
  }

  /** The person has made room, plugged the drive in: try at once. Resolves when it was tried. */
  retry(): Promise<void> {
    return this.#recovery.retry()
  }

  /** Desk time: the PC's clock corrected by the measured offset to head office. */
  now(): number {
    return Math.round(this.#effects.now() - (this.projection.facts.clock.offsetMs ?? 0))
  }

  /**
   * Decides on the state with all that was decided before, records, answers. Rejects with the journal's error
   * when the record, or one that the decision was made on, did not become durable; then nothing was answered to
   * anybody and the store opens itself anew.
   */
  async transact<T>(decide: (state: State) => Decided<T>): Promise<T> {
    const { answer, recorded } = await this.#inLane(async () => {
      this.#recovery.requireNone()
      if (this.#inFlight.sinceEmpty >= MOST_IN_FLIGHT) await this.#recorded
      const decided = decide(this.#inFlight.state)
      if (decided.drafts.length > 0) await this.#begin(decided)
      // In an object: a promise answered as such would be awaited in the lane.
      return { answer: decided.answer, recorded: this.#recorded }
    })
    await recorded
    return answer
  }

  async commit(drafts: readonly EventDraft[], author: Author): Promise<void> {
    const at = this.now()
    await this.record(
      drafts.map((draft) => ({ draft, at })),
      author,
    )
  }

  /** Facts with the times at which they happened. */
  record(drafts: readonly Draft[], author: Author): Promise<void> {
    return this.transact(() => ({ drafts, author, answer: undefined }))
  }

  /** Head office's events, verified by the caller, as one commit. */
  applyPulled(events: readonly OpenedEvent[]): Promise<{ readonly ok: true } | Refusal> {
    return this.#inLane(async () => {
      this.#recovery.requireNone()
      const unknown = events.find((event) => !this.projection.knows(event))
      if (unknown !== undefined) return refuse('EVENT_UNKNOWN', { type: unknown.type })
      await this.#recorded
      this.#give({ origin: 'pulled', events }, events, null)
      await this.#recorded
      return { ok: true }
    })
  }

  /** Seals what was decided, gives it to the journal and lets the next decision begin. */
  async #begin({ drafts, author, onProgress = () => undefined }: Decided<unknown>): Promise<void> {
    // A draft outside its schema is a bug, and must not become history.
    for (const { draft } of drafts) {
      if (!this.projection.knows(draft)) throw new TypeError(`no such event: ${draft.type}`)
    }
    const chain = { realm: this.profile.realm, tail: this.journal.tail }
    const events = await sealDrafts(drafts, author, chain, this.#effects, onProgress)
    // A failure that came while it was sealed: the chain that it continues will not be the reopened store's.
    this.#recovery.requireNone()
    const alone = drafts.length > FOLD_BATCH || drafts.some(({ draft }) => besideState.has(draft.type))
    if (alone) await this.#recorded
    this.#give({ origin: 'own', events }, events, alone ? null : drafts)
    if (alone) await this.#recorded
  }

  /**
   * Append durably, then project, then notify. In this order nothing that a screen has shown, a reply has
   * confirmed or synchronisation has sent can be lost by a crash; and a failed write leaves the projection as
   * the journal is.
   *
   * @param drafts of the events, when further decisions may be made before they are durable
   */
  #give(commit: CommitDraft, events: readonly OpenedEvent[], drafts: readonly Draft[] | null): void {
    const before = this.#recorded
    const durable = this.journal.append(commit)
    if (drafts !== null) this.#inFlight.begin(drafts, events)
    const recorded = (async () => {
      await durable
      await before
      await this.#project(events, commit.origin)
      if (drafts !== null) this.#inFlight.end()
      this.#onCommitted(events, commit.origin)
    })()
    this.#recorded = recorded
    recorded.catch((error: unknown) => {
      this.#inFlight.discard()
      this.#recovery.begin(error)
    })
  }

  /** The screens are told only when all of it is folded; the lane lets no decision see a part. */
  async #project(events: readonly OpenedEvent[], origin: CommitOrigin): Promise<void> {
    for (const _ of this.projection.applying(events, origin)) await this.#effects.breathe()
  }

  /** Runs `work` when everything asked for before has had its turn; what it answers, the caller gets. */
  #inLane<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#lane.then(work)
    // The next in line does not care how this one ended; its caller does.
    this.#lane = result.catch(() => undefined)
    return result
  }

  /** Everything under way ends first, well or not: its callers are told. The screens still read the projection. */
  async #closeJournal(): Promise<void> {
    await this.#recorded.catch(() => undefined)
    await this.journal.close()
  }

  /** After everything under way has ended. */
  async close(): Promise<void> {
    await this.#recovery.end()
    await this.#inLane(async () => {
      try {
        await this.#closeJournal()
      } finally {
        this.projection.close()
      }
    })
  }
}
