import { join } from 'node:path'
import type { Realm } from '../../domain/vocabulary.ts'
import { sameBytes } from '../../protocol/bytes.ts'
import { GCM_TAG_BYTES } from '../../protocol/seal.ts'
import { verifyDeviceHead } from '../../protocol/signature.ts'
import type { ChainState } from './chain-state.ts'
import type { Commit, CommitPosition } from './commit.ts'
import { decodeCommit, type SignedHead } from './commit-codec.ts'
import { JournalError } from './errors.ts'
import type { JournalFile, JournalFs } from './fs.ts'
import { readUpTo } from './file-ops.ts'
import { FRAME_KIND_COMMIT } from './frame.ts'
import {
  checkHeaderTag,
  headerHash,
  MAX_HEADER_BYTES,
  parseSegmentHeader,
  segmentFileName,
  segmentKey,
  type SegmentHeader,
} from './segment.ts'
import { readFrames, type SegmentEnd } from './segment-reader.ts'

export interface ReplayStore {
  readonly fs: JournalFs
  readonly dir: string
  readonly realm: Realm
  readonly storeId: string
  readonly epochKey: (epoch: number) => Uint8Array | undefined
}

/** A segment file as far as it is to be read. */
export interface SegmentFile {
  readonly segment: number
  readonly size: number
}

export interface ReplayHandlers {
  /** The commit has been verified and the chain state is already past it. */
  readonly onCommit?: (commit: Commit, position: CommitPosition, head?: SignedHead) => void | Promise<void>
  readonly onProgress?: (bytesDone: number) => void
}

export interface Damage {
  readonly segment: number
  /** Where the good frames end; 0 when the header itself is damaged. */
  readonly offset: number
  readonly reason: string
}

export interface Replayed {
  /** Frame chain hash after the last good frame: the next segment's `prev`. */
  readonly chain: Uint8Array
  /** Good bytes of the last segment that was read. */
  readonly goodBytes: number
  /** It holds no commit: then nothing proves that it is on the medium at all. */
  readonly lastIsEmpty: boolean
  readonly damage?: Damage
}

/** `prev` of segment 1. */
const FIRST_CHAIN = new Uint8Array(32)

/**
 * Reads segments in order, verifies every chain and hands the commits on. Stops at the first damaged
 * byte and says where. What authenticates and still contradicts itself throws JOURNAL_TAMPERED.
 */
export async function replay(
  store: ReplayStore,
  segments: readonly SegmentFile[],
  state: ChainState,
  handlers: ReplayHandlers,
): Promise<Replayed> {
  let chain: Uint8Array = FIRST_CHAIN
  let goodBytes = 0
  let lastIsEmpty = false
  let before = 0
  for (const { segment, size } of segments) {
    const file = await store.fs.open(join(store.dir, segmentFileName(segment)), 'read')
    const { commits } = state.head
    try {
      const reader = new SegmentReplay(store, segment, state, handlers, before)
      const end = await reader.read(file, size, chain)
      lastIsEmpty = state.head.commits === commits
      if (end.damage !== undefined) {
        const damage = { segment, offset: end.offset, reason: end.damage }
        return { chain: end.chain, goodBytes: end.offset, lastIsEmpty, damage }
      }
      chain = end.chain
      goodBytes = end.offset
    } finally {
      await file.close()
    }
    before += size
    handlers.onProgress?.(before)
  }
  return { chain, goodBytes, lastIsEmpty }
}

class SegmentReplay {
  readonly #store: ReplayStore
  readonly #segment: number
  readonly #state: ChainState
  readonly #handlers: ReplayHandlers
  readonly #bytesBefore: number

  constructor(
    store: ReplayStore,
    segment: number,
    state: ChainState,
    handlers: ReplayHandlers,
    bytesBefore: number,
  ) {
    this.#store = store
    this.#segment = segment
    this.#state = state
    this.#handlers = handlers
    this.#bytesBefore = bytesBefore
  }

  async read(file: JournalFile, size: number, prev: Uint8Array): Promise<SegmentEnd> {
    const start = await readUpTo(file, Math.min(size, MAX_HEADER_BYTES), 0)
    const parsed = parseSegmentHeader(start)
    const damaged = (damage: string): SegmentEnd => ({ offset: 0, chain: prev, damage })
    if (parsed.kind === 'newer')
      throw new JournalError('STORE_NEWER', this.#where(0, `version ${parsed.version}`))
    if (parsed.kind === 'damaged') return damaged(parsed.reason)
    const wrong = this.#contradiction(parsed.header, prev)
    if (wrong !== undefined) return damaged(wrong)
    const epochKey = this.#store.epochKey(parsed.header.epoch)
    if (epochKey === undefined) return damaged(`no key for epoch ${parsed.header.epoch}`)
    const key = segmentKey(epochKey, parsed.header, parsed.bytes)
    const offset = parsed.bytes.length + GCM_TAG_BYTES
    if (!checkHeaderTag(key, parsed.bytes, start.subarray(parsed.bytes.length, offset))) {
      return damaged('header does not authenticate')
    }
    return readFrames(
      file,
      size,
      { key, offset, chain: headerHash(parsed.bytes) },
      (plaintext, kind, at) => this.#frame(plaintext, kind, at),
      (end) => this.#handlers.onProgress?.(this.#bytesBefore + end),
    )
  }

  #contradiction(header: SegmentHeader, prev: Uint8Array): string | undefined {
    const { realm, storeId } = this.#store
    if (header.realm !== realm || header.store !== storeId) {
      const whose = `belongs to ${header.realm} store ${header.store}`
      throw new JournalError('STORE_OTHER_REALM', this.#where(0, whose))
    }
    if (header.segment !== this.#segment) return `header of segment ${header.segment}`
    if (!sameBytes(header.prev, prev)) return 'does not follow the segment before'
    return undefined
  }

  #frame(plaintext: Buffer, kind: number, offset: number): void | Promise<void> {
    if (kind !== FRAME_KIND_COMMIT)
      throw new JournalError('STORE_NEWER', this.#where(offset, `frame kind ${kind}`))
    const record = decodeCommit(plaintext)
    if (!record.ok) throw new JournalError('JOURNAL_TAMPERED', this.#where(offset, record.detail))
    const firstEvent = this.#state.head.events + 1
    const commit = this.#state.read(record.value)
    if (!commit.ok) {
      const code = commit.code === 'EVENT_NEWER' ? 'STORE_NEWER' : 'JOURNAL_TAMPERED'
      throw new JournalError(code, this.#where(offset, commit.detail))
    }
    const position = { commit: record.value.n, firstEvent, file: segmentFileName(this.#segment), offset }
    return this.#handlers.onCommit?.(commit.value, position, record.value.head)
  }

  #where(offset: number, reason: string): string {
    return `${segmentFileName(this.#segment)} at ${offset}: ${reason}`
  }
}

/** Throws JOURNAL_TAMPERED unless the head bears its device's signature. */
export function requireHeadSignature(
  head: SignedHead,
  devicePublicKey: (device: string) => Uint8Array | undefined,
): void {
  const key = devicePublicKey(head.device)
  if (key === undefined || !verifyDeviceHead(key, head, head.sig)) {
    const where = `head signature of device ${head.device} at sequence ${head.seq}`
    throw new JournalError('JOURNAL_TAMPERED', key === undefined ? `${where}: key unknown` : where)
  }
}
