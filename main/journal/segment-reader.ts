import type { KeyObject } from 'node:crypto'
import type { JournalFile } from './fs.ts'
import { readUpTo } from './file-ops.ts'
import { FRAME_HEADER_BYTES, frameHash, openFrame, parseFrameHeader } from './frame.ts'

const WINDOW_BYTES = 4 * 1024 * 1024

/** Reads a file forward in large pieces, so that a million small frames are not a million reads. */
class ForwardReader {
  #window: Buffer = Buffer.alloc(0)
  #start = 0
  readonly #file: JournalFile
  readonly #size: number
  readonly #onLoad: (end: number) => void

  constructor(file: JournalFile, size: number, onLoad: (end: number) => void) {
    this.#file = file
    this.#size = size
    this.#onLoad = onLoad
  }

  /** A view of the bytes if they are at hand. It is good until the next `load`. */
  peek(offset: number, length: number): Buffer | undefined {
    const from = offset - this.#start
    if (from < 0 || from + length > this.#window.length) return undefined
    return this.#window.subarray(from, from + length)
  }

  /** Fetches a window that begins with the bytes; undefined when the file ends before them. */
  async load(offset: number, length: number): Promise<Buffer | undefined> {
    if (offset + length > this.#size) return undefined
    const want = Math.min(Math.max(length, WINDOW_BYTES), this.#size - offset)
    const read = await readUpTo(this.#file, want, offset)
    this.#window = Buffer.from(read.buffer, read.byteOffset, read.length)
    this.#start = offset
    this.#onLoad(offset + read.length)
    return this.peek(offset, length)
  }
}

/** Where the good frames of a segment end, and what is wrong there if more bytes follow. */
export interface SegmentEnd {
  readonly offset: number
  /** Frame chain hash after the last good frame. */
  readonly chain: Uint8Array
  readonly damage?: string
}

export interface FramesFrom {
  readonly key: KeyObject
  /** Byte offset of the first frame. */
  readonly offset: number
  /** Frame chain hash after the segment's header. */
  readonly chain: Uint8Array
}

/**
 * Authenticates the frames of one segment in order and hands each plaintext on. Stops at the first frame
 * that is cut short or does not authenticate in its place; the caller decides what that means.
 */
export async function readFrames(
  file: JournalFile,
  size: number,
  from: FramesFrom,
  onFrame: (plaintext: Buffer, kind: number, offset: number) => void | Promise<void>,
  onLoad: (end: number) => void,
): Promise<SegmentEnd> {
  const reader = new ForwardReader(file, size, onLoad)
  let { offset, chain } = from
  for (let sequence = 1; offset < size; sequence++) {
    const end = (damage: string): SegmentEnd => ({ offset, chain, damage })
    const start = reader.peek(offset, FRAME_HEADER_BYTES) ?? (await reader.load(offset, FRAME_HEADER_BYTES))
    if (start === undefined) return end('frame header cut short')
    const header = parseFrameHeader(start, 0)
    if (header === undefined || header.sequence !== sequence) return end('no frame header')
    const length = FRAME_HEADER_BYTES + header.length
    const frame = reader.peek(offset, length) ?? (await reader.load(offset, length))
    if (frame === undefined) return end('frame cut short')
    const plaintext = openFrame(from.key, chain, frame, sequence)
    if (plaintext === undefined) return end('frame does not authenticate')
    const handled = onFrame(plaintext, header.kind, offset)
    const hash = frameHash(frame)
    if (handled !== undefined) await handled
    chain = hash
    offset += length
  }
  return { offset, chain }
}
