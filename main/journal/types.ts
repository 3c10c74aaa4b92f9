import type { Realm } from '../../domain/vocabulary.ts'
import type { Random } from '../../protocol/bytes.ts'
import type { OpenedEvent } from '../../protocol/envelope.ts'
import type { DeviceHead } from '../../protocol/signature.ts'
import type { Checkpoint, Compaction } from './closed.ts'
import type { SignedHead } from './chain-state.ts'
import type { Commit, CommitDraft, CommitPosition, StoreHead } from './commit.ts'
import type { JournalError } from './errors.ts'
import type { JournalFs } from './fs.ts'

export interface JournalOptions {
  /** The store folder; made when missing. */
  readonly dir: string
  /** The anchor file, outside the store folder, so that a restored folder is seen. Its folder must exist. */
  readonly anchorPath: string
  readonly realm: Realm
  readonly storeId: string
  /** 32-byte key of an epoch, or undefined when the keyring does not hold it. */
  readonly epochKey: (epoch: number) => Uint8Array | undefined
  readonly currentEpoch: () => number
  /** The device whose events `own` commits continue. */
  readonly device: string
  /** Ed25519 by the device key over `deviceHeadMessage`; once per own commit. */
  readonly signHead: (message: Uint8Array) => Uint8Array
  /** Raw public key of a device that wrote own commits of this store. */
  readonly devicePublicKey: (device: string) => Uint8Array | undefined
  readonly random: Random
  /** Milliseconds since the epoch; names quarantine files only. */
  readonly clock: () => number
  /**
   * A checkpoint of the closed files (`foldClosed`): what it covers is compared with its SHA-256 instead of being
   * replayed, and `onCommit` begins after it. Rejects with CHECKPOINT_UNFIT when it is not one of these files
   * (older, newer, another store's): open again without it. A covered file that was changed is JOURNAL_TAMPERED.
   */
  readonly resumeFrom?: Checkpoint
  /** Every commit already in the store, in order, before `openJournal` resolves. Awaited. */
  readonly onCommit?: (commit: Commit, position: CommitPosition) => void | Promise<void>
  readonly onProgress?: (progress: Progress) => void
  readonly onQuarantine?: (found: Quarantined) => void
  /** Default: the real disk (`nodeFs`). */
  readonly fs?: JournalFs
  /** A fresh segment file is begun past this size. Default 64 MiB. */
  readonly segmentBytes?: number
  /** How far the anchor may lag behind the last datasync, in milliseconds. Default 500, at most 1000. */
  readonly anchorDelayMs?: number
}

export interface Progress {
  readonly bytesDone: number
  readonly bytesTotal: number
}

/** A torn or damaged tail above the anchor that was set aside. */
export interface Quarantined {
  /** Where the bytes were moved to. */
  readonly path: string
  readonly segment: number
  /** Byte offset in the segment file where the good frames end. */
  readonly offset: number
  readonly bytes: number
  readonly reason: string
}

export type Verification =
  | { readonly ok: true; readonly files: number; readonly head: StoreHead; readonly signatures: number }
  | {
      readonly ok: false
      readonly code: JournalError['code']
      readonly where: string
      readonly head: StoreHead
    }

export interface CommitAt {
  readonly commit: Commit
  readonly position: CommitPosition
}

/** Where a commit that was just verified stands. */
export interface VerifiedAt {
  readonly position: CommitPosition
  /** Store chain after it, 32 bytes. */
  readonly store: Uint8Array
  /** Where a signature stands: it covers all own commits of the device before. */
  readonly head?: SignedHead
}

export interface Journal {
  /** What is durable. */
  readonly head: StoreHead
  /** This device's chain as far as it is durable. */
  readonly deviceHead: DeviceHead
  /** This device's chain with the commits in flight: what the next own event continues. */
  readonly tail: DeviceHead
  /** `broken` after a failed write; `closed` after `close`. */
  readonly status: 'open' | 'broken' | 'closed'
  /**
   * Resolves when the commit is on the medium. Rejects with a JournalError when it is not, and then the
   * journal is broken. Throws a TypeError at once for a draft that does not continue the chain (a bug).
   */
  append(draft: CommitDraft): Promise<CommitPosition>
  /**
   * Reads everything on disk again and verifies every chain, part hash and head signature, and each commit by
   * `obstacle`, which says what is wrong with one (never its contents), or undefined.
   */
  verify(
    onProgress?: (progress: Progress) => void,
    obstacle?: (commit: Commit, at: VerifiedAt) => Promise<string | undefined>,
  ): Promise<Verification>
  /**
   * Events by their number in the store (1 = the first), in the order asked, decrypted, their part hashes
   * verified. Throws a RangeError for a number that is not durable yet (a bug).
   */
  eventsAt(numbers: readonly number[]): Promise<readonly OpenedEvent[]>
  /**
   * The durable commits `from` … `to` (numbers, both included; default: the last durable one at the start). Holds
   * no file open between two commits, so a slow consumer blocks nobody.
   */
  commits(from: number, to?: number): AsyncIterable<CommitAt>
  /**
   * Closes the running segment: the next commit begins a fresh one, and everything before is closed, immutable
   * and covered by the anchor. Answers the last closed segment's number (0: none).
   */
  rotate(): Promise<number>
  /**
   * Makes what `compactClosed` wrote part of the store: verifies it, renames it, makes the name durable, removes
   * the files it stands for. A crash leaves the old files or the new one. Rejects with COMPACTION_UNFIT, changing
   * nothing, when the files are not (any more) those that were compacted.
   */
  adopt(compaction: Compaction): Promise<void>
  /** Waits for what is in flight, writes the anchor, lets go of the lock. */
  close(): Promise<void>
}
