import { join } from 'node:path'
import { sameBytes } from '../../protocol/bytes.ts'
import { verifyDeviceHead } from '../../protocol/signature.ts'
import { decodeDirectory, encodeTrailer, TRAILER_BYTES, type BlockDirectory } from './block-directory.ts'
import { cutExtents, noteExtent, noteFrame, type CatalogFile, type Extent } from './catalog.ts'
import type { ChainState, SettledCommit, SignedHead } from './chain-state.ts'
import { decodeBatch } from './commit-codec.ts'
import { inflateBlock } from './deflate.ts'
import { JournalError } from './errors.ts'
import { MAX_HEADER_BYTES } from './file-header.ts'
import { readFileStart, type GoodStart, type SealedStore } from './file-start.ts'
import { FRAME_KIND_BATCH, FRAME_KIND_BLOCK, FRAME_KIND_DIRECTORY } from './frame.ts'
import { ForwardReader, readFrames, type FrameAt } from './frame-reader.ts'
import type { JournalFile } from './fs.ts'
import type { StoreFile } from './store-files.ts'

export interface ReplayHandlers {
  /** The commit has been verified and counts; the chain state is at it or past it. */
  readonly onCommit?: (settled: SettledCommit) => void | Promise<void>
  readonly onProgress?: (bytesDone: number) => void
  /** Called after each frame: lets the event loop turn when it is time to. */
  readonly breathe?: () => Promise<void> | undefined
  /** Whether the SHA-256 of every file is wanted. */
  readonly digest?: boolean
}

export interface Damage {
  readonly file: StoreFile
  /** Where the good commits end; 0 when the header itself is damaged. */
  readonly offset: number
  readonly reason: string
}

export interface Replayed {
  /** Frame chain hash after the last good commit: the next segment's `prev`. */
  readonly chain: Uint8Array
  /** Good bytes of the last file that was read. */
  readonly goodBytes: number
  /** What was read, as far as it is good. */
  readonly files: readonly CatalogFile[]
  readonly damage?: Damage
}

/** `prev` of the first file. */
export const FIRST_CHAIN = new Uint8Array(32)

/**
 * Reads files in order, verifies every chain and hands the commits on. Stops at the first damaged
 * byte and says where. What authenticates and still contradicts itself throws JOURNAL_TAMPERED.
 */
export async function replay(
  store: SealedStore,
  files: readonly StoreFile[],
  state: ChainState,
  handlers: ReplayHandlers,
  from: Uint8Array = FIRST_CHAIN,
): Promise<Replayed> {
  const read: CatalogFile[] = []
  let chain = from
  let goodBytes = 0
  let before = 0
  for (const file of files) {
    const opened = await store.fs.open(join(store.dir, file.name), 'read')
    try {
      const replayed = await new FileReplay(store, file, state, handlers, before).read(opened, chain)
      if (replayed.catalog !== undefined) read.push(replayed.catalog)
      ;({ chain, offset: goodBytes } = replayed)
      if (replayed.damage !== undefined) {
        const damage = { file, offset: goodBytes, reason: replayed.damage }
        return { chain, goodBytes, files: read, damage }
      }
    } finally {
      await opened.close()
    }
    before += file.size
    handlers.onProgress?.(before)
  }
  return { chain, goodBytes, files: read }
}

interface FileEnd {
  readonly offset: number
  readonly chain: Uint8Array
  readonly catalog?: CatalogFile
  readonly damage?: string
}

class FileReplay {
  readonly #store: SealedStore
  readonly #file: StoreFile
  readonly #state: ChainState
  readonly #handlers: ReplayHandlers
  readonly #bytesBefore: number
  readonly #extents: Extent[] = []
  #nextEvent: number
  #nextCommit: number
  #directory: { readonly at: FrameAt; readonly content: BlockDirectory } | undefined
  /** Up to where everything counts. */
  #good: { readonly offset: number; readonly chain: Uint8Array } = { offset: 0, chain: FIRST_CHAIN }

  constructor(
    store: SealedStore,
    file: StoreFile,
    state: ChainState,
    handlers: ReplayHandlers,
    bytesBefore: number,
  ) {
    this.#store = store
    this.#file = file
    this.#state = state
    this.#handlers = handlers
    this.#bytesBefore = bytesBefore
    this.#nextEvent = state.head.events + 1
    this.#nextCommit = state.head.commits + 1
  }

