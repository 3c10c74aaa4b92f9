import type { Checkpoint, ClosedStore, CompactClosed, CompactionStore } from '../../../main/journal/closed.ts'
import { compactClosed } from '../../../main/journal/compaction.ts'
import { foldClosed } from '../../../main/journal/fold-closed.ts'
import type { Journal } from '../../../main/journal/types.ts'
import { seededRandom, testDesk } from './device.ts'
import type { TestStore } from './store.ts'

let runs = 0

/** What the keeper is given of a test store. */
export function keeperOf(store: TestStore, storeId = 'store-1'): CompactionStore & ClosedStore {
  return {
    ...testDesk,
    dir: store.dir,
    storeId,
    random: seededRandom(`keeper ${runs++}`),
  }
}

/** Rotates, compacts and adopts. */
export async function compact(
  store: TestStore,
  journal: Journal,
  work: Partial<CompactClosed> = {},
): Promise<number> {
  const upTo = await journal.rotate()
  const compaction = await compactClosed(keeperOf(store), {
    upTo,
    scope: 'recent',
    dropPart: () => false,
    ...work,
  })
  await journal.adopt(compaction)
  return compaction.dropped
}

export interface Fold {
  readonly checkpoint: Checkpoint
  readonly seqs: readonly number[]
}

export async function fold(store: TestStore, upTo: number, from?: Checkpoint): Promise<Fold> {
  const seqs: number[] = []
  const checkpoint = await foldClosed(keeperOf(store), {
    upTo,
    onCommit: ({ events }) => void seqs.push(...events.map(({ seq }) => seq)),
    ...(from === undefined ? {} : { from }),
  })
  return { checkpoint, seqs }
}
