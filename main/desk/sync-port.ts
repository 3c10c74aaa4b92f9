/** What synchronisation may do with the open store. */
import type { DeskPort } from '../sync/desk-port.ts'
import type { UnlockedKeyring } from '../keyring/types.ts'
import { raiseRefusedTasks } from './refused-tasks.ts'
import type { Store } from './store.ts'

export function syncPort(store: Store, keys: UnlockedKeyring): DeskPort {
  return {
    ownHead: () => store.journal.deviceHead,
    receivedThrough: () => store.projection.sync.receivedThrough,
    async ownEvents(after, limit) {
      const events = store.projection.sync.ownEvents(after, limit)
      // Head office asks again for what it has receipted: it was restored from a backup, and a person decides.
      if (events === undefined)
        throw new Error(`head office has lost events after ${after} that it receipted`)
      return events
    },
    sign: (message) => keys.deviceSign(message),
    hubHead: () => store.projection.sync.hubHead,
    async applyPulled(events) {
      const applied = await store.applyPulled(events)
      if (applied.ok) await raiseRefusedTasks(store)
      return applied
    },
  }
}
