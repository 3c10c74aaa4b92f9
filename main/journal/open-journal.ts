import { sameBytes } from '../../protocol/bytes.ts'
import type { DeviceHead } from '../../protocol/signature.ts'
import type { Anchor } from './anchor.ts'
import type { OpenedEvent } from '../../protocol/envelope.ts'
import { adoptBlockFile } from './adopt.ts'
import type { Catalog } from './catalog.ts'
import type { ChainState } from './chain-state.ts'
import type { Compaction } from './closed.ts'
import type { CommitDraft, CommitPosition, StoreHead } from './commit.ts'
import { readCommits } from './commit-reader.ts'
import { encodeContext, oversize } from './commit-size.ts'
import { JournalError } from './errors.ts'
import { asJournalError, isExpected } from './file-ops.ts'
import type { JournalFs } from './fs.ts'
import { PageReader } from './page-reader.ts'
import { quarantinedAt } from './recovery.ts'
import { removeFiles } from './store-files.ts'
import type { CommitAt, Journal, JournalOptions, Verification } from './types.ts'
import { verifyStore } from './verify.ts'
import { Writer, type PendingCommit } from './writer.ts'

/** The anchor follows behind the last datasync: it costs no second sync per commit. */
const DEFAULT_ANCHOR_DELAY_MS = 500
/** One group of waiting commits: bounds both the stall of sealing it and the size of one write. */
const MAX_GROUP = 64

export interface OpenParts {
  readonly options: JournalOptions
  readonly fs: JournalFs
  readonly state: ChainState
  readonly anchor: Anchor
  readonly catalog: Catalog
  /** Frame chain hash the next segment continues. */
  readonly chain: Uint8Array
  readonly nextSegment: number
  readonly segmentBytes: number
  readonly release: () => Promise<void>
}

interface Waiting extends PendingCommit {
  readonly reject: (error: JournalError) => void
}

/** The journal while it is open. Made by `openJournal` only. */
export class OpenJournal implements Journal {
  readonly #parts: OpenParts
  readonly #writer: Writer
  readonly #pages: PageReader
  #tail: DeviceHead
  #status: Journal['status'] = 'open'
  #waiting: Waiting[] = []
  #draining: Promise<void> | undefined
  #anchoring: Promise<void> = Promise.resolve()
  #anchorTimer: NodeJS.Timeout | undefined
  /** Verification and adoption: one at a time, or a file would vanish under the reader. */
  #maintenance: Promise<unknown> = Promise.resolve()

  constructor(parts: OpenParts) {
    const { options, fs, state, catalog, segmentBytes } = parts
    this.#parts = parts
    this.#tail = state.device(options.device)
    const anchorBefore = () => this.#writeAnchor()
    this.#writer = new Writer({ ...options, fs, segmentBytes, anchorBefore }, state, catalog, parts)
    this.#pages = new PageReader(fs, options.dir, catalog)
  }

  get head(): StoreHead {
    return this.#parts.state.head
  }

  get deviceHead(): DeviceHead {
    return this.#parts.state.device(this.#parts.options.device)
  }

  get tail(): DeviceHead {
    return this.#tail
  }

  get status(): Journal['status'] {
    return this.#status
  }

