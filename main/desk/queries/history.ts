/** 操作履歴: one fob's history and the pages of the audit list, newest first. */
import type { EventType } from '../../../domain/events.ts'
import type { HistoryEntry } from '../../../preload/contract/views.ts'
import { HUB_DEVICE } from '../../../protocol/hub-head.ts'
import type { EventFilter } from '../../projection/event-index.ts'
import type { ViewContext } from './view-context.ts'

/** Newest entries shown for one fob: more than any fob lives to see. */
const HISTORY_LIMIT = 500
/** Identifiers named in an entry's line; a stocktake has thousands. */
const SUBJECT_IDS = 3

export function historyOf(context: ViewContext, serial: string): HistoryEntry[] {
  return context.projection.events
    .touching(serial)
    .slice(0, HISTORY_LIMIT)
    .map((position) => entry(context, position))
}

/** `before`: the `next` of the page before; null for the newest. */
export function auditPage(
  context: ViewContext,
  filter: EventFilter,
  before: number | null,
  limit: number,
): { entries: HistoryEntry[]; total: number; next: number | null } {
  const positions = context.projection.events.find(filter)
  const from = before === null ? 0 : firstBelow(positions, before)
  const page = positions.slice(from, from + limit)
  const last = page.at(-1)
  return {
    entries: page.map((position) => entry(context, position)),
    total: positions.length,
    next: last !== undefined && from + limit < positions.length ? last : null,
  }
}

/** Everything that passes the filter, oldest first: its number, and each entry when its turn comes. */
export function auditRows(
  context: ViewContext,
  filter: EventFilter,
): { readonly count: number; readonly entries: Iterable<HistoryEntry> } {
  const positions = context.projection.events.find(filter).toReversed()
  function* entries(): Iterable<HistoryEntry> {
    for (const position of positions) yield entry(context, position)
  }
  return { count: positions.length, entries: entries() }
}

/** Number of the newest fact of a kind; undefined when it never happened. */
export function newestOf({ projection }: ViewContext, type: EventType): number | undefined {
  return projection.events.find({ text: '', type, staffNo: null })[0]
}

export function entryAt(context: ViewContext, position: number): HistoryEntry {
  return entry(context, position)
}

/** Index of the first position below `before` in a descending list. */
function firstBelow(positions: readonly number[], before: number): number {
  let low = 0
  let high = positions.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((positions[middle] ?? 0) >= before) low = middle + 1
    else high = middle
  }
  return low
}

function entry({ projection, state }: ViewContext, position: number): HistoryEntry {
  const { events, sync } = projection
  const { id, type, at, by, device, seq, data, signedBy, touched } = events.get(position)
  // Who did it stands in a column of its own.
  const subjects = touched.filter((touchedId) => touchedId !== by)
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
    data,
    signedBy: [...signedBy],
    reflected: device === HUB_DEVICE || seq <= sync.receivedThrough,
  }
}
