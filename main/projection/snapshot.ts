/**
 * What a keeper of snapshots may ask of a projection. A snapshot is the bytes of the projection's one database:
 * personal data in clear, to be sealed before they touch a disk.
 */
import type { OpenedEvent } from '../../protocol/envelope.ts'

/**
 * Raised whenever the same events fold to something else, or it is kept in another form. A snapshot of another
 * version is worthless: the store is folded anew. `golden.test.ts` fails when this was forgotten.
 */
export const PROJECTOR_VERSION = 1

/** These bytes are no snapshot of this store by this version of the program: fold the journal instead. */
export class SnapshotUnusable extends Error {
  override readonly name = 'SnapshotUnusable'
}

export interface Snapshots {
  /** Events folded so far: the number, from 1, of the last one; 0 before the first. */
  readonly position: number
  /** Everything folded so far. Copies the whole database: for a worker, not for the thread of the screens. */
  export(): Uint8Array
}

/** Where the screens find an event again: the journal. */
export interface EventSource {
  /** The events of these numbers (from 1), in the order asked for. */
  eventsAt(numbers: readonly number[]): Promise<readonly OpenedEvent[]>
}