  async read(file: JournalFile, prev: Uint8Array): Promise<FileEnd> {
    const { size, kind } = this.#file
    const onLoad = (end: number) => this.#handlers.onProgress?.(this.#bytesBefore + end)
    const reader = new ForwardReader(file, size, onLoad, this.#handlers.digest === true)
    const bytes = await reader.at(0, Math.min(size, MAX_HEADER_BYTES))
    const start = readFileStart(this.#store, this.#file, bytes ?? new Uint8Array())
    if (!start.ok) return { offset: 0, chain: prev, damage: start.damage }
    if (!sameBytes(start.header.prev, prev))
      return { offset: 0, chain: prev, damage: 'does not follow the file before' }
    this.#good = start
    const end = kind === 'block' ? size - TRAILER_BYTES : size
    const from = { ...start, sequence: 1 }
    const frames = await readFrames(reader, end, from, async (plaintext, at, chain) => {
      await this.#frame(plaintext, at, chain)
      const turn = this.#handlers.breathe?.()
      if (turn !== undefined) await turn
    })
    const damage = frames.damage ?? (await this.#unfinished(reader, start))
    if (!this.#state.settled) this.#state.forget()
    cutExtents(this.#extents, this.#good.offset)
    return this.#end(start, reader, damage)
  }

  #end({ key }: GoodStart, reader: ForwardReader, damage: string | undefined): FileEnd {
    const { name, kind, first, last, generation } = this.#file
    const offset = damage === undefined ? this.#file.size : this.#good.offset
    const chain = this.#directory?.content.chain ?? this.#good.chain
    const { head } = this.#state
    const sha256 = damage === undefined ? reader.digest() : undefined
    const extents = this.#extents
    const catalog = { name, kind, first, last, generation, key, extents, size: offset, head, chain, sha256 }
    return { offset, chain, catalog, ...(damage === undefined ? {} : { damage }) }
  }

  async #frame(plaintext: Buffer, at: FrameAt, chain: Uint8Array): Promise<void> {
    const expected = this.#file.kind === 'block' ? FRAME_KIND_BLOCK : FRAME_KIND_BATCH
    if (this.#directory !== undefined) throw this.#tampered(at.offset, 'a frame after the directory')
    if (this.#file.kind === 'block' && at.kind === FRAME_KIND_DIRECTORY) this.#endOfBlocks(plaintext, at)
    else if (at.kind === expected) await this.#batch(plaintext, at)
    else throw new JournalError('STORE_NEWER', this.#where(at.offset, `frame kind ${at.kind}`))
    if (this.#state.settled) this.#good = { offset: at.offset + at.length, chain }
  }

  async #batch(plaintext: Buffer, at: FrameAt): Promise<void> {
    const block = this.#file.kind === 'block'
    const batch = decodeBatch(block ? inflateBlock(plaintext) : plaintext)
    if (!batch.ok) throw this.#tampered(at.offset, batch.detail)
    const note = block ? noteExtent : noteFrame
    note(this.#extents, { ...at, firstEvent: this.#nextEvent, firstCommit: this.#nextCommit })
    for (const piece of batch.value) {
      this.#nextEvent += piece.events.length
      this.#nextCommit = piece.n + 1
      const settled = this.#state.read(piece, this.#file.name, at.offset)
      if (!settled.ok) {
        const code = settled.code === 'EVENT_NEWER' ? 'STORE_NEWER' : 'JOURNAL_TAMPERED'
        throw new JournalError(code, this.#where(at.offset, settled.detail))
      }
      for (const commit of settled.value) {
        const handled = this.#handlers.onCommit?.(commit)
        if (handled !== undefined) await handled
      }
    }
  }

  #endOfBlocks(plaintext: Buffer, at: FrameAt): void {
    const content = decodeDirectory(plaintext, this.#extents[0]?.offset ?? at.offset)
    const { head } = this.#state
    const fits =
      content !== undefined &&
      sameExtents(content.extents, this.#extents) &&
      content.snapshot.head.commits === head.commits &&
      sameBytes(content.snapshot.head.hash, head.hash)
    if (!fits) throw this.#tampered(at.offset, 'a directory of other blocks')
    this.#directory = { at, content }
  }

  /** What is missing although every frame was good. */
  async #unfinished(reader: ForwardReader, start: GoodStart): Promise<string | undefined> {
    if (!this.#state.settled) return 'a commit is not finished or not signed'
    if (this.#file.kind === 'segment') return undefined
    if (this.#directory === undefined) return 'no directory'
    const trailer = await reader.at(Math.max(start.offset, this.#file.size - TRAILER_BYTES), TRAILER_BYTES)
    const { offset, prev } = this.#directory.at
    const known = trailer !== undefined && sameBytes(trailer, encodeTrailer({ offset, prev }))
    return known ? undefined : 'the directory is elsewhere'
  }

  #tampered(offset: number, reason: string): JournalError {
    return new JournalError('JOURNAL_TAMPERED', this.#where(offset, reason))
  }

  #where(offset: number, reason: string): string {
    return `${this.#file.name} at ${offset}: ${reason}`
  }
}

function sameExtents(a: readonly Extent[], b: readonly Extent[]): boolean {
  return (
    a.length === b.length &&
    a.every((extent, index) => {
      const other = b[index]
      return (
        other !== undefined &&
        extent.offset === other.offset &&
        extent.length === other.length &&
        extent.firstEvent === other.firstEvent &&
        extent.firstCommit === other.firstCommit &&
        extent.sequence === other.sequence &&
        sameBytes(extent.prev, other.prev)
      )
    })
  )
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
