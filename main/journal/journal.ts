/**
 * The sealed, append-only journal: the one truth of a store (ARCHITECTURE.md, The store). A commit is one
 * AES-256-GCM frame; it is acknowledged after write and datasync and not before.
 */
import { dirname } from 'node:path'
import { sameBytes } from '../../protocol/bytes.ts'
import { Anchor } from './anchor.ts'
import { Catalog, type CatalogFile } from './catalog.ts'
import { ChainState, type SettledCommit } from './chain-state.ts'
import type { StoreHead } from './commit.ts'
import { JournalError } from './errors.ts'
import { asJournalError, isExpected } from './file-ops.ts'
import type { JournalFs } from './fs.ts'
import { lockStore } from './lock.ts'
import { nodeFs } from './node-fs.ts'
import { OpenJournal } from './open-journal.ts'
import { quarantineTail, rewriteTail } from './recovery.ts'
import { FIRST_CHAIN, replay, requireHeadSignature, type Replayed } from './replay.ts'
import { resume, type Resumed } from './resume.ts'
import { requireSameStore } from './same-store.ts'
import { listStore, removeFiles, removeLeftovers, type StoreFile } from './store-files.ts'
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

async function openLocked(
  options: JournalOptions,
  fs: JournalFs,
  release: () => Promise<void>,
): Promise<Journal> {
  await removeLeftovers(fs, options.dir)
  const { files, superseded } = await listStore(fs, options.dir)
  if (files.length > 0) await requireSameStore(options, fs, files)
  const anchor = await openAnchor(options, fs, files)
  try {
    const { state, covered, replayed } = await replayPast(anchor.head, options, fs, files)
    const aboveAnchor = state.head.commits > anchor.head.commits
    const nextSegment = await settleTail(options, fs, files, replayed, aboveAnchor)
    if (aboveAnchor) await anchor.write(state.head)
    // Only now is it certain that what stands for them is whole; its name may be in the system's memory only.
    if (superseded.length > 0) await fs.syncDirectory(options.dir)
    await removeFiles(fs, options.dir, superseded)
    const segmentBytes = options.segmentBytes ?? DEFAULT_SEGMENT_BYTES
    const catalog = new Catalog([...covered, ...replayed.files.filter(({ last }) => last < nextSegment)])
    const { chain } = replayed
    return new OpenJournal({ options, fs, state, anchor, catalog, chain, nextSegment, segmentBytes, release })
  } catch (error) {
    await anchor.close()
    throw error
  }
}

interface Opened {
  readonly state: ChainState
  /** Files that a checkpoint covered. */
  readonly covered: readonly CatalogFile[]
  readonly replayed: Replayed
}

async function replayPast(
  anchor: StoreHead,
  options: JournalOptions,
  fs: JournalFs,
  files: readonly StoreFile[],
): Promise<Opened> {
  const bytesTotal = files.reduce((sum, { size }) => sum + size, 0)
  const onProgress = (bytesDone: number): void => options.onProgress?.({ bytesDone, bytesTotal })
  const from = await begin(options, fs, files, onProgress)
  const { state, rest } = from
  if (state.head.commits > anchor.commits)
    throw new JournalError('CHECKPOINT_UNFIT', 'checkpoint: it is above the anchor')
  const check = new AnchorCheck(anchor, state.head)
  const before = from.files.reduce((sum, { size }) => sum + size, 0)
  const handlers = {
    onCommit: ({ commit, position, head }: SettledCommit) => {
      check.pass(head)
      return options.onCommit?.(commit, position)
    },
    onProgress: (bytes: number) => onProgress(before + bytes),
  }
  const replayed = await replay({ ...options, fs }, rest, state, handlers, from.chain)
  check.requireReached(replayed, files)
  for (const head of state.signedHeads) requireHeadSignature(head, options.devicePublicKey)
  return { state, covered: from.files, replayed }
}

async function begin(
  options: JournalOptions,
  fs: JournalFs,
  files: readonly StoreFile[],
  onProgress: (bytesDone: number) => void,
): Promise<Resumed> {
  if (options.resumeFrom !== undefined)
    return resume({ ...options, fs }, files, options.resumeFrom, onProgress)
  const state = new ChainState(options.realm, options.storeId)
  return { state, files: [], known: [], rest: files, chain: FIRST_CHAIN }
}

async function openAnchor(
  options: JournalOptions,
  fs: JournalFs,
  files: readonly StoreFile[],
): Promise<Anchor> {
  const anchorOptions = { ...options, fs, path: options.anchorPath }
  const anchor = await Anchor.read(anchorOptions)
  if (anchor !== undefined && files.length === 0 && anchor.head.commits > 0)
    throw new JournalError('STORE_MISSING', `no file of a store of ${anchor.head.commits} commits`)
  if (anchor !== undefined) {
    // Its name may be in the system's memory only: a program killed while it made the store saw no more to it.
    if (files.length === 0) await fs.syncDirectory(dirname(options.anchorPath))
    return anchor
  }
  // The anchor of a new store is durable before its first segment exists, so this one was taken away.
  if (files.length > 0) throw new JournalError('JOURNAL_TAMPERED', 'anchor: missing beside a store in use')
  return Anchor.create(anchorOptions, new ChainState(options.realm, options.storeId).head)
}

/** Follows replay past the anchor: the store must reach it, and with the very hash it holds. */
class AnchorCheck {
  readonly #anchor: StoreHead
  #head: StoreHead

  constructor(anchor: StoreHead, from: StoreHead) {
    this.#anchor = anchor
    this.#head = from
    this.pass(from)
  }

  pass(head: StoreHead): void {
    this.#head = head
    if (head.commits !== this.#anchor.commits) return
    if (head.events === this.#anchor.events && sameBytes(head.hash, this.#anchor.hash)) return
    throw new JournalError('JOURNAL_TAMPERED', `commit ${head.commits} is another one than the anchor knows`)
  }

  requireReached({ damage }: Replayed, files: readonly StoreFile[]): void {
    const where = damage && `${damage.file.name} at ${damage.offset}: ${damage.reason}`
    if (this.#head.commits < this.#anchor.commits) {
      const short = `store ends at commit ${this.#head.commits}, the anchor knows ${this.#anchor.commits}`
      throw new JournalError('JOURNAL_TAMPERED', where === undefined ? short : `${where}; ${short}`)
    }
    // Whenever a segment was begun the anchor covered all before it: only the last can be unfinished. A block
    // file is published whole.
    if (where !== undefined && (damage?.file !== files.at(-1) || damage?.file.kind === 'block')) {
      throw new JournalError('JOURNAL_TAMPERED', where)
    }
  }
}

/** Makes the end of the store clean and durable; gives the number of the next segment. */
async function settleTail(
  options: JournalOptions,
  fs: JournalFs,
  files: readonly StoreFile[],
  { damage, goodBytes, files: read }: Replayed,
  aboveAnchor: boolean,
): Promise<number> {
  const file = files.at(-1)
  if (file === undefined) return 1
  // Without a commit nothing proves that the file is on the medium at all.
  const empty = read.at(-1)?.extents.length === 0
  if (file.kind === 'block' || (!aboveAnchor && damage === undefined && !empty)) return file.last + 1
  const tail = { fs, dir: options.dir, file, goodBytes }
  // An empty file is a segment whose creation was interrupted: there is nothing to set aside.
  if (damage !== undefined && file.size > 0) {
    const quarantined = await quarantineTail(tail, damage.reason, options.clock())
    options.onQuarantine?.(quarantined)
  } else {
    await rewriteTail(tail)
  }
  return goodBytes === 0 ? file.last : file.last + 1
}
