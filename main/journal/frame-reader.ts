import { createHash, type Hash, type KeyObject } from 'node:crypto'
import type { JournalFile } from './fs.ts'
import { readUpTo } from './file-ops.ts'
import { FRAME_HEADER_BYTES, frameHash, openFrame, parseFrameHeader } from './frame.ts'

const WINDOW_BYTES = 1024 * 1024

/** Reads a file forward in large pieces, so that a million small frames are not a million reads. */
export class ForwardReader {
  #window: Buffer = Buffer.alloc(0)
  #start = 0
  #hashed = 0
  readonly #file: JournalFile
  readonly #size: number
  readonly #onLoad: (end: number) => void
  readonly #hash: Hash | undefined

  /** With `digest`, what is read is hashed: the very bytes that are verified, not what lies there a moment later. */
  constructor(file: JournalFile, size: number, onLoad: (end: number) => void, digest: boolean) {
    this.#file = file
    this.#size = size
    this.#onLoad = onLoad
    this.#hash = digest ? createHash('sha256') : undefined
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
    this.#hash?.update(read.subarray(Math.max(0, this.#hashed - offset)))
    this.#hashed = Math.max(this.#hashed, offset + read.length)
    this.#onLoad(offset + read.length)
    return this.peek(offset, length)
  }

  async at(offset: number, length: number): Promise<Buffer | undefined> {
    return this.peek(offset, length) ?? (await this.load(offset, length))
  }

  /** SHA-256 of the whole file, once all of it has been read. */
  digest(): Uint8Array | undefined {
    if (this.#hash !== undefined && this.#hashed !== this.#size) throw new Error('hashed before it was read')
    return this.#hash && new Uint8Array(this.#hash.digest())
  }
}

/** Where a frame lies and what it takes to open it there again. */
export interface FrameAt {
  readonly kind: number
  readonly offset: number
  /** With its header, in bytes. */
  readonly length: number
  readonly sequence: number
  /** Frame chain hash before it. */
  readonly prev: Uint8Array
}

/** Where the good frames of a file end, and what is wrong there if more bytes follow. */
export interface FramesEnd {
  readonly offset: number
  /** Frame chain hash after the last good frame. */
  readonly chain: Uint8Array
  readonly damage?: string
}

export interface FramesFrom {
  readonly key: KeyObject
  /** Byte offset of the first frame, its sequence, and the frame chain hash before it. */
  readonly offset: number
  readonly sequence: number
  readonly chain: Uint8Array
}

/**
 * Authenticates the frames of one file up to `end` in order and hands each plaintext on. Stops at the first frame
 * that is cut short or does not authenticate in its place; the caller decides what that means.
 */
export async function readFrames(
  reader: ForwardReader,
  end: number,
  from: FramesFrom,
  onFrame: (plaintext: Buffer, at: FrameAt, chain: Uint8Array) => Promise<void>,
): Promise<FramesEnd> {
  let { offset, chain, sequence } = from
  while (offset < end) {
    const damaged = (damage: string): FramesEnd => ({ offset, chain, damage })
    if (offset + FRAME_HEADER_BYTES > end) return damaged('frame header cut short')
    const start = await reader.at(offset, FRAME_HEADER_BYTES)
    const header = start && parseFrameHeader(start, 0)
    if (header === undefined || header.sequence !== sequence) return damaged('no frame header')
    const length = FRAME_HEADER_BYTES + header.length
    const frame = offset + length > end ? undefined : await reader.at(offset, length)
    if (frame === undefined) return damaged('frame cut short')
    const plaintext = openFrame(from.key, chain, frame, sequence)
    if (plaintext === undefined) return damaged('frame does not authenticate')
    const prev = chain
    chain = frameHash(frame)
    await onFrame(plaintext, { kind: header.kind, offset, length, sequence, prev }, chain)
    offset += length
    sequence += 1
  }
  return { offset, chain }
}
