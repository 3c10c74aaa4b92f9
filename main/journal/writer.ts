import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { Realm } from '../../domain/vocabulary.ts'
import { concatBytes, type Random } from '../../protocol/bytes.ts'
import { storeChainHash } from '../../protocol/chain.ts'
import { deviceHeadMessage, type DeviceHead } from '../../protocol/signature.ts'
import { BatchPacker, type Batch, type CommitRecord } from './batch-packer.ts'
import { noteFrame, type Catalog, type CatalogFile, type FrameNote } from './catalog.ts'
import type { ChainState, SignedHead } from './chain-state.ts'
import type { CommitDraft, CommitPosition, StoreHead } from './commit.ts'
import { encodeBatch } from './commit-codec.ts'
import { writeAll } from './file-ops.ts'
import { encodeFileHeader, FILE_SALT_BYTES, fileKey, headerHash, headerTag } from './file-header.ts'
import { FRAME_KIND_BATCH, frameHash, sealFrame } from './frame.ts'
import type { JournalFile, JournalFs } from './fs.ts'
import { segmentName } from './store-files.ts'

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
  readonly epoch: number
  /** Its extents and size say what is written and datasynced. */
  readonly catalog: CatalogFile
  sequence: number
}

/** The context is encoded when the commit is asked for, so that what cannot be written never gets here. */
export interface PendingCommit {
  readonly draft: CommitDraft
  readonly context: Uint8Array | undefined
  /** Called when the commit is on the medium. */
  readonly resolve: (position: CommitPosition) => void
}

/** A group of commits as it goes to disk. The chain state moves on only when it is durable. */
interface SealedGroup {
  readonly frames: readonly { readonly bytes: Uint8Array; readonly note: FrameNote }[]
  readonly chain: Uint8Array
  readonly sequence: number
}

/** A large group is sealed in turns of this length, so that the screens go on. */
const TURN_MS = 4

/** Writes commits to fresh segments: one write, one datasync and one signature for all that are waiting. */
export class Writer {
  readonly #options: WriterOptions
  readonly #state: ChainState
  readonly #catalog: Catalog
  #chain: Uint8Array
  #lastSegment: number
  #open: OpenSegment | undefined

  constructor(
    options: WriterOptions,
    state: ChainState,
    catalog: Catalog,
    from: { readonly chain: Uint8Array; readonly nextSegment: number },
  ) {
    this.#options = options
    this.#state = state
    this.#catalog = catalog
    this.#chain = from.chain
    this.#lastSegment = from.nextSegment - 1
  }

  /** The next commit begins a fresh segment. Answers the last closed one. */
  async rotate(): Promise<number> {
    await this.close()
    return this.#lastSegment
  }

  /** How far the files are durable: up to `size` in the last segment, or all of it once it is closed. */
  get extent(): DurableExtent {
    return { segment: this.#lastSegment, size: this.#open?.catalog.size ?? Infinity }
  }

  /** Acknowledges each commit once all are durable. After a failure the writer must not be used again. */
  async write(group: readonly PendingCommit[]): Promise<void> {
    const segment = await this.#segment()
    const records = this.#chainUp(group)
    const sealed = await this.#seal(segment, records)
    await writeAll(
      segment.file,
      concatBytes(...sealed.frames.map(({ bytes }) => bytes)),
      segment.catalog.size,
    )
    await segment.file.datasync()
    const last = records.at(-1)
    if (last === undefined) return
    segment.sequence = sealed.sequence
    for (const { note } of sealed.frames) {
      noteFrame(segment.catalog.extents, note)
      segment.catalog.size = note.offset + note.length
    }
    this.#chain = segment.catalog.chain = sealed.chain
    segment.catalog.head = last.head
    this.#state.advance(last.head, records.findLast(({ signed }) => signed !== undefined)?.signed)
    for (const [index, { n, before }] of records.entries()) {
      const frame = sealed.frames.findLast(({ note }) => note.firstCommit <= n)
      const offset = frame?.note.offset ?? 0
      group[index]?.resolve({ commit: n, firstEvent: before.events + 1, file: segment.catalog.name, offset })
    }
  }

  /** Numbers and chains the commits, and signs this device's head once, at its last commit. */
  #chainUp(group: readonly PendingCommit[]): (CommitRecord & { before: StoreHead; head: StoreHead })[] {
    const lastOwn = group.findLast(({ draft }) => draft.origin === 'own')
    let { head } = this.#state
    return group.map((pending) => {
      const { origin, events } = pending.draft
      const { context } = pending
      const before = head
      const hashes = events.map((event) => event.hash)
      const store = storeChainHash(before.hash, { origin, events: hashes, context })
      head = { commits: before.commits + 1, events: before.events + events.length, hash: store }
      const last = pending === lastOwn ? events.at(-1) : undefined
      const signed = last && this.#signHead({ device: last.device, seq: last.seq, hash: last.hash })
      return { n: head.commits, origin, events, context, signed, store, before, head }
    })
  }

