/**
 * What another process (the keeper) does with the closed files of a store: fold them, compact them. It takes
 * no lock and changes nothing that is part of the store; only the program that holds the store publishes
 * (`journal.adopt`). What it answers is plain data, fit for a message between processes.
 *
 *   fold-closed.ts  foldClosed(store: ClosedStore, fold: FoldClosed): Promise<Checkpoint>
 *   compaction.ts   compactClosed(store: CompactionStore, work: CompactClosed): Promise<Compaction>
 *
 * Both reject with a JournalError; neither may run while `adopt` does. No checkpoint from before `adopt` fits the files
 * after it: fold anew.
 */
import type { Realm } from '../../domain/vocabulary.ts'
import type { Random } from '../../protocol/bytes.ts'
import type { OpenedEvent, PartName } from '../../protocol/envelope.ts'
import type { Commit, CommitPosition, StoreHead } from './commit.ts'
import type { JournalFs } from './fs.ts'
import type { Progress } from './types.ts'

export interface ClosedStore {
  readonly dir: string
  readonly realm: Realm
  readonly storeId: string
  /** 32-byte key of an epoch, or undefined when it is not known. */
  readonly epochKey: (epoch: number) => Uint8Array | undefined
  /** Raw public key of a device that wrote own commits of this store. */
  readonly devicePublicKey: (device: string) => Uint8Array | undefined
  /** Default: the real disk (`nodeFs`). */
  readonly fs?: JournalFs
}

export interface FoldClosed {
  /** The last closed segment, as `journal.rotate()` answered it. What is above is not looked at. */
  readonly upTo: number
  /**
   * A checkpoint of an earlier fold of this store: what it covers is compared with its SHA-256 and not handed
   * out again. Rejects with CHECKPOINT_UNFIT when the files have been replaced meanwhile or the checkpoint is
   * another store's: fold again without it.
   */
  readonly from?: Uint8Array
  readonly onCommit: (commit: Commit, position: CommitPosition) => void | Promise<void>
  readonly onProgress?: (progress: Progress) => void
}

/**
 * Where a fold of the closed files stands: CBOR, a few hundred bytes a file. To its holder it is opaque, and it
 * is trusted: keep it sealed together with what was folded.
 */
export type Checkpoint = Uint8Array

/** Which detachable part an event is asked to lose. */
export type DropPart = (event: OpenedEvent, part: PartName, position: CommitPosition) => boolean

export interface CompactClosed {
  /** The last closed segment, as `journal.rotate()` answered it. */
  readonly upTo: number
  /** Called for every part still there, in order. What it answers true for is not written again. */
  readonly dropPart: DropPart
  /**
   * `recent` packs the segments that are no block file yet, and merges small block files with them. `all` also
   * reads every block file and writes those again of which `dropPart` takes something: the run that erases.
   */
  readonly scope: 'recent' | 'all'
  /** Quarantine files older than this (ms since 1970) are to be removed; they may hold erased persons' data. */
  readonly quarantineBefore?: number
  readonly onProgress?: (progress: Progress) => void
}

export interface CompactionStore extends ClosedStore {
  readonly currentEpoch: () => number
  readonly random: Random
}

/** One block file written beside the store's files, not yet part of the store. */
export interface WrittenBlockFile {
  /** Name it lies under now, in the store folder; removed at open when it was never adopted. */
  readonly temporary: string
  /** Name it gets: `block-FIRST-LAST-GENERATION.fob`. */
  readonly name: string
  /** Segments it stands for. */
  readonly first: number
  readonly last: number
  readonly size: number
  readonly sha256: Uint8Array
  /** Store head after its last commit. */
  readonly head: StoreHead
  /** Frame chain hash after the last segment it stands for. */
  readonly chain: Uint8Array
  /** Names of the files it stands for, in order. */
  readonly replaces: readonly string[]
}

export interface Compaction {
  /** Empty when there was nothing worth doing. */
  readonly written: readonly WrittenBlockFile[]
  /** Parts that were dropped. */
  readonly dropped: number
  /** Quarantine files whose time is over. */
  readonly quarantines: readonly string[]
}
