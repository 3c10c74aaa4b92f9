import { join } from 'node:path'
import { openEnvelope, type OpenedEvent } from '../../protocol/envelope.ts'
import type { Catalog, CatalogFile, Extent, Place } from './catalog.ts'
import { decodeBatch, type CommitPiece, type StoredEvent } from './commit-codec.ts'
import { inflateBlock } from './deflate.ts'
import { JournalError } from './errors.ts'
import { readUpTo } from './file-ops.ts'
import { FRAME_HEADER_BYTES, frameHash, openFrame, parseFrameHeader } from './frame.ts'
import type { JournalFs } from './fs.ts'

/** So many opened extents are kept, of some 100 to 300 KB each. */
const KEPT_EXTENTS = 16

/** A piece of a commit, the frame it stands in, and the number of its first event. */
export interface PlacedPiece {
  readonly piece: CommitPiece
  readonly file: string
  readonly offset: number
  readonly firstEvent: number
}

interface OpenedExtent {
  /** How much of the extent was there when it was read: it may have grown. */
  readonly length: number
  readonly pieces: readonly PlacedPiece[]
  readonly events: readonly StoredEvent[]
}

/** Throws JOURNAL_TAMPERED when a part is not the one the event was written with. */
export function openStored({ bytes, parts }: StoredEvent, number: number): OpenedEvent {
  const opened = openEnvelope(bytes, parts)
  if (!opened.ok) throw new JournalError('JOURNAL_TAMPERED', `event ${number}: ${opened.code}`)
  return opened.value
}

/** Reads parts of a store at random. Holds no file open between two reads. */
export class PageReader {
  readonly #fs: JournalFs
  readonly #dir: string
  readonly #catalog: Catalog
  /** In the order of their last use. */
  readonly #kept = new Map<Extent, Promise<OpenedExtent>>()
  readonly #reading = new Set<Promise<unknown>>()

  constructor(fs: JournalFs, dir: string, catalog: Catalog) {
    this.#fs = fs
    this.#dir = dir
    this.#catalog = catalog
  }

  /** See `Journal.eventsAt`. */
  async eventsAt(numbers: readonly number[]): Promise<readonly OpenedEvent[]> {
    return Promise.all(numbers.map((number) => this.#event(number)))
  }

  async #event(number: number): Promise<OpenedEvent> {
    const place = this.#catalog.event(number)
    if (place === undefined) throw new RangeError(`event ${number} is not in the store`)
    const { events } = await this.#open(place)
    const stored = events[number - place.extent.firstEvent]
    if (stored === undefined) throw new RangeError(`event ${number} is not in the store`)
    return openStored(stored, number)
  }

  async piecesOf(place: Place): Promise<readonly PlacedPiece[]> {
    return (await this.#open(place)).pieces
  }

  /** Resolves when no file is being read that was looked up before; what is kept of it is forgotten. */
  async leave(file: CatalogFile): Promise<void> {
    await Promise.allSettled(this.#reading)
    for (const extent of file.extents) this.#kept.delete(extent)
  }

  #open({ file, extent }: Place): Promise<OpenedExtent> {
    const { length } = extent
    const kept = this.#kept.get(extent)
    const opened = kept?.then((known) => (known.length === length ? known : this.#read(file, extent, length)))
    const current = opened ?? this.#read(file, extent, length)
    this.#kept.delete(extent)
    this.#kept.set(extent, current)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > KEPT_EXTENTS && oldest !== undefined) this.#kept.delete(oldest)
    // A failed read is not kept: the disk may be back the next time.
    current.catch(() => this.#kept.delete(extent))
    return current
  }

  #read(file: CatalogFile, extent: Extent, length: number): Promise<OpenedExtent> {
    const reading = this.#readExtent(file, extent, length)
    this.#reading.add(reading)
    const done = (): boolean => this.#reading.delete(reading)
    reading.then(done, done)
    return reading
  }

  async #readExtent(file: CatalogFile, extent: Extent, length: number): Promise<OpenedExtent> {
    const handle = await this.#fs.open(join(this.#dir, file.name), 'read')
    let bytes: Uint8Array
    try {
      bytes = await readUpTo(handle, length, extent.offset)
    } finally {
      await handle.close()
    }
    const pieces: PlacedPiece[] = []
    let { sequence, prev, firstEvent } = extent
    for (let at = 0; at < length; sequence += 1) {
      const offset = extent.offset + at
      const frame = frameAt(bytes, at)
      const plaintext = frame && openFrame(file.key, prev, frame, sequence)
      const batch = plaintext && decodeBatch(file.kind === 'block' ? inflateBlock(plaintext) : plaintext)
      if (frame === undefined || batch?.ok !== true)
        throw new JournalError('JOURNAL_TAMPERED', `${file.name} at ${offset}: changed while in use`)
      for (const piece of batch.value) {
        pieces.push({ piece, file: file.name, offset, firstEvent })
        firstEvent += piece.events.length
      }
      prev = frameHash(frame)
      at += frame.length
    }
    return { length, pieces, events: pieces.flatMap(({ piece }) => piece.events) }
  }
}

function frameAt(bytes: Uint8Array, at: number): Uint8Array | undefined {
  if (at + FRAME_HEADER_BYTES > bytes.length) return undefined
  const header = parseFrameHeader(Buffer.from(bytes.buffer, bytes.byteOffset + at, FRAME_HEADER_BYTES), 0)
  return header && bytes.subarray(at, at + FRAME_HEADER_BYTES + header.length)
}
