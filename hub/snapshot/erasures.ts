/**
 * Whoever erases personal data from stored events must also end every snapshot, which holds the same texts folded.
 * A snapshot lives by its wrapped key: with that row gone its chunks are noise, which expires. The count keeps a
 * process that had folded before the erasure from writing the texts into a new one.
 */
import type { HubReader, HubTransaction } from '../store/hub-store.ts'

const COUNT_ID = 'count'
const MOST_SNAPSHOTS = 1000

export async function erasuresIn(reader: Pick<HubReader, 'document'>): Promise<number> {
  return (await reader.document('stateErasures', COUNT_ID))?.count ?? 0
}

/** In the transaction that erases. */
export async function endSnapshots(tx: HubTransaction): Promise<void> {
  for (const { id } of await tx.documents('stateSnapshot', { limit: MOST_SNAPSHOTS })) {
    await tx.removeDocument('stateSnapshot', id)
  }
  await tx.saveDocument('stateErasures', COUNT_ID, { count: (await erasuresIn(tx)) + 1 })
}
