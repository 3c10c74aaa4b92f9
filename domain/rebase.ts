/**
 * The confirmed state beside the pending events (docs/adr/032). A desk works on what head office has confirmed with its
 * own pending events on top. What comes from head office changes the confirmed state, and the events still
 * pending are evolved again on top of it; a refused one is left out, as if it had never been.
 *
 * Kept are only the confirmed images of records that pending events touch: everywhere else both states agree.
 */
import { evolve } from './evolve.ts'
import type { DeskEvent, EventOf } from './events.ts'
import { MemoryState } from './memory-state.ts'
import type { AggregateKind, RecordChange, State } from './model.ts'

/** An own event without head office's receipt. */
export interface PendingEvent<H> {
  readonly device: string
  readonly seq: number
  /** What `open` makes the event of again. */
  readonly held: H
  /** Head office has said no; the receipt that covers it is still to come. */
  readonly refused: boolean
}

/** Where the changes go. `state` shows them at once. */
export interface Replica {
  readonly state: State
  change(change: RecordChange): void
}

/** A confirmed image, and the place among the pending events of the last one that touches the record. */
type KeptImage = readonly [change: RecordChange, last: number]

export interface KeptRebase<H> {
  readonly pending: readonly PendingEvent<H>[]
  readonly images: readonly KeptImage[]
}

interface Pending<H> extends PendingEvent<H> {
  /** Ascending; with gaps. */
  readonly place: number
}

/** `H`: what is held of a pending event; a replay of the journal would hold too many as objects. */
export class Rebase<H> {
  readonly #replica: Replica
  readonly #open: (held: H) => DeskEvent
  #pending: readonly Pending<H>[] = []
  /** Own events since `#pending` was last copied: appending must not copy. */
  #fresh: Pending<H>[] = []
  /** Whose events pend, or did. */
  readonly #writers = new Set<string>()
  #places = 0
  /** The confirmed values of what pending events touch, over the replica's state. */
  #confirmed: MemoryState
  /** By record: the last pending event's place that touches it. */
  #last = new Map<string, number>()
  /** By device: through which sequence number receipts have come that `#confirmed` does not have yet. */
  readonly #received = new Map<string, number>()
  /** The replica does not show yet what has come from head office. */
  #moved = false

