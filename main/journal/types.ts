import type { Realm } from '../../domain/vocabulary.ts'
import type { Random } from '../../protocol/bytes.ts'
import type { DeviceHead } from '../../protocol/signature.ts'
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
  | { readonly ok: true; readonly segments: number; readonly head: StoreHead; readonly signatures: number }
  | {
      readonly ok: false
      readonly code: JournalError['code']
      readonly where: string
      readonly head: StoreHead
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
    obstacle?: (commit: Commit) => Promise<string | undefined>,
  ): Promise<Verification>
  /** Waits for what is in flight, writes the anchor, lets go of the lock. */
  close(): Promise<void>
}
