/**
 * What synchronisation asks of the store: where head office's chain ends here, what it has received, and the
 * bytes of this device's events that it has not.
 */
import type { DeskEvent } from '../../domain/events.ts'
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

interface Unsent {
  readonly seq: number
  readonly wire: WireEvent
}

export interface KeptSyncFacts {
  readonly refused: readonly RefusedEvent[]
  readonly hubHead: DeviceHead
  readonly receivedThrough: number
  readonly unsent: readonly Unsent[]
}

export class SyncFacts {
  readonly #device: string
  readonly #refused: RefusedEvent[]
  #hubHead: DeviceHead
  #receivedThrough: number
  /** Own events after `#receivedThrough`, ascending: the outbox, bounded by how long head office was away. */
  #unsent: Unsent[]

  constructor(realm: Realm, device: string, kept?: KeptSyncFacts) {
    this.#device = device
    this.#refused = [...(kept?.refused ?? [])]
    this.#hubHead = kept?.hubHead ?? deviceChainOrigin(realm, HUB_DEVICE)
    this.#receivedThrough = kept?.receivedThrough ?? 0
    this.#unsent = [...(kept?.unsent ?? [])]
  }

  kept(): KeptSyncFacts {
    return {
      refused: this.#refused,
      hubHead: this.#hubHead,
      receivedThrough: this.#receivedThrough,
      unsent: this.#unsent,
    }
  }

  apply(opened: OpenedEvent, event: DeskEvent): void {
    const { device, seq, hash, bytes, parts } = opened
    // Views of the commit's frame, not copies: a frame is little more than its events, and copying each event of
    // a replay (all count as unsent until their receipt is read) would cost more than the rest of the fold.
    if (device === this.#device) this.#unsent.push({ seq, wire: { bytes, parts: [...parts] } })
    if (device === HUB_DEVICE) this.#hubHead = { device, seq, hash: hash.slice() }
    if (event.type !== 'VerdictGiven' || event.data.device !== this.#device) return
    if (!event.data.accepted) {
      this.#refused.push({ seq: event.data.seq, code: event.data.code })
      return
    }
    this.#receivedThrough = Math.max(this.#receivedThrough, event.data.seq)
    if ((this.#unsent[0]?.seq ?? Infinity) > this.#receivedThrough) return
    this.#unsent = this.#unsent.filter((entry) => entry.seq > this.#receivedThrough)
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

  /** Own events with `seq` > `after`, at most `limit`; undefined: older than what is kept here. */
  ownEvents(after: number, limit: number): readonly WireEvent[] | undefined {
    if (after < this.#receivedThrough) return undefined
    const first = this.#unsent.findIndex(({ seq }) => seq > after)
    return first < 0 ? [] : this.#unsent.slice(first, first + limit).map(({ wire }) => wire)
  }
}