  /** @param kept of the same replica */
  constructor(replica: Replica, open: (held: H) => DeskEvent, kept?: KeptRebase<H>) {
    this.#replica = replica
    this.#open = open
    this.#confirmed = new MemoryState(replica.state)
    this.#pending = (kept?.pending ?? []).map((event, index) => ({ ...event, place: index + 1 }))
    for (const { device } of this.#pending) this.#writers.add(device)
    this.#places = this.#pending.length
    for (const [image, last] of kept?.images ?? []) {
      this.#confirmed.set(image)
      this.#last.set(keyOf(image), last)
    }
  }

  /** Own events without a receipt, in their order, refused ones included. */
  get pending(): readonly PendingEvent<H>[] {
    return this.#all()
  }

  /** The branch's state as head office has confirmed it to this desk. To be read when `settle` has run. */
  get confirmed(): State {
    return this.#confirmed
  }

  /** To be asked when `settle` has run. */
  kept(): KeptRebase<H> {
    const places = new Map(this.#all().map(({ place }, index) => [place, index + 1]))
    const images: KeptImage[] = []
    for (const image of this.#confirmed.held()) {
      images.push([image, places.get(this.#last.get(keyOf(image)) ?? 0) ?? 0])
    }
    const pending = this.#all().map(({ device, seq, held, refused }) => ({ device, seq, held, refused }))
    return { pending, images }
  }

  /** An own event, durable in the journal. */
  own(event: DeskEvent, held: H): void {
    const place = (this.#places += 1)
    const { device, seq } = event.meta
    this.#fresh.push({ device, seq, held, refused: false, place })
    this.#writers.add(device)
    // Evolved by `settle`, on what has come before it.
    if (this.#moved) return
    for (const change of evolve(this.#replica.state, event)) {
      if (!this.#confirmed.holds(change.kind, change.id)) this.#keep(this.#confirmed, change)
      this.#last.set(keyOf(change), place)
      this.#replica.change(change)
    }
  }

  /** An event out of the branch's chain: head office's own or a relayed one. `settle` is to follow. */
  pulled(event: DeskEvent): void {
    if (event.type === 'VerdictGiven') {
      this.#verdict(event.data)
      return
    }
    this.#confirmReceived()
    const { device, seq } = event.meta
    // A restored store has events of a former device that head office received elsewhere: they count once.
    if (this.#writers.has(device)) this.#drop(device, seq)
    if (!this.#moved && this.#isLevel()) {
      for (const change of evolve(this.#replica.state, event)) this.#replica.change(change)
      return
    }
    this.#confirm(event)
  }

  /** Puts the pending events on top of what has come. Long work with many pending: yields between their parts. */
  *settle(): Generator<void> {
    this.#confirmReceived()
    if (!this.#moved) return
    const { state } = this.#replica
    const ahead = new MemoryState(this.#confirmed)
    const last = new Map<string, number>()
    let count = 0
    for (const { held, refused, place } of this.#all()) {
      if (refused) continue
      for (const change of evolve(ahead, this.#open(held))) {
        ahead.set(change)
        last.set(keyOf(change), place)
      }
      if (++count % SETTLED_AT_A_TIME === 0) yield
    }
    const images = new MemoryState(state)
    for (const { kind, id } of ahead.held()) this.#keep(images, { kind, id })
    const writes = [...ahead.held()]
    for (const image of this.#confirmed.held()) if (!ahead.holds(image.kind, image.id)) writes.push(image)
    for (const write of writes) {
      const shown = state.get(write.kind, write.id) ?? null
      if (shown !== write.value) this.#replica.change(write)
    }
    this.#confirmed = images
    this.#last = last
    this.#moved = false
  }

  #verdict({ device, seq, accepted }: EventOf<'VerdictGiven'>['data']): void {
    if (accepted) {
      // Receipts of two devices of this store (a restored one) count in their order.
      if (this.#received.size > 0 && !this.#received.has(device)) this.#confirmReceived()
      this.#received.set(device, Math.max(seq, this.#received.get(device) ?? 0))
      return
    }
    this.#confirmReceived()
    this.#pending = this.#all().map((pending) => {
      if (pending.device !== device || pending.seq !== seq || pending.refused) return pending
      this.#moved = true
      return { ...pending, refused: true }
    })
    this.#fresh = []
  }

  /** Brings the confirmed state up to the receipts. */
  #confirmReceived(): void {
    if (this.#received.size === 0) return
    const isReceived = ({ device, seq }: Pending<H>): boolean => seq <= (this.#received.get(device) ?? 0)
    const all = this.#all()
    const received = all.filter(isReceived)
    const rest = received.length === all.length ? [] : all.filter((pending) => !isReceived(pending))
    this.#received.clear()
    if (received.length === 0) return
    this.#pending = rest
    this.#fresh = []
    if (!this.#moved && rest.length === 0) {
      // Everything is confirmed just as it was done: both states are the same.
      this.#confirmed = new MemoryState(this.#replica.state)
      this.#last.clear()
      return
    }
    const next = rest[0]?.place ?? Infinity
    // An event of another device of this store (a restored one) was overtaken.
    if (received.some(({ place }) => place > next)) this.#moved = true
    for (const { held, refused } of received) {
      if (refused) continue
      for (const change of evolve(this.#confirmed, this.#open(held))) this.#confirmed.set(change)
    }
    if (this.#moved) return
    // Deleting what was just visited does not disturb a walk over a map.
    for (const { kind, id } of this.#confirmed.held()) {
      const key = keyOf({ kind, id })
      if ((this.#last.get(key) ?? 0) >= next) continue
      this.#confirmed.release(kind, id)
      this.#last.delete(key)
    }
  }

  #confirm(event: DeskEvent): void {
    for (const change of evolve(this.#confirmed, event)) {
      this.#confirmed.set(change)
      this.#moved = true
    }
  }

  #drop(device: string, seq: number): void {
    const all = this.#all()
    this.#pending = all.filter((pending) => pending.device !== device || pending.seq !== seq)
    if (this.#pending.length < all.length) this.#moved = true
  }

  /** The confirmed state and the replica's are the same. */
  #isLevel(): boolean {
    return this.#pending.length === 0 && this.#fresh.length === 0
  }

  /** The confirmed value of a record, into `images`. */
  #keep(images: MemoryState, { kind, id }: { readonly kind: AggregateKind; readonly id: string }): void {
    const value = this.#confirmed.get(kind, id) ?? null
    // Asked for by its kind, so of that kind; the compiler does not follow that.
    images.set({ kind, id, value } as RecordChange)
  }

  #all(): readonly Pending<H>[] {
    if (this.#fresh.length > 0) {
      this.#pending = [...this.#pending, ...this.#fresh]
      this.#fresh = []
    }
    return this.#pending
  }
}

/** Between two turns of the event loop. */
const SETTLED_AT_A_TIME = 500

function keyOf({ kind, id }: { readonly kind: AggregateKind; readonly id: string }): string {
  return `${kind}/${id}`
}
