import type { KeyObject } from 'node:crypto'
import { join } from 'node:path'
import type { Realm } from '../../domain/vocabulary.ts'
import { concatBytes, type Random } from '../../protocol/bytes.ts'
import { encodeCbor } from '../../protocol/cbor.ts'
import { storeChainHash } from '../../protocol/chain.ts'
import { deviceHeadMessage, type DeviceHead } from '../../protocol/signature.ts'
import type { ChainState } from './chain-state.ts'
import type { CommitDraft, CommitPosition, StoreHead } from './commit.ts'
import { encodeCommit, type SignedHead } from './commit-codec.ts'
import { writeAll } from './file-ops.ts'
import { FRAME_KIND_COMMIT, frameHash, sealFrame } from './frame.ts'
import type { JournalFile, JournalFs } from './fs.ts'
import {
  encodeSegmentHeader,
  headerHash,
  headerTag,
  SEGMENT_SALT_BYTES,
  segmentFileName,
  segmentKey,
} from './segment.ts'

export interface WriterOptions {
  readonly fs: JournalFs
  readonly dir: string
  readonly realm: Realm
  readonly storeId: string
  readonly epochKey: (epoch: number) => Uint8Array | undefined
  readonly currentEpoch: () => number
  readonly signHead: (message: Uint8Array) => Uint8Array
  readonly random: Random
  readonly segmentBytes: number
  /** Awaited before a segment is created, so that only the last segment can lie above the anchor. */
  readonly anchorBefore: () => Promise<void>
}

/** The part of the store that is on the medium for certain. */
export interface DurableExtent {
  /** The last segment; 0 when there is none. */
  readonly segment: number
  /** Bytes of the last segment. */
  readonly size: number
}

interface OpenSegment {
  readonly file: JournalFile
  readonly segment: number
  readonly epoch: number
  readonly key: KeyObject
  /** Bytes written and datasynced. */
  size: number
  sequence: number
}

export interface PendingCommit {
  readonly draft: CommitDraft
  /** Called when the commit is on the medium. */
  readonly resolve: (position: CommitPosition) => void
}

/** What a commit becomes; the chain state moves on only when it is durable. */
interface Prepared {
  readonly frame: Uint8Array
  readonly position: CommitPosition
  readonly head: StoreHead
  readonly signed: SignedHead | undefined
}

/** Writes commits to fresh segments: one write and one datasync for all that are waiting. */
export class Writer {
  readonly #options: WriterOptions
  readonly #state: ChainState
  #chain: Uint8Array
  #lastSegment: number
  #open: OpenSegment | undefined

  constructor(options: WriterOptions, state: ChainState, chain: Uint8Array, nextSegment: number) {
    this.#options = options
    this.#state = state
    this.#chain = chain
    this.#lastSegment = nextSegment - 1
  }

  /** The next commit begins a fresh segment. Answers the last closed one. */
  async rotate(): Promise<number> {
    await this.close()
    return this.#lastSegment
  }

  /** How far the files are durable: up to `size` in the last segment, or all of it once it is closed. */
  get extent(): DurableExtent {
    return { segment: this.#lastSegment, size: this.#open?.size ?? Infinity }
  }

  /** Acknowledges each commit once all are durable. After a failure the writer must not be used again. */
  async write(group: readonly PendingCommit[]): Promise<void> {
    const segment = await this.#segment()
    const prepared: { readonly commit: Prepared; readonly pending: PendingCommit }[] = []
    let head = this.#state.head
    let chain = this.#chain
    let offset = segment.size
    for (const pending of group) {
      const next = this.#prepare(pending.draft, head, {
        segment,
        sequence: ++segment.sequence,
        chain,
        offset,
      })
      prepared.push({ commit: next, pending })
      head = next.head
      chain = frameHash(next.frame)
      offset += next.frame.length
    }
    const frames = prepared.map(({ commit }) => commit.frame)
    await writeAll(segment.file, concatBytes(...frames), segment.size)
    await segment.file.datasync()
    segment.size = offset
    this.#chain = chain
    for (const { commit, pending } of prepared) {
      this.#state.advance(commit.head.events - this.#state.head.events, commit.head.hash, commit.signed)
      pending.resolve(commit.position)
    }
  }

  #prepare(
    draft: CommitDraft,
    before: StoreHead,
    place: { segment: OpenSegment; sequence: number; chain: Uint8Array; offset: number },
  ): Prepared {
    const { origin, events } = draft
    const context = draft.context === undefined ? undefined : encodeCbor(draft.context)
    const hashes = events.map((event) => event.hash)
    const hash = storeChainHash(before.hash, { origin, events: hashes, context })
    const n = before.commits + 1
    const last = origin === 'own' ? events.at(-1) : undefined
    const signed = last && this.#signHead({ device: last.device, seq: last.seq, hash: last.hash })
    const plaintext = encodeCommit({
      n,
      origin,
      events,
      store: hash,
      ...(context === undefined ? {} : { context }),
      ...(signed === undefined ? {} : { head: signed }),
    })
    const { segment, sequence, chain, offset } = place
    const frame = sealFrame({ key: segment.key, kind: FRAME_KIND_COMMIT, sequence, prev: chain }, plaintext)
    const file = segmentFileName(segment.segment)
    const position = { commit: n, firstEvent: before.events + 1, file, offset }
    return { frame, position, signed, head: { commits: n, events: before.events + events.length, hash } }
  }

  #signHead(head: DeviceHead): SignedHead {
    return { ...head, sig: this.#options.signHead(deviceHeadMessage(head)) }
  }

  async #segment(): Promise<OpenSegment> {
    const { currentEpoch, segmentBytes, anchorBefore } = this.#options
    const open = this.#open
    if (open !== undefined && open.size < segmentBytes && open.epoch === currentEpoch()) return open
    await anchorBefore()
    await this.close()
    this.#open = await this.#createSegment()
    return this.#open
  }

  async #createSegment(): Promise<OpenSegment> {
    const { fs, dir, realm, storeId, random } = this.#options
    const epoch = this.#options.currentEpoch()
    const epochKey = this.#options.epochKey(epoch)
    if (epochKey === undefined) throw new TypeError(`the keyring holds no key of its current epoch ${epoch}`)
    const segment = this.#lastSegment + 1
    const salt = random(SEGMENT_SALT_BYTES)
    const header = { realm, store: storeId, segment, salt, epoch, prev: this.#chain }
    const bytes = encodeSegmentHeader(header)
    const key = segmentKey(epochKey, header, bytes)
    const start = concatBytes(bytes, headerTag(key, bytes))
    const file = await fs.open(join(dir, segmentFileName(segment)), 'create')
    try {
      await writeAll(file, start, 0)
      await file.datasync()
      await fs.syncDirectory(dir)
    } catch (error) {
      await file.close()
      throw error
    }
    this.#lastSegment = segment
    this.#chain = headerHash(bytes)
    return { file, segment, epoch, key, size: start.length, sequence: 0 }
  }

  async close(): Promise<void> {
    const open = this.#open
    this.#open = undefined
    if (open === undefined) return
    await open.file.close()
  }
}
