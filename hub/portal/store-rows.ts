/** The portal's rows in the hub's store. */
import type { HubStore } from '../store/hub-store.ts'
import type { LoginRows } from './demo-logins.ts'
import type { SessionRows } from './session.ts'

export function sessionsIn(store: HubStore): SessionRows {
  return {
    read: (id) => store.read((reader) => reader.document('portalSession', id)),
    add: (id, row, expiresAt) => store.putDocument('portalSession', id, row, { expiresAt }),
    change: (id, change) =>
      store.changeDocument('portalSession', id, (before) => {
        const { row, expiresAt, result } = change(before)
        return { row, life: { expiresAt }, result }
      }),
    remove: (id) => store.transaction((tx) => tx.removeDocument('portalSession', id)),
  }
}

export function loginsIn(store: HubStore): LoginRows {
  return {
    read: (loginId) => store.read((reader) => reader.document('portalLogin', loginId)),
    save: (loginId, row) => store.putDocument('portalLogin', loginId, row),
  }
}
