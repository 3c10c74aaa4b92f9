/** 操作履歴: one fob's history and the pages of the audit list, newest first. */
import type { EventType } from '../../../domain/events.ts'
import { touchedIds } from '../../../domain/touched.ts'
import type { HistoryEntry, RecordedEntry } from '../../../preload/contract/views.ts'
import type { OpenedEvent } from '../../../protocol/envelope.ts'
import { HUB_DEVICE } from '../../../protocol/hub-head.ts'
import type { EventFilter } from '../../projection/event-index.ts'
import { namesIn } from './entry-names.ts'
import { subjectsOf } from './history-subjects.ts'
import type { ViewContext } from './view-context.ts'

/** Newest entries shown for one fob: more than any fob lives to see. */
const HISTORY_LIMIT = 500
/** Identifiers named in an entry's line; a stocktake has thousands. */
const SUBJECT_IDS = 3
/** A block of the journal's files. */
const READ_AT_ONCE = 256

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
  const { events } = context.projection
  const page = firstOf(limit + 1, events.find(filter, before ?? Infinity))
  const more = page.length > limit
  if (more) page.pop()
  return {
    entries: await entriesAt(context, page),
    total: events.count(filter),
    next: more ? (page.at(-1) ?? null) : null,
  }
}

/** Everything that passes the filter, oldest first: its number, and each entry when its turn comes. */
export function auditRows(
  context: ViewContext,
  filter: EventFilter,
): { readonly count: number; readonly entries: AsyncIterable<RecordedEntry> } {
  const positions = [...context.projection.events.find(filter)].reverse()
  async function* entries(): AsyncIterable<RecordedEntry> {
    for (let from = 0; from < positions.length; from += READ_AT_ONCE) {
      const block = positions.slice(from, from + READ_AT_ONCE)
      const events = await context.source.eventsAt(block)
      for (const [index, event] of events.entries()) yield recordedEntry(context, event, block[index] ?? 0)
    }
  }
  return { count: positions.length, entries: entries() }
}

/** The newest facts of a kind, at most `limit`, newest first. */
export function newestOf(context: ViewContext, type: EventType, limit: number): Promise<HistoryEntry[]> {
  const positions = firstOf(limit, context.projection.events.find({ text: '', type, staffNo: null }))
  return entriesAt(context, positions)
}

function firstOf<T>(count: number, values: Iterable<T>): T[] {
  const first: T[] = []
  for (const value of values) {
    if (first.length === count) break
    first.push(value)
  }
  return first
}

/** @param positions numbers of events, from 1 */
async function entriesAt(context: ViewContext, positions: readonly number[]): Promise<HistoryEntry[]> {
  const events = await context.source.eventsAt(positions)
  return events.map((event, index) => ({
    ...recordedEntry(context, event, positions[index] ?? 0),
    about: subjectsOf(context, event.data, event.by),
  }))
}

function recordedEntry(
  { projection, state }: ViewContext,
  event: OpenedEvent,
  position: number,
): RecordedEntry {
  const { id, type, at, by, device, seq, data, signatures } = event
  const elsewhere = device !== HUB_DEVICE && device !== projection.device
  // Who did it stands in a column of its own.
  const subjects = touchedIds(data).filter((touchedId) => touchedId !== by)
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
    names: namesIn(data, state),
    signedBy: signatures.map((signature) => signature.by),
    reflected: projection.sync.hasArrived(device, seq),
    refused: projection.sync.refusalOf(device, seq),
    elsewhere,
    pcName: elsewhere ? pcNameOf(projection, device) : null,
  }
}

function pcNameOf({ devices }: ViewContext['projection'], device: string): string | null {
  const known = devices.of(device)
  if (known === undefined) return null
  return known.branchNo === null ? known.name : `${known.branchNo} ${known.name}`
}
