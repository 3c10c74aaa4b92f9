/** When the last good backup was made, and whether it is time for the next. */
import { eventSchemas } from '../../../domain/events.ts'
import type { BackupState } from '../../../preload/contract/views.ts'
import { newestOf } from './history.ts'
import type { ViewContext } from './view-context.ts'

/** A week of work is what a branch can record again from its papers. */
const MOST_DAYS = 7
const DAY_MS = 86_400_000
/** Backups named on the screen. */
const LISTED = 30

export async function backupState(view: ViewContext): Promise<BackupState> {
  const newest = await newestOf(view, 'BackupWritten', LISTED)
  const [erasure] = await newestOf(view, 'PersonalDataErased', 1)
  const written = newest.map(({ at, byName, data }) => {
    const { ok, fileName, bytes, events } = eventSchemas.BackupWritten.data.parse(JSON.parse(data))
    // By what is in it, not by when it was recorded: it may have been read back while the erasure went on.
    const holdsErased = ok && erasure !== undefined && events < erasure.position
    return { at, byName, ok, fileName, bytes, events, holdsErased }
  })
  const last = written.find(({ ok }) => ok) ?? null
  const since = last?.at ?? view.projection.facts.openedAt
  const days = Number.isFinite(since) ? Math.max(0, Math.floor((view.now - since) / DAY_MS)) : 0
  return { last, written, erasedAt: erasure?.at ?? null, days, overdue: days >= MOST_DAYS }
}
