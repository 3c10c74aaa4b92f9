import type { DeskEvent } from '../../domain/events.ts'
import type { HubWork } from '../hub.ts'
import type { FobVerification } from '../store/rows.ts'
import { afterThresholdReset, afterUnlock } from './counters.ts'

/** What an accepted event of a desk means for the counters. A new seed is `seed-boxes.ts`'s. */
export async function followInCounters(work: HubWork, event: DeskEvent): Promise<void> {
  // Every other kind of event leaves the counters alone, also each kind still to come.
  if (event.type === 'UsersUnlocked') {
    for (const serial of event.data.serials) await changeCounters(work, serial, afterUnlock)
  } else if (event.type === 'ThresholdReset') {
    await changeCounters(work, event.data.serial, afterThresholdReset)
  }
}

/** Changes the counters of a fob that has some: one without a seed here has none. */
export async function changeCounters(
  work: HubWork,
  serial: string,
  to: (row: FobVerification) => FobVerification,
): Promise<void> {
  const row = await work.tx.fob(serial)
  if (row !== undefined) await work.tx.saveFob(to(row))
}
