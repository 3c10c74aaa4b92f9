/**
 * The sealed, append-only journal: the one truth of a store (ARCHITECTURE.md, The store). A commit is one
 * AES-256-GCM frame; it is acknowledged after write and datasync and not before.
 */
import { dirname } from 'node:path'
import { sameBytes } from '../../protocol/bytes.ts'
import { Anchor } from './anchor.ts'
import { ChainState } from './chain-state.ts'
import type { StoreHead } from './commit.ts'
import { JournalError } from './errors.ts'
import { asJournalError } from './file-ops.ts'
import type { JournalFs } from './fs.ts'
import { lockStore } from './lock.ts'
import { nodeFs } from './node-fs.ts'
import { OpenJournal } from './open-journal.ts'
import { quarantineTail, rewriteTail } from './recovery.ts'
import { replay, requireHeadSignature, type Replayed, type SegmentFile } from './replay.ts'
import { segmentFileName } from './segment.ts'
import { listSegments, removeLeftovers, requireSameStore } from './segment-list.ts'
import type { Journal, JournalOptions } from './types.ts'

const DEFAULT_SEGMENT_BYTES = 64 * 1024 * 1024

/**
 * Opens or makes the store in `dir`, verifies it from the first byte and hands every commit to
 * `onCommit`. Rejects with a JournalError when it cannot be opened; then nothing is held or changed.
 */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  const fs = options.fs ?? nodeFs
  try {
    await fs.makeDirectory(options.dir)
    const lock = await lockStore(fs, options.dir)
    try {
      return await openLocked(options, fs, () => lock.release())
    } catch (error) {
      // The first failure is the one to tell; a lock that could not be removed is stale from here on.
      await lock.release().catch(() => undefined)
      throw error
    }
  } catch (error) {
    throw isExpected(error) ? asJournalError(error, 'opening the store') : error
  }
}

// System errors carry an errno; anything else (an onCommit that throws) is a bug and stays what it is.
function isExpected(error: unknown): boolean {
  return error instanceof JournalError || (error instanceof Error && 'errno' in error)
}

async function openLocked(
  options: JournalOptions,
  fs: JournalFs,
  release: () => Promise<void>,
): Promise<Journal> {
  await removeLeftovers(fs, options.dir)
  const segments = await listSegments(fs, options.dir)
  if (segments.length > 0) await requireSameStore(options, fs)
  const state = new ChainState(options.realm, options.storeId)
  const anchor = await openAnchor(options, fs, segments, state.head)
  try {
    const replayed = await replayPast(anchor.head, options, fs, segments, state)
    const aboveAnchor = state.head.commits > anchor.head.commits
    const nextSegment = await settleTail(options, fs, segments, replayed, aboveAnchor)
    if (aboveAnchor) await anchor.write(state.head)
    const segmentBytes = options.segmentBytes ?? DEFAULT_SEGMENT_BYTES
    return new OpenJournal({
      options,
      fs,
      state,
      anchor,
      chain: replayed.chain,
      nextSegment,
      segmentBytes,
      release,
    })
  } catch (error) {
    await anchor.close()
    throw error
  }
}

async function replayPast(
  anchor: StoreHead,
  options: JournalOptions,
  fs: JournalFs,
  segments: readonly SegmentFile[],
  state: ChainState,
): Promise<Replayed> {
  const check = new AnchorCheck(anchor, state.head)
  const bytesTotal = segments.reduce((sum, { size }) => sum + size, 0)
  const replayed = await replay({ ...options, fs }, segments, state, {
    onCommit: (commit, position) => {
      check.pass(state.head)
      return options.onCommit?.(commit, position)
    },
    onProgress: (bytesDone) => options.onProgress?.({ bytesDone, bytesTotal }),
  })
  check.requireReached(replayed, segments)
  for (const head of state.signedHeads.values()) requireHeadSignature(head, options.devicePublicKey)
  return replayed
}

async function openAnchor(
  options: JournalOptions,
  fs: JournalFs,
  segments: readonly SegmentFile[],
  empty: StoreHead,
): Promise<Anchor> {
  const anchorOptions = { ...options, fs, path: options.anchorPath }
  const anchor = await Anchor.read(anchorOptions)
  if (anchor !== undefined) {
    // Its name may be in the system's memory only: a program killed while it made the store saw no more to it.
    if (segments.length === 0) await fs.syncDirectory(dirname(options.anchorPath))
    return anchor
  }
  // The anchor of a new store is durable before its first segment exists, so this one was taken away.
  if (segments.length > 0) throw new JournalError('JOURNAL_TAMPERED', 'anchor: missing beside a store in use')
  return Anchor.create(anchorOptions, empty)
}

/** Follows replay past the anchor: the store must reach it, and with the very hash it holds. */
class AnchorCheck {
  readonly #anchor: StoreHead
  #head: StoreHead

  constructor(anchor: StoreHead, empty: StoreHead) {
    this.#anchor = anchor
    this.#head = empty
    this.pass(empty)
  }

  pass(head: StoreHead): void {
    this.#head = head
    if (head.commits !== this.#anchor.commits) return
    if (head.events === this.#anchor.events && sameBytes(head.hash, this.#anchor.hash)) return
    throw new JournalError('JOURNAL_TAMPERED', `commit ${head.commits} is another one than the anchor knows`)
  }

  requireReached({ damage }: Replayed, segments: readonly SegmentFile[]): void {
    const where = damage && `${segmentFileName(damage.segment)} at ${damage.offset}: ${damage.reason}`
    if (this.#head.commits < this.#anchor.commits) {
      const short = `store ends at commit ${this.#head.commits}, the anchor knows ${this.#anchor.commits}`
      throw new JournalError('JOURNAL_TAMPERED', where === undefined ? short : `${where}; ${short}`)
    }
    // Whenever a segment was begun the anchor covered all before it: only the last can be unfinished.
    if (where !== undefined && damage?.segment !== segments.at(-1)?.segment) {
      throw new JournalError('JOURNAL_TAMPERED', where)
    }
  }
}

/** Makes the end of the store clean and durable; gives the number of the next segment. */
async function settleTail(
  options: JournalOptions,
  fs: JournalFs,
  segments: readonly SegmentFile[],
  { damage, goodBytes, lastIsEmpty }: Replayed,
  aboveAnchor: boolean,
): Promise<number> {
  const last = segments.at(-1)
  if (last === undefined) return 1
  const tail = { fs, dir: options.dir, segment: last.segment, size: last.size, goodBytes }
  // An empty file is a segment whose creation was interrupted: there is nothing to set aside.
  if (damage !== undefined && last.size > 0) {
    const quarantined = await quarantineTail(tail, damage, options.clock())
    options.onQuarantine?.(quarantined)
  } else if (aboveAnchor || damage !== undefined || lastIsEmpty) {
    await rewriteTail(tail)
  }
  return goodBytes === 0 ? last.segment : last.segment + 1
}
