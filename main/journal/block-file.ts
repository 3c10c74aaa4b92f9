import { join } from 'node:path'
import { concatBytes } from '../../protocol/bytes.ts'
import type { Batch } from './batch-packer.ts'
import {
  decodeDirectory,
  decodeTrailer,
  encodeDirectory,
  encodeTrailer,
  TRAILER_BYTES,
  type BlockDirectory,
} from './block-directory.ts'
import { noteExtent, type CatalogFile, type Extent } from './catalog.ts'
import type { ChainSnapshot } from './chain-state.ts'
import type { CompactionStore } from './closed.ts'
import { encodeBatch } from './commit-codec.ts'
import { deflateBlock } from './deflate.ts'
import { JournalError } from './errors.ts'
import {
  encodeFileHeader,
  FILE_SALT_BYTES,
  fileKey,
  headerHash,
  headerTag,
  MAX_HEADER_BYTES,
} from './file-header.ts'
import { readUpTo, writeAll } from './file-ops.ts'
import { readFileStart, type GoodStart, type SealedStore } from './file-start.ts'
import {
  FRAME_KIND_BLOCK,
  FRAME_KIND_DIRECTORY,
  frameHash,
  openFrame,
  parseFrameHeader,
  sealFrame,
} from './frame.ts'
import type { JournalFile } from './fs.ts'
import type { FileName, StoreFile } from './store-files.ts'

/** Writes a block file from its header to its trailer; what is written is nothing before `finish`. */
export class BlockFileWriter {
  readonly #file: JournalFile
  readonly #key: GoodStart['key']
  readonly #extents: Extent[] = []
  #offset: number
  #chain: Uint8Array
  #sequence = 0

  private constructor(file: JournalFile, key: GoodStart['key'], offset: number, chain: Uint8Array) {
    this.#file = file
    this.#key = key
    this.#offset = offset
    this.#chain = chain
  }

  /** `prev`: frame chain hash at the end of the segment before the first it stands for. */
  static async begin(
    store: CompactionStore,
    file: JournalFile,
    { kind, first, last, generation }: FileName,
    prev: Uint8Array,
  ): Promise<BlockFileWriter> {
    const epoch = store.currentEpoch()
    const epochKey = store.epochKey(epoch)
    if (epochKey === undefined) throw new TypeError(`no key of the current epoch ${epoch}`)
    const place = { kind, realm: store.realm, store: store.storeId, first, last, generation }
    const header = { ...place, salt: store.random(FILE_SALT_BYTES), epoch, prev }
    const bytes = encodeFileHeader(header)
    const key = fileKey(epochKey, header, bytes)
    const start = concatBytes(bytes, headerTag(key, bytes))
    await writeAll(file, start, 0)
    return new BlockFileWriter(file, key, start.length, headerHash(bytes))
  }

  async add({ firstEvent, firstCommit, pieces }: Batch): Promise<void> {
    const offset = this.#offset
    const prev = this.#chain
    const length = await this.#write(FRAME_KIND_BLOCK, deflateBlock(encodeBatch(pieces)))
    noteExtent(this.#extents, { offset, length, sequence: this.#sequence, prev, firstEvent, firstCommit })
  }

  /** Durable when it resolves. Answers the file's size. */
  async finish(chain: Uint8Array, snapshot: ChainSnapshot): Promise<number> {
    const trailer = encodeTrailer({ offset: this.#offset, prev: this.#chain })
    await this.#write(FRAME_KIND_DIRECTORY, encodeDirectory({ extents: this.#extents, chain, snapshot }))
    await writeAll(this.#file, trailer, this.#offset)
    await this.#file.datasync()
    return this.#offset + trailer.length
  }

  async #write(kind: number, plaintext: Uint8Array): Promise<number> {
    this.#sequence += 1
    const place = { key: this.#key, kind, sequence: this.#sequence, prev: this.#chain }
    const frame = sealFrame(place, plaintext)
    await writeAll(this.#file, frame, this.#offset)
    this.#offset += frame.length
    this.#chain = frameHash(frame)
    return frame.length
  }
}

export interface BlockFile extends BlockDirectory {
  readonly start: GoodStart
}

/** Header and directory of a block file, authenticated; its blocks are not looked at. */
export async function readBlockFile(store: SealedStore, file: StoreFile): Promise<BlockFile> {
  const opened = await store.fs.open(join(store.dir, file.name), 'read')
  try {
    const start = await readStart(store, file, opened)
    const directory = await readDirectory(start, file.size, opened)
    if (directory === undefined) throw tampered(file, 'no directory that authenticates')
    return { start, ...directory }
  } finally {
    await opened.close()
  }
}

/** Throws JOURNAL_TAMPERED for a header that does not authenticate. */
export async function readStart(
  store: SealedStore,
  file: StoreFile,
  opened: JournalFile,
): Promise<GoodStart> {
  const start = readFileStart(store, file, await readUpTo(opened, Math.min(file.size, MAX_HEADER_BYTES), 0))
  if (!start.ok) throw tampered(file, start.damage)
  return start
}

async function readDirectory(
  { key, offset: first }: GoodStart,
  size: number,
  file: JournalFile,
): Promise<BlockDirectory | undefined> {
  if (size < first + TRAILER_BYTES) return undefined
  const end = size - TRAILER_BYTES
  const { offset, prev } = decodeTrailer(await readUpTo(file, TRAILER_BYTES, end))
  if (offset < first || offset >= end) return undefined
  const frame = await readUpTo(file, end - offset, offset)
  const header = parseFrameHeader(Buffer.from(frame.buffer, frame.byteOffset, frame.length), 0)
  if (header?.kind !== FRAME_KIND_DIRECTORY) return undefined
  const plaintext = openFrame(key, prev, frame, header.sequence)
  return plaintext && decodeDirectory(plaintext, first)
}

function tampered({ name }: FileName, reason: string): JournalError {
  return new JournalError('JOURNAL_TAMPERED', `${name}: ${reason}`)
}

/** The file as the catalog holds it. */
export function catalogOf(file: StoreFile, { start, extents, chain, snapshot }: BlockFile): CatalogFile {
  return { ...file, key: start.key, extents, head: snapshot.head, chain }
}
