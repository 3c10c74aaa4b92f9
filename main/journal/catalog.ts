/**
 * Which event and which commit lies where: for every file its extents, runs of frames of about 256 events that
 * are read at once. About 200 bytes of memory per extent.
 */
import type { KeyObject } from 'node:crypto'
import type { StoreHead } from './commit.ts'
import type { FrameAt } from './frame-reader.ts'
import type { FileName } from './store-files.ts'

/** As much as opens in a few milliseconds at most. */
const EXTENT_EVENTS = 256
const EXTENT_BYTES = 256 * 1024

export interface Extent {
  readonly offset: number
  /** Bytes; grows while the extent is written to. */
  length: number
  /** Number of its first event in the store; of the next one when it has none. */
  readonly firstEvent: number
  /** Number of the first commit that begins in it or after it. */
  readonly firstCommit: number
  /** Sequence of its first frame, and the frame chain hash before that. */
  readonly sequence: number
  readonly prev: Uint8Array
}

export interface CatalogFile extends FileName {
  readonly key: KeyObject
  readonly extents: Extent[]
  /** Bytes of the file that are good. */
  size: number
  /** Where store and frame chain stand after it. */
  head: StoreHead
  chain: Uint8Array
  /** SHA-256 of the file, where it has been asked for. */
  readonly sha256?: Uint8Array | undefined
}

export type FrameNote = Omit<FrameAt, 'kind'> & { readonly firstEvent: number; readonly firstCommit: number }

/** Adds a frame of a segment to its last extent, or begins one. */
export function noteFrame(extents: Extent[], frame: FrameNote): void {
  const last = extents.at(-1)
  const fits =
    last !== undefined &&
    last.length + frame.length <= EXTENT_BYTES &&
    frame.firstEvent - last.firstEvent < EXTENT_EVENTS
  if (fits) last.length += frame.length
  else noteExtent(extents, frame)
}

/** A frame that is an extent of its own: a block. */
export function noteExtent(extents: Extent[], frame: FrameNote): void {
  const { offset, length, firstEvent, firstCommit, sequence, prev } = frame
  extents.push({ offset, length, firstEvent, firstCommit, sequence, prev })
}

/** Forgets the frames from `offset` on: they do not count. */
export function cutExtents(extents: Extent[], offset: number): void {
  for (
    let last = extents.at(-1);
    last !== undefined && last.offset + last.length > offset;
    last = extents.at(-1)
  ) {
    if (last.offset >= offset) extents.pop()
    else last.length = offset - last.offset
  }
}

export interface Place {
  readonly file: CatalogFile
  readonly extent: Extent
}

export class Catalog {
  #files: readonly CatalogFile[]
  /** Counts the times that places of earlier answers became void. */
  #revision = 0

  constructor(files: readonly CatalogFile[]) {
    this.#files = files
  }

  get files(): readonly CatalogFile[] {
    return this.#files
  }

  get revision(): number {
    return this.#revision
  }

  add(file: CatalogFile): void {
    this.#files = [...this.#files, file]
  }

  /** Puts one file in the place of those it stands for. */
  replace(replaced: readonly CatalogFile[], file: CatalogFile): void {
    const at = this.#files.findIndex((known) => known === replaced[0])
    if (at < 0) throw new Error('replacing files that are not there')
    this.#files = this.#files.toSpliced(at, replaced.length, file)
    this.#revision += 1
  }

  /** Where the event of this number lies. */
  event(number: number): Place | undefined {
    return this.#last((extent) => extent.firstEvent <= number)
  }

  /** Where the commit of this number begins. */
  commit(number: number): Place | undefined {
    return this.#last((extent) => extent.firstCommit <= number)
  }

  /** The extent after this one, in its file or the next. */
  after({ file, extent }: Place): Place | undefined {
    const next = file.extents[file.extents.indexOf(extent) + 1]
    if (next !== undefined) return { file, extent: next }
    const later = this.#files.slice(this.#files.indexOf(file) + 1).find(({ extents }) => extents.length > 0)
    return later?.extents[0] && { file: later, extent: later.extents[0] }
  }

  /** The last extent for which `begins` holds; it holds for all before. */
  #last(begins: (extent: Extent) => boolean): Place | undefined {
    const file = this.#files.findLast(({ extents }) => extents[0] !== undefined && begins(extents[0]))
    if (file === undefined) return undefined
    let low = 0
    let high = file.extents.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      const extent = file.extents[middle]
      if (extent !== undefined && begins(extent)) low = middle
      else high = middle
    }
    const extent = file.extents[low]
    return extent && { file, extent }
  }
}
