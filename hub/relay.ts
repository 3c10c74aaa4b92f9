/**
 * Passing on what one device recorded: its branch's chain names the events in their place, and whoever pulls that
 * chain gets the originals beside it. All that is accepted is relayed, also where the branch has one device only:
 * a second one, enrolled later, then has the branch's whole history to fold.
 */
import { eventSchemas, type EventOf } from '../domain/events.ts'
import { openEnvelope } from '../protocol/envelope.ts'
import { wireSize, type WireEvent } from '../protocol/head-office.ts'
import { relayHash, withoutBox } from '../protocol/relay.ts'
import type { HubWork } from './hub.ts'
import type { HubReader } from './store/hub-store.ts'
import type { Device, HubEntry } from './store/rows.ts'

/** One `EventsRelayed` and its originals fit into any page. */
const MOST_EVENTS = 500
const MOST_BYTES = 1024 * 1024

export interface Relayable {
  readonly seq: number
  readonly event: WireEvent
}

/** Names the events of `device`, in their order, in a branch's chain. */
export async function relay(
  work: HubWork,
  branchNo: string,
  device: Device,
  events: readonly Relayable[],
): Promise<void> {
  const from = {
    device: device.device,
    deviceName: device.name,
    ...(device.branchNo === branchNo ? {} : { branchNo: device.branchNo }),
  }
  for (const group of groups(events)) {
    const names = group.map(({ seq, event }) => ({ seq, hash: relayHash(event.bytes) }))
    await work.record(branchNo, { type: 'EventsRelayed', v: 1, data: { ...from, events: names } })
  }
}

function groups(events: readonly Relayable[]): Relayable[][] {
  const found: Relayable[][] = []
  let group: Relayable[] = []
  let size = 0
  for (const relayable of events) {
    const more = wireSize(relayable.event)
    if (group.length > 0 && (group.length === MOST_EVENTS || size + more > MOST_BYTES)) {
      found.push(group)
      group = []
      size = 0
    }
    group.push(relayable)
    size += more
  }
  return group.length > 0 ? [...found, group] : found
}

/** The originals that go with an entry of a branch's chain to `puller`, which has its own ones already. */
export async function originalsFor(
  tx: HubReader,
  entry: HubEntry,
  puller: string,
): Promise<readonly WireEvent[]> {
  const relayed = relayedIn(entry)
  if (relayed === null || relayed.device === puller) return []
  const writer = await tx.device(relayed.device)
  const first = relayed.events[0]?.seq ?? 0
  const last = relayed.events.at(-1)?.seq ?? 0
  const entries =
    writer === undefined
      ? []
      : await tx.chainAfter(writer.branchNo, writer.device, first - 1, last - first + 1)
  const bySeq = new Map(entries.map(({ seq, event }) => [seq, event]))
  return relayed.events.map(({ seq }) => {
    const event = bySeq.get(seq)
    if (event === undefined) throw new Error(`relayed event ${relayed.device} ${seq} is not in the store`)
    return withoutBox(event)
  })
}

function relayedIn({ event }: HubEntry): EventOf<'EventsRelayed'>['data'] | null {
  const opened = openEnvelope(event.bytes, [])
  if (!opened.ok) throw new Error(`a stored event does not open: ${opened.code}`)
  const { type, data } = opened.value
  return type === 'EventsRelayed' ? eventSchemas.EventsRelayed.data.parse(data) : null
}
