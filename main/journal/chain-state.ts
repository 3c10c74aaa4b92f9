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
import type { Commit, CommitOrigin, CommitPosition, StoreHead } from './commit.ts'
import type { CommitPiece, StoredEvent } from './commit-codec.ts'

export type ChainBreak = 'CHAIN_BROKEN' | 'EVENT_NEWER'

/** A device's chain head with the device's signature over it. */
export interface SignedHead extends DeviceHead {
  /** Ed25519 by the device key over `deviceHeadMessage`. */
  readonly sig: Uint8Array
}

/** Where the chains stand between two commits: all that is needed to go on from there. */
export interface ChainSnapshot {
  readonly head: StoreHead
  /** Every device that wrote own commits of this store. */
  readonly devices: readonly SignedHead[]
}

/** A commit that has been verified and that nothing after it can take back. */
export interface SettledCommit {
  readonly commit: Commit
  readonly position: CommitPosition
  /** Store head after it. */
  readonly head: StoreHead
  /** CBOR of `commit.context`. */
  readonly context?: Uint8Array | undefined
  /** Only where a signature was written: it covers the commits before. */
  readonly signed?: SignedHead | undefined
}

/** The commit that is being read piece by piece. */
interface Pending {
  readonly n: number
  readonly origin: CommitOrigin
  readonly position: CommitPosition
  readonly events: OpenedEvent[]
  own: DeviceHead | undefined
}

const NONE: readonly SettledCommit[] = []

/**
 * Both chains as far as they are known: advanced by what is read, then by every durable group of commits. What is
 * read counts only when the commit is whole and a signature covers it: a group of commits is signed once, at its
 * last own commit, and a crash leaves all of the group or nothing.
 */
export class ChainState {
  readonly #realm: Realm
  readonly #devices = new Map<string, SignedHead>()
  #head: StoreHead
  #pending: Pending | undefined
  #staged: SettledCommit[] = []
  #stagedHead: StoreHead
  readonly #unsigned = new Map<string, DeviceHead>()

  constructor(realm: Realm, storeId: string, from?: ChainSnapshot) {
    this.#realm = realm
    this.#head = from?.head ?? { commits: 0, events: 0, hash: storeChainOrigin(realm, storeId) }
    this.#stagedHead = this.#head
    for (const head of from?.devices ?? []) this.#devices.set(head.device, head)
  }

  get head(): StoreHead {
    return this.#head
  }

  /** Whether everything that was read counts. */
  get settled(): boolean {
    return this.#pending === undefined && this.#staged.length === 0
  }

  /** The newest signed head of each device that wrote own commits. */
  get signedHeads(): Iterable<SignedHead> {
    return this.#devices.values()
  }

  snapshot(): ChainSnapshot {
    return { head: this.#head, devices: [...this.#devices.values()] }
  }

  device(device: string): DeviceHead {
    const signed = this.#devices.get(device)
    if (signed === undefined) return deviceChainOrigin(this.#realm, device)
    return { device, seq: signed.seq, hash: signed.hash }
  }

  /** Moves on by a group of commits whose store chain hash is already known to be right. */
  advance(head: StoreHead, signed: SignedHead | undefined): void {
    this.#head = this.#stagedHead = head
    if (signed !== undefined) this.#devices.set(signed.device, signed)
  }

  /**
   * Verifies a piece of a commit against both chains and its parts against their hashes. Answers the commits that
   * count from now on. A refusal forgets what does not count yet.
   */
  read(piece: CommitPiece, file: string, offset: number): Result<readonly SettledCommit[], ChainBreak> {
    const read = this.#read(piece, file, offset)
    if (!read.ok) this.forget()
    return read
  }

  /** Forgets what was read since the last commit that counts. */
  forget(): void {
    this.#pending = undefined
    this.#staged = []
    this.#stagedHead = this.#head
    this.#unsigned.clear()
  }

  #read(piece: CommitPiece, file: string, offset: number): Result<readonly SettledCommit[], ChainBreak> {
    const { n, origin } = piece
    const { commits, events } = this.#stagedHead
    const begun = { commit: n, firstEvent: events + 1, file, offset }
    const pending = (this.#pending ??= { n, origin, position: begun, events: [], own: undefined })
    if (n !== commits + 1) return refuse('CHAIN_BROKEN', `commit ${n} after ${commits}`)
    if (origin !== pending.origin) return refuse('CHAIN_BROKEN', `commit ${n} changes its origin`)
    for (const event of piece.events) {
      const wrong = this.#readEvent(pending, event)
      if (wrong !== undefined) return wrong
    }
    return piece.more === true ? done(NONE) : this.#complete(piece, pending)
  }

  #readEvent(pending: Pending, { bytes, parts }: StoredEvent): Result<never, ChainBreak> | undefined {
    const { n, origin, events } = pending
    const opened = openEnvelope(bytes, parts)
    if (!opened.ok) {
      const code = opened.code === 'ENVELOPE_NEWER' ? 'EVENT_NEWER' : 'CHAIN_BROKEN'
      return refuse(code, `event ${events.length} of commit ${n}: ${opened.code} ${opened.detail}`)
    }
    const event = opened.value
    if (event.realm !== this.#realm)
      return refuse('CHAIN_BROKEN', `commit ${n} holds an event of the other realm`)
    if (origin === 'own') {
      const before = pending.own ?? this.#unsigned.get(event.device) ?? this.device(event.device)
      const next = extendDeviceChain(before, event)
      if (!next.ok) return refuse('CHAIN_BROKEN', `commit ${n}: ${next.code} ${next.detail}`)
      pending.own = next.value
    }
    events.push(event)
    return undefined
  }

  #complete(piece: CommitPiece, pending: Pending): Result<readonly SettledCommit[], ChainBreak> {
    const { n, origin, events, own, position } = pending
    if (piece.sig !== undefined && own === undefined)
      return refuse('CHAIN_BROKEN', `commit ${n}: a signature without own events`)
    const hashes = events.map((event) => event.hash)
    const hash = storeChainHash(this.#stagedHead.hash, { origin, events: hashes, context: piece.context })
    if (piece.store !== undefined && !sameBytes(hash, piece.store))
      return refuse('CHAIN_BROKEN', `store chain at commit ${n}`)
    const context = piece.context === undefined ? done(undefined) : decodeCbor(piece.context)
    if (!context.ok) return refuse('CHAIN_BROKEN', `context of commit ${n}: ${context.code}`)
    const head = { commits: n, events: this.#stagedHead.events + events.length, hash }
    const signed = own && piece.sig && { ...own, sig: piece.sig }
    const commit = asCommit(origin, events, context.value)
    this.#pending = undefined
    this.#stagedHead = head
    this.#staged.push({ commit, position, head, context: piece.context, signed })
    if (own !== undefined && signed === undefined) this.#unsigned.set(own.device, own)
    if (signed !== undefined) this.#unsigned.delete(signed.device)
    return done(this.#unsigned.size === 0 ? this.#settle() : NONE)
  }

  #settle(): readonly SettledCommit[] {
    const settled = this.#staged
    this.#staged = []
    this.#head = this.#stagedHead
    for (const { signed } of settled) if (signed !== undefined) this.#devices.set(signed.device, signed)
    return settled
  }
}

function asCommit(origin: CommitOrigin, events: readonly OpenedEvent[], context: unknown): Commit {
  return context === undefined ? { origin, events } : { origin, events, context }
}
