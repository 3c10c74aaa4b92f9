/**
 * What synchronisation asks of the store: where head office's chain ends here, what it has received, and the
 * bytes of this device's events that it has not.
 */
import type { DeskEvent } from '../../domain/events.ts'
import type { PendingEvent } from '../../domain/rebase.ts'
import type { Realm } from '../../domain/vocabulary.ts'
import { deviceChainOrigin } from '../../protocol/chain.ts'
import type { OpenedEvent } from '../../protocol/envelope.ts'
import type { WireEvent } from '../../protocol/head-office.ts'
import { HUB_DEVICE } from '../../protocol/hub-head.ts'
import type { DeviceHead } from '../../protocol/signature.ts'

/** An event of this device that head office did not admit. */
export interface RefusedEvent {
  readonly seq: number
  readonly code: string | null
}

export interface KeptSyncFacts {
  readonly refused: readonly RefusedEvent[]
  readonly hubHead: DeviceHead
  readonly receivedThrough: number
}

export class SyncFacts {
  readonly #device: string
  readonly #refused: RefusedEvent[]
  #hubHead: DeviceHead
  #receivedThrough: number
  /** The outbox, bounded by how long head office was away. */
  readonly #pending: () => readonly PendingEvent<WireEvent>[]

  constructor(
    { realm, device }: { readonly realm: Realm; readonly device: string },
    pending: () => readonly PendingEvent<WireEvent>[],
    kept?: KeptSyncFacts,
  ) {
    this.#device = device
    this.#pending = pending
    this.#refused = [...(kept?.refused ?? [])]
    this.#hubHead = kept?.hubHead ?? deviceChainOrigin(realm, HUB_DEVICE)
    this.#receivedThrough = kept?.receivedThrough ?? 0
  }

  kept(): KeptSyncFacts {
    return {
      refused: this.#refused,
      hubHead: this.#hubHead,
      receivedThrough: this.#receivedThrough,
    }
  }

  apply(opened: OpenedEvent, event: DeskEvent): void {
    const { device, seq, hash } = opened
    if (device === HUB_DEVICE) this.#hubHead = { device, seq, hash: hash.slice() }
    if (event.type !== 'VerdictGiven' || event.data.device !== this.#device) return
    if (!event.data.accepted) {
      this.#refused.push({ seq: event.data.seq, code: event.data.code })
      return
    }
    this.#receivedThrough = Math.max(this.#receivedThrough, event.data.seq)
  }

  get hubHead(): DeviceHead {
    return this.#hubHead
  }

  /** Sequence of the last receipt; 0: none. */
  get receivedThrough(): number {
    return this.#receivedThrough
  }

  /** Own events that head office refused, in the order of its verdicts. */
  get refused(): readonly RefusedEvent[] {
    return this.#refused
  }

  /** Whether head office has an event of the store, of any device. */
  hasArrived(device: string, seq: number): boolean {
    if (device === this.#device) return seq <= this.#receivedThrough
    return !this.#pending().some((event) => event.device === device && event.seq === seq)
  }

  /** The code with which head office refused an event; null: it did not. */
  refusalOf(device: string, seq: number): string | null {
    if (device !== this.#device) return null
    const refused = this.#refused.find((event) => event.seq === seq)
    return refused === undefined ? null : (refused.code ?? 'REFUSED_BY_HUB')
  }

  /** Own events with `seq` > `after`, at most `limit`; undefined: older than what is kept here. */
  ownEvents(after: number, limit: number): readonly WireEvent[] | undefined {
    if (after < this.#receivedThrough) return undefined
    const unsent = this.#pending().filter(({ device, seq }) => device === this.#device && seq > after)
    return unsent.slice(0, limit).map(({ held }) => held)
  }
}
