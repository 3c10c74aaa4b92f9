/**
 * A projection's bytes: its database, and in it, as CBOR, the little that lies beside the tables. They hold personal
 * data in clear: to be sealed before they touch a disk. The journal is the truth; other bytes only cost a longer opening.
 */
import { decodeCbor, encodeCbor } from '../../protocol/cbor.ts'
import type { Realm } from '../../domain/vocabulary.ts'
import type { KeptCounters } from './counters.ts'
import type { Db } from './db.ts'
import type { KeptRebase } from '../../domain/rebase.ts'
import type { WireEvent } from '../../protocol/head-office.ts'
import type { KeptDeskFacts } from './desk-facts.ts'
import type { KeptDeviceNames } from './device-names.ts'
import type { KeptEventIndex } from './event-index.ts'
import type { KeptSyncFacts } from './sync-facts.ts'

/**
 * Raised whenever the same events fold to something else, or it is kept in another form: then every store is folded
 * anew. `test/main/projection/kept.test.ts` fails when this was forgotten.
 */
export const PROJECTOR_VERSION = 7

/** These bytes are no projection of this store by this version of the program. */
export class SnapshotUnusable extends Error {
  override readonly name = 'SnapshotUnusable'
}

export interface Kept {
  readonly version: number
  readonly realm: Realm
  readonly device: string
  readonly shapes: readonly (readonly string[])[]
  readonly dictionary: Uint8Array
  readonly events: KeptEventIndex
  readonly counters: KeptCounters
  readonly facts: KeptDeskFacts
  readonly sync: KeptSyncFacts
  readonly devices: KeptDeviceNames
  /** What is pending, and the confirmed images of what it touches. */
  readonly rebase: KeptRebase<WireEvent>
}

const NAME = 'projection'

export function keep(db: Db, kept: Kept): void {
  db.run('INSERT OR REPLACE INTO kept VALUES (?, ?)', [NAME, encodeCbor(kept)])
}

/**
 * Reads what `keep` wrote. The bytes were sealed by this store's own key, so that version and owner are all there is
 * to be checked. Throws `SnapshotUnusable`.
 */
export function readKept(
  db: Db,
  { realm, device }: { readonly realm: Realm; readonly device: string },
): Kept {
  const [bytes] = db.row('SELECT value FROM kept WHERE name = ?', [NAME]) ?? []
  const decoded = bytes instanceof Uint8Array ? decodeCbor(bytes) : undefined
  if (decoded?.ok !== true) throw new SnapshotUnusable('nothing is kept beside the tables')
  const kept = decoded.value as Kept
  if (kept.version !== PROJECTOR_VERSION) throw new SnapshotUnusable(`of version ${kept.version}`)
  if (kept.realm !== realm || kept.device !== device) throw new SnapshotUnusable('of another store')
  return kept
}
