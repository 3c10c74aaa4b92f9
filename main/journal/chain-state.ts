import type { Realm } from '../../domain/vocabulary.ts'
import { sameBytes } from '../../protocol/bytes.ts'
import { decodeCbor } from '../../protocol/cbor.ts'
import {
  deviceChainOrigin,
  extendDeviceChain,
  storeChainHash,
  storeChainOrigin,
} from '../../protocol/chain.ts'
import { openEnvelope, type OpenedEvent } from '../../protocol/envelope.ts'
import { done, refuse, type Result } from '../../protocol/result.ts'
import type { DeviceHead } from '../../protocol/signature.ts'
import type { Commit, CommitOrigin, StoreHead } from './commit.ts'
import type { CommitRecord, SignedHead } from './commit-codec.ts'

export type ChainBreak = 'CHAIN_BROKEN' | 'EVENT_NEWER'

/** Both chains as far as they are known: advanced by replay, then by every durable commit. */
export class ChainState {
  readonly #realm: Realm
  readonly #devices = new Map<string, DeviceHead>()
  /** Newest signed head of each device that wrote own commits. */
  readonly signedHeads = new Map<string, SignedHead>()
  #head: StoreHead

  constructor(realm: Realm, storeId: string) {
    this.#realm = realm
    this.#head = { commits: 0, events: 0, hash: storeChainOrigin(realm, storeId) }
  }

  get head(): StoreHead {
    return this.#head
  }

  device(device: string): DeviceHead {
    return this.#devices.get(device) ?? deviceChainOrigin(this.#realm, device)
  }

  /** Moves on by a commit whose store chain hash is already known to be right. */
  advance(events: number, hash: Uint8Array, head: SignedHead | undefined): void {
    this.#head = { commits: this.#head.commits + 1, events: this.#head.events + events, hash }
    if (head === undefined) return
    this.#devices.set(head.device, { device: head.device, seq: head.seq, hash: head.hash })
    this.signedHeads.set(head.device, head)
  }

  /** Verifies a commit read from disk against both chains, its parts against their hashes, and moves on. */
  read(record: CommitRecord): Result<Commit, ChainBreak> {
    if (record.n !== this.#head.commits + 1) {
      return refuse('CHAIN_BROKEN', `commit ${record.n} after ${this.#head.commits}`)
    }
    const events = this.#openEvents(record)
    if (!events.ok) return events
    const own = this.#checkHead(record, events.value)
    if (!own.ok) return own
    const hashes = events.value.map((event) => event.hash)
    const store = storeChainHash(this.#head.hash, { ...record, events: hashes })
    if (!sameBytes(store, record.store)) return refuse('CHAIN_BROKEN', `store chain at commit ${record.n}`)
    const context = record.context === undefined ? done(undefined) : decodeCbor(record.context)
    if (!context.ok) return refuse('CHAIN_BROKEN', `context of commit ${record.n}: ${context.code}`)
    this.advance(events.value.length, store, record.head)
    return done(asCommit(record.origin, events.value, context.value))
  }

  #openEvents(record: CommitRecord): Result<OpenedEvent[], ChainBreak> {
    const events: OpenedEvent[] = []
    for (const { bytes, parts } of record.events) {
      const opened = openEnvelope(bytes, parts)
      if (!opened.ok) {
        const code = opened.code === 'ENVELOPE_NEWER' ? 'EVENT_NEWER' : 'CHAIN_BROKEN'
        return refuse(code, `event ${events.length} of commit ${record.n}: ${opened.code} ${opened.detail}`)
      }
      if (opened.value.realm !== this.#realm) {
        return refuse('CHAIN_BROKEN', `commit ${record.n} holds an event of the other realm`)
      }
      events.push(opened.value)
    }
    return done(events)
  }

  #checkHead(record: CommitRecord, events: readonly OpenedEvent[]): Result<void, ChainBreak> {
    const first = events[0]
    if (record.origin === 'pulled' || first === undefined) {
      return record.head === undefined ? done(undefined) : refuse('CHAIN_BROKEN', 'a head without own events')
    }
    let head = this.device(first.device)
    for (const event of events) {
      const next = extendDeviceChain(head, event)
      if (!next.ok) return refuse('CHAIN_BROKEN', `commit ${record.n}: ${next.code} ${next.detail}`)
      head = next.value
    }
    const signed = record.head
    if (signed?.device !== head.device || signed.seq !== head.seq || !sameBytes(signed.hash, head.hash)) {
      return refuse('CHAIN_BROKEN', `commit ${record.n}: the signed head is another one`)
    }
    return done(undefined)
  }
}

function asCommit(origin: CommitOrigin, events: readonly OpenedEvent[], context: unknown): Commit {
  return context === undefined ? { origin, events } : { origin, events, context }
}
