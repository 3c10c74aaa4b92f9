/** The two jobs, over the journal's and the projection's surfaces, which the composer hands in. */
import type { ErasureSubject } from '../../domain/erasure.ts'
import type { Random } from '../../protocol/bytes.ts'
import type { OpenedEvent, PartName } from '../../protocol/envelope.ts'
import type { Result } from '../../protocol/result.ts'
import type {
  Checkpoint,
  ClosedStore,
  CompactClosed,
  Compaction,
  CompactionStore,
  FoldClosed,
} from '../journal/closed.ts'
import type { CommitOrigin } from '../journal/commit.ts'
import type { JournalFile, JournalFs } from '../journal/fs.ts'
import type { Snapshot, SnapshotFault, SnapshotKey, SnapshotOf } from '../snapshot/snapshot-file.ts'
import type { KeeperJobs } from './keeper-process.ts'
import type { ErasureOrder, KeeperStore } from './messages.ts'

/** A projection as the keeper folds it. */
export interface KeeperProjection {
  apply(events: readonly OpenedEvent[], origin: CommitOrigin): void
  export(): Uint8Array
  close(): void
}

/** How projections are folded and kept. */
export interface Projector {
  readonly version: number
  /** From nothing, or from a snapshot's bytes. */
  readonly open: (of: Pick<KeeperStore, 'realm' | 'device'>, bytes?: Uint8Array) => Promise<KeeperProjection>
}

export interface JobParts {
  readonly fs: JournalFs
  readonly random: Random
  /** null: this program keeps no snapshots. */
  readonly projection: Projector | null
  readonly foldClosed: (store: ClosedStore, fold: FoldClosed) => Promise<Checkpoint>
  readonly compactClosed: (store: CompactionStore, work: CompactClosed) => Promise<Compaction>
  readonly readSnapshot: (
    file: JournalFile,
    of: SnapshotOf,
    epochKey: (epoch: number) => Uint8Array | undefined,
  ) => Promise<Result<Snapshot, SnapshotFault>>
  readonly writeSnapshot: (
    file: JournalFile,
    of: SnapshotOf,
    key: SnapshotKey,
    snapshot: Snapshot,
    random: Random,
  ) => Promise<void>
  readonly isErasable: (event: OpenedEvent, subject: ErasureSubject) => boolean
}

export function keeperJobs(parts: JobParts): KeeperJobs {
  const fold = folding(parts)
  return {
    snapshot: async ({ store, upTo, previous, target }, tell) => {
      const { projection } = parts
      if (projection === null) return { type: 'failed', code: 'KEEPER_FAILED', where: 'no projector' }
      const closed = closedStore(store, parts)
      const of = { realm: store.realm, storeId: store.storeId, projector: projection.version }
      const from = previous === null ? undefined : await read(parts, closed, of, previous)
      const folded = await fold(projection, closed, store.device, from, {
        upTo,
        onProgress: ({ bytesDone, bytesTotal }) => tell(bytesDone, bytesTotal),
      })
      const key = { epoch: store.currentEpoch, key: requireKey(closed, store.currentEpoch) }
      const file = await parts.fs.open(target, 'create')
      try {
        await parts.writeSnapshot(file, of, key, folded, parts.random)
      } finally {
        await file.close()
      }
      const { commits, events, checkpoint } = folded
      return { type: 'snapshot', commits, events, checkpoint }
    },
    compact: async ({ store, upTo, scope, erasure, quarantineBefore }, tell) => {
      const drops = dropping(store.device, erasure, parts.isErasable)
      let erased = 0
      const compaction = await parts.compactClosed(
        { ...closedStore(store, parts), currentEpoch: () => store.currentEpoch, random: parts.random },
        {
          upTo,
          scope,
          quarantineBefore,
          dropPart: (event, part) => {
            const drop = drops(event, part)
            if (drop && part === 'personal') erased += 1
            return drop
          },
          onProgress: ({ bytesDone, bytesTotal }) => tell(bytesDone, bytesTotal),
        },
      )
      return { type: 'compacted', compaction: mutable(compaction), erased }
    },
  }
}

/** The fold goes on from the snapshot where it fits the files, and from the first event where it does not. */
function folding(parts: JobParts) {
  return async function fold(
    projector: Projector,
    store: ClosedStore,
    device: string,
    from: Snapshot | undefined,
    work: Pick<FoldClosed, 'upTo' | 'onProgress'>,
  ): Promise<Snapshot> {
    const projection = await projector.open({ realm: store.realm, device }, from?.projection)
    let { commits, events } = from ?? { commits: 0, events: 0 }
    try {
      const checkpoint = await parts.foldClosed(store, {
        ...work,
        ...(from === undefined ? {} : { from: from.checkpoint }),
        onCommit: (commit, position) => {
          projection.apply(commit.events, commit.origin)
          commits = position.commit
          events = position.firstEvent + commit.events.length - 1
        },
      })
      return { commits, events, checkpoint, projection: projection.export() }
    } catch (error) {
      const unfit = error instanceof Error && 'code' in error && error.code === 'CHECKPOINT_UNFIT'
      if (!unfit || from === undefined) throw error
      return await fold(projector, store, device, undefined, work)
    } finally {
      projection.close()
    }
  }
}

/** undefined: not good any more. Main discards it when it opens; here it only costs a longer fold. */
async function read(
  parts: JobParts,
  { epochKey }: ClosedStore,
  of: SnapshotOf,
  path: string,
): Promise<Snapshot | undefined> {
  const file = await parts.fs.open(path, 'read')
  try {
    const found = await parts.readSnapshot(file, of, epochKey)
    return found.ok ? found.value : undefined
  } finally {
    await file.close()
  }
}

function closedStore(store: KeeperStore, { fs }: JobParts): ClosedStore {
  const keys = new Map(store.epochKeys.map(({ epoch, key }) => [epoch, key]))
  const devices = new Map(store.devices.map(({ device, publicKey }) => [device, publicKey]))
  const { dir, realm, storeId } = store
  return {
    fs,
    dir,
    realm,
    storeId,
    epochKey: (epoch) => keys.get(epoch),
    devicePublicKey: (device) => devices.get(device),
  }
}

function requireKey({ epochKey }: ClosedStore, epoch: number): Uint8Array {
  const key = epochKey(epoch)
  if (key === undefined) throw new TypeError('the key of the current epoch did not come with the job')
  return key
}

/** A sealed seed goes with head office's receipt, personal data with the retention time. */
function dropping(
  device: string,
  { receivedThrough, before, contracts, users, applications, boxesNotReceived }: ErasureOrder,
  isErasable: JobParts['isErasable'],
): (event: OpenedEvent, part: PartName) => boolean {
  const subject = {
    before,
    contracts: new Set(contracts),
    users: new Set(users),
    applications: new Set(applications),
  }
  const waiting = new Set(boxesNotReceived)
  return (event, part) => {
    if (event.device === device && event.seq > receivedThrough) return false
    if (part === 'personal') return isErasable(event, subject)
    const { issuanceId, seed } = event.data as { issuanceId?: unknown; seed?: { seedId?: unknown } }
    const bearer = issuanceId ?? seed?.seedId
    return typeof bearer === 'string' && !waiting.has(bearer)
  }
}

type Message = Extract<Awaited<ReturnType<KeeperJobs['compact']>>, { type: 'compacted' }>['compaction']

function mutable({ written, dropped, quarantines }: Compaction): Message {
  return {
    written: written.map((file) => ({ ...file, head: { ...file.head }, replaces: [...file.replaces] })),
    dropped,
    quarantines: [...quarantines],
  }
}