  append(draft: CommitDraft): Promise<CommitPosition> {
    if (this.#status !== 'open')
      return Promise.reject(new JournalError('JOURNAL_BROKEN', `journal is ${this.#status}`))
    const context = encodeContext(draft)
    const tooLarge = oversize(draft, context)
    if (tooLarge !== undefined) return Promise.reject(new JournalError('COMMIT_TOO_LARGE', tooLarge))
    this.#continueChain(draft)
    return new Promise((resolve, reject) => {
      this.#waiting.push({ draft, context, resolve, reject })
      this.#draining ??= this.#drain()
    })
  }

  #continueChain({ origin, events, context }: CommitDraft): void {
    if (events.length === 0 && (origin === 'own' || context === undefined)) {
      throw new TypeError('a commit without events says nothing')
    }
    if (origin === 'pulled') return
    let { device, seq, hash } = this.#tail
    for (const event of events) {
      if (event.device !== device || event.seq !== seq + 1 || !sameBytes(event.prev, hash)) {
        throw new TypeError(`event ${event.seq} of ${event.device} does not continue ${device} at ${seq}`)
      }
      ;({ device, seq, hash } = event)
    }
    this.#tail = { device, seq, hash }
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0 && this.#status === 'open') {
      const group = this.#waiting.splice(0, MAX_GROUP)
      try {
        await this.#writer.write(group)
        this.#anchorSoon()
      } catch (error) {
        this.#break(asJournalError(error, 'writing a commit'), group)
      }
    }
    this.#draining = undefined
  }

  /** Nothing in flight was acknowledged; whether it reached the medium is found out on reopening. */
  #break(error: JournalError, group: readonly Waiting[]): void {
    if (this.#status === 'open') this.#status = 'broken'
    for (const { reject } of group) reject(error)
    const later = new JournalError('JOURNAL_BROKEN', `after ${error.message}`, { cause: error })
    for (const { reject } of this.#waiting.splice(0)) reject(later)
  }

  #anchorSoon(): void {
    if (this.#anchorTimer !== undefined) return
    this.#anchorTimer = setTimeout(() => {
      this.#anchorTimer = undefined
      // A store whose anchor cannot move would silently lose its protection against rollback.
      this.#writeAnchor().catch((error: unknown) =>
        this.#break(asJournalError(error, 'writing the anchor'), []),
      )
    }, this.#parts.options.anchorDelayMs ?? DEFAULT_ANCHOR_DELAY_MS)
    this.#anchorTimer.unref()
  }

  #writeAnchor(): Promise<void> {
    const write = async () => {
      const { anchor, state } = this.#parts
      if (state.head.commits > anchor.head.commits) await anchor.write(state.head)
    }
    this.#anchoring = this.#anchoring.then(write)
    return this.#anchoring
  }

  verify(...[onProgress, obstacle]: Parameters<Journal['verify']>): Promise<Verification> {
    const { options, fs } = this.#parts
    return this.#alone(() =>
      verifyStore({ ...options, fs }, this.head, this.#writer.extent, onProgress, obstacle),
    )
  }

  eventsAt(numbers: readonly number[]): Promise<readonly OpenedEvent[]> {
    return this.#reading(() => this.#pages.eventsAt(numbers))
  }

  commits(from: number, to = this.head.commits): AsyncIterable<CommitAt> {
    if (from < 1 || to > this.head.commits)
      throw new RangeError(`commits ${from} to ${to} are not in the store`)
    return readCommits(this.#parts.catalog, this.#pages, from, to)
  }

  adopt({ written, quarantines }: Compaction): Promise<void> {
    const { options, fs, catalog } = this.#parts
    return this.#alone(() =>
      this.#reading(async () => {
        if (this.#status !== 'open') throw new JournalError('JOURNAL_BROKEN', `journal is ${this.#status}`)
        for (const file of written) await adoptBlockFile({ ...options, fs }, catalog, this.#pages, file)
        const names = quarantines.filter((name) => quarantinedAt(name) !== undefined)
        await removeFiles(fs, options.dir, names)
      }),
    )
  }

  /** What fails here leaves the journal as it was: commits go on. */
  async #reading<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw isExpected(error) ? asJournalError(error, 'reading the store') : error
    }
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#maintenance.then(work)
    // The next in line does not care how this one ended; its caller does.
    this.#maintenance = result.catch(() => undefined)
    return result
  }

  async rotate(): Promise<number> {
    while (this.#draining !== undefined) await this.#draining
    if (this.#status !== 'open') throw new JournalError('JOURNAL_BROKEN', `journal is ${this.#status}`)
    const rotating = this.#writeAnchor().then(() => this.#writer.rotate())
    // Commits that come meanwhile wait for the fresh segment.
    this.#draining = rotating.then(
      () => this.#drain(),
      (error: unknown) => this.#break(asJournalError(error, 'closing a segment'), []),
    )
    return rotating.catch((error: unknown) => Promise.reject(asJournalError(error, 'closing a segment')))
  }

  async close(): Promise<void> {
    if (this.#status === 'closed') return
    await this.#draining
    clearTimeout(this.#anchorTimer)
    const wasOpen = this.#status === 'open'
    this.#status = 'closed'
    const { anchor, release } = this.#parts
    const anchored = wasOpen ? this.#writeAnchor() : Promise.resolve()
    // Each whether or not the one before it failed: a store that is half closed could not be opened again.
    const ends = [() => anchored, () => this.#writer.close(), () => anchor.close(), release]
    const failures: unknown[] = []
    for (const end of ends) await end().catch((error: unknown) => void failures.push(error))
    if (failures.length > 0) throw asJournalError(failures[0], 'closing the store')
  }
}