  #signHead(head: DeviceHead): SignedHead {
    return { ...head, sig: this.#options.signHead(deviceHeadMessage(head)) }
  }

  async #seal({ catalog, sequence }: OpenSegment, records: readonly CommitRecord[]): Promise<SealedGroup> {
    const { head } = this.#state
    const packer = new BatchPacker(head.events + 1, head.commits + 1)
    const frames: { bytes: Uint8Array; note: FrameNote }[] = []
    let chain = this.#chain
    let offset = catalog.size
    let turn = performance.now()
    for (const { firstEvent, firstCommit, pieces } of packAll(packer, records)) {
      const prev = chain
      const place = { key: catalog.key, kind: FRAME_KIND_BATCH, sequence: ++sequence, prev }
      const bytes = sealFrame(place, encodeBatch(pieces))
      frames.push({ bytes, note: { offset, length: bytes.length, sequence, prev, firstEvent, firstCommit } })
      chain = frameHash(bytes)
      offset += bytes.length
      if (performance.now() - turn < TURN_MS) continue
      await new Promise((resolve) => setImmediate(resolve))
      turn = performance.now()
    }
    return { frames, chain, sequence }
  }

  async #segment(): Promise<OpenSegment> {
    const { currentEpoch, segmentBytes, anchorBefore } = this.#options
    const open = this.#open
    if (open !== undefined && open.catalog.size < segmentBytes && open.epoch === currentEpoch()) return open
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
    const name = segmentName(this.#lastSegment + 1)
    const { kind, first, last, generation } = name
    const salt = random(FILE_SALT_BYTES)
    const place = { kind, realm, store: storeId, first, last, generation }
    const header = { ...place, salt, epoch, prev: this.#chain }
    const bytes = encodeFileHeader(header)
    const key = fileKey(epochKey, header, bytes)
    const start = concatBytes(bytes, headerTag(key, bytes))
    const file = await fs.open(join(dir, name.name), 'createSynced')
    try {
      await writeAll(file, start, 0)
      await file.datasync()
      await fs.syncDirectory(dir)
    } catch (error) {
      await file.close()
      throw error
    }
    this.#lastSegment = last
    this.#chain = headerHash(bytes)
    const { head } = this.#state
    const catalog = { ...name, key, extents: [], size: start.length, head, chain: this.#chain }
    this.#catalog.add(catalog)
    return { file, epoch, catalog, sequence: 0 }
  }

  async close(): Promise<void> {
    const open = this.#open
    this.#open = undefined
    if (open === undefined) return
    await open.file.close()
  }
}

function* packAll(packer: BatchPacker, records: readonly CommitRecord[]): Generator<Batch> {
  for (const record of records) yield* packer.add(record)
  const rest = packer.flush()
  if (rest !== undefined) yield rest
}
