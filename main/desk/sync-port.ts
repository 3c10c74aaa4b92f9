/** What synchronisation may do with the open store. */
import type { EventDraft } from '../../domain/events.ts'
import { isRefusalCode } from '../../domain/refusals.ts'
import type { State, Task } from '../../domain/model.ts'
import type { DeskPort } from '../sync/desk-port.ts'
import type { UnlockedKeyring } from '../keyring/types.ts'
import type { Store } from './store.ts'

const program = { by: null, signers: [] }

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

/**
 * A record that head office refused becomes a task in words (ARCHITECTURE.md, Sync). Asked again at every
 * opening: the program may have ended between verdict and task.
 */
export async function raiseRefusedTasks(store: Store): Promise<void> {
  const { events, facts, sync } = store.projection
  const { device } = store.profile
  const drafts: EventDraft[] = []
  for (const { seq, code } of sync.refused) {
    const taskId = `refused-${device}-${seq}`
    if (store.state.get('task', taskId) !== undefined) continue
    const position = events.positionOf(device, seq)
    const [refused] = position === undefined ? [] : await store.journal.eventsAt([position])
    // The training branch's past is told, not lived: head office rightly refuses facts that only it may state.
    if (refused === undefined || refused.at < facts.openedAt) continue
    const subject = subjectOf(refused.data, store.state) ?? { kind: 'branch', id: facts.branchNo }
    const known = code !== null && isRefusalCode(code) ? code : 'REFUSED_BY_HUB'
    drafts.push({ type: 'TaskRaised', v: 1, data: { taskId, code: known, subject } })
  }
  if (drafts.length > 0) await store.commit(drafts, program)
}

const kinds = [
  ['applicationId', 'application'],
  ['serial', 'fob'],
  ['loginId', 'user'],
  ['contractNo', 'contract'],
] as const

/** What the refused event was about; a branch-wide one (policy, staff) concerns no single thing. */
function subjectOf(data: unknown, state: State): Task['subject'] | undefined {
  if (typeof data !== 'object' || data === null) return undefined
  // A decision on a request is about what was asked for.
  const requestId: unknown = Reflect.get(data, 'requestId')
  const asked = typeof requestId === 'string' ? state.get('approval', requestId) : undefined
  return named(data) ?? (asked && named(asked.proposal))
}

function named(data: object): Task['subject'] | undefined {
  for (const [field, kind] of kinds) {
    const id: unknown = Reflect.get(data, field)
    if (typeof id === 'string') return { kind, id }
  }
  return listed(data)
}

/** Facts about several at once: the first stands for them. */
function listed(data: object): Task['subject'] | undefined {
  for (const [field, kind] of [
    ['serials', 'fob'],
    ['loginIds', 'user'],
  ] as const) {
    const list: unknown = Reflect.get(data, field)
    const id: unknown = Array.isArray(list) ? list[0] : undefined
    if (typeof id === 'string') return { kind, id }
  }
  return undefined
}
