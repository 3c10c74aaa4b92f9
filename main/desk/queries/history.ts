/** 操作履歴: one fob's history and the pages of the audit list, newest first. */
import type { EventType } from '../../../domain/events.ts'
import type { HistoryEntry } from '../../../preload/contract/views.ts'
import { HUB_DEVICE } from '../../../protocol/hub-head.ts'
import type { OpenedEvent } from '../../../protocol/envelope.ts'
import type { EventFilter } from '../../projection/event-index.ts'
import type { ViewContext } from './view-context.ts'

/** Newest entries shown for one fob: more than any fob lives to see. */
const HISTORY_LIMIT = 500
/** So many rows of an export are paged in at once: about one block of the journal. */
const ROWS_AT_ONCE = 256
/** Identifiers named in an entry's line; a stocktake has thousands. */
const SUBJECT_IDS = 3

export function historyOf(context: ViewContext, serial: string): Promise<HistoryEntry[]> {
  return entriesAt(context, context.projection.events.touching(serial).slice(0, HISTORY_LIMIT))
}

/** `before`: the `next` of the page before; null for the newest. */
export async function auditPage(
  context: ViewContext,
  filter: EventFilter,
  before: number | null,
  limit: number,
): Promise<{ entries: HistoryEntry[]; total: number; next: number | null }> {
  const { positions, total, more } = context.projection.events.page(filter, before, limit)
  const entries = await entriesAt(context, positions)
  return { entries, total, next: more ? (positions.at(-1) ?? null) : null }
}

/** Everything that passes the filter, oldest first: its number, and the entries as they are asked for. */
export function auditRows(
  context: ViewContext,
  filter: EventFilter,
): { readonly count: number; readonly entries: AsyncIterable<HistoryEntry> } {
  const positions = context.projection.events.find(filter).toReversed()
  async function* entries(): AsyncIterable<HistoryEntry> {
    for (let from = 0; from < positions.length; from += ROWS_AT_ONCE) {
      yield* await entriesAt(context, positions.slice(from, from + ROWS_AT_ONCE))
    }
  }
  return { count: positions.length, entries: entries() }
}

/** The newest facts of a kind, at most `limit`, newest first. */
export function newestOf(context: ViewContext, type: EventType, limit: number): Promise<HistoryEntry[]> {
  return entriesAt(context, context.projection.events.newest(type, limit))
}

/** The events themselves are paged in from the journal; what the screens need beside them is at hand. */
async function entriesAt(context: ViewContext, positions: readonly number[]): Promise<HistoryEntry[]> {
  const events = await context.events.eventsAt(positions)
  return positions.map((position, index) => {
    const event = events[index]
    if (event === undefined) throw new RangeError(`the journal did not answer event ${position}`)
    return entry(context, position, event)
  })
}

function entry({ projection, state }: ViewContext, position: number, event: OpenedEvent): HistoryEntry {
  const { id, type, at, by, device, seq, data, signatures } = event
  // Who did it stands in a column of its own.
  const subjects = projection.events.subjectsOf(event).filter((touchedId) => touchedId !== by)
  const more = subjects.length > SUBJECT_IDS ? ` …（${subjects.length}）` : ''
  return {
    position,
    id,
    type,
    at,
    by,
    byName: by === null ? '' : (state.get('staff', by)?.name ?? ''),
    device,
    seq,
    subject: subjects.slice(0, SUBJECT_IDS).join(' ') + more,
    data: JSON.stringify(data),
    signedBy: signatures.map((signature) => signature.by),
    reflected: device === HUB_DEVICE || seq <= projection.sync.receivedThrough,
  }
}
