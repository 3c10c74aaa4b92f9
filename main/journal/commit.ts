import type { OpenedEvent, SealedEvent } from '../../protocol/envelope.ts'

/** Whether this device wrote the events or pulled them from the hub. */
export type CommitOrigin = 'own' | 'pulled'

/** What is asked to be written: all of it or nothing. */
export interface CommitDraft {
  readonly origin: CommitOrigin
  /** At least one event, or a context. Own events continue the device chain (`journal.tail`). */
  readonly events: readonly SealedEvent[]
  /** Anything CBOR that must be durable together with the events: a sync cursor, verdicts. */
  readonly context?: unknown
}

/**
 * What is read back. Byte strings are views of the whole commit's plaintext: copy what is kept longer than
 * the commit itself.
 */
export interface Commit {
  readonly origin: CommitOrigin
  readonly events: readonly OpenedEvent[]
  readonly context?: unknown
}

/** Where a commit stands. */
export interface CommitPosition {
  /** Number of the commit in the store, from 1. */
  readonly commit: number
  /** Number of its first event in the store, from 1. */
  readonly firstEvent: number
  /** Name of the file and byte offset of the frame in it; compaction changes both. */
  readonly file: string
  readonly offset: number
}

/** Where the store chain stands. */
export interface StoreHead {
  /** Commits so far; 0 for an empty store. */
  readonly commits: number
  readonly events: number
  /** Store chain hash, 32 bytes. */
  readonly hash: Uint8Array
}
