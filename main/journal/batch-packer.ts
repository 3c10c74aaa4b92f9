import type { CommitOrigin } from './commit.ts'
import type { CommitPiece, StoredEvent } from './commit-codec.ts'
import type { SignedHead } from './chain-state.ts'

/** A frame of this many events opens in about a millisecond: the unit of paging and of yielding. */
const BATCH_EVENTS = 256
const BATCH_BYTES = 256 * 1024

/** A commit ready to be written. */
export interface CommitRecord {
  readonly n: number
  readonly origin: CommitOrigin
  readonly events: readonly StoredEvent[]
  readonly context?: Uint8Array | undefined
  readonly signed?: SignedHead | undefined
  /** Store chain after it. */
  readonly store: Uint8Array
}

/** What one frame holds. */
export interface Batch {
  /** Number of its first event in the store; of the next one when it has none. */
  readonly firstEvent: number
  /** Number of the first commit that begins in it or after it. */
  readonly firstCommit: number
  readonly pieces: readonly CommitPiece[]
}

type OpenPiece = { -readonly [Field in keyof CommitPiece]: CommitPiece[Field] } & { events: StoredEvent[] }

export function storedSize({ bytes, parts }: StoredEvent): number {
  return parts.reduce((sum, part) => sum + part.salt.length + part.bytes.length, bytes.length)
}

/** Packs commits into frames of at most 256 events or some 256 KiB, cutting a commit where a frame is full. */
export class BatchPacker {
  #firstEvent: number
  #firstCommit: number
  #nextEvent: number
  #nextCommit: number
  #pieces: OpenPiece[] = []
  #bytes = 0
  /** The last finished piece of this frame, and the last signed one of each device. */
  #finished: OpenPiece | undefined
  readonly #signed = new Map<string, OpenPiece>()

  constructor(firstEvent: number, firstCommit: number) {
    this.#firstEvent = this.#nextEvent = firstEvent
    this.#firstCommit = this.#nextCommit = firstCommit
  }

  /** Gives the frames that became full. */
  *add({ n, origin, events, context, signed, store }: CommitRecord): Generator<Batch> {
    if (this.#isFull(context?.length ?? 0)) yield this.#take()
    this.#nextCommit = n + 1
    let piece = this.#begin(n, origin)
    for (const event of events) {
      const size = storedSize(event)
      if (this.#isFull(size)) {
        piece.more = true
        yield this.#take()
        piece = this.#begin(n, origin)
      }
      piece.events.push(event)
      this.#bytes += size
      this.#nextEvent += 1
    }
    if (context !== undefined) piece.context = context
    this.#bytes += context?.length ?? 0
    this.#finish(piece, store, signed)
  }

  /** What is left; undefined when nothing is. */
  flush(): Batch | undefined {
    return this.#pieces.length === 0 ? undefined : this.#take()
  }

  #begin(n: number, origin: CommitOrigin): OpenPiece {
    const piece: OpenPiece = { n, origin, events: [] }
    this.#pieces.push(piece)
    return piece
  }

  #finish(piece: OpenPiece, store: Uint8Array, signed: SignedHead | undefined): void {
    if (this.#finished !== undefined) delete this.#finished.store
    this.#finished = piece
    piece.store = store
    if (signed === undefined) return
    const earlier = this.#signed.get(signed.device)
    if (earlier !== undefined) delete earlier.sig
    this.#signed.set(signed.device, piece)
    piece.sig = signed.sig
  }

  #isFull(more: number): boolean {
    const events = this.#nextEvent - this.#firstEvent
    return this.#pieces.length > 0 && (events >= BATCH_EVENTS || this.#bytes + more > BATCH_BYTES)
  }

  #take(): Batch {
    const batch = { firstEvent: this.#firstEvent, firstCommit: this.#firstCommit, pieces: this.#pieces }
    this.#pieces = []
    this.#bytes = 0
    this.#finished = undefined
    this.#signed.clear()
    this.#firstEvent = this.#nextEvent
    this.#firstCommit = this.#nextCommit
    return batch
  }
}
