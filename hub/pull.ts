import { refuse } from '../domain/refuse.ts'
import { deviceChainOrigin } from '../protocol/chain.ts'
import {
  MAX_BATCH_BYTES,
  MAX_BATCH_EVENTS,
  wireSize,
  type HeadOfficeInput,
  type HeadOfficeOutput,
  type WireEvent,
} from '../protocol/head-office.ts'
import { HUB_DEVICE, hubHeadMessage } from '../protocol/hub-head.ts'
import { signBytes } from '../protocol/signature.ts'
import { knownDevice } from './devices.ts'
import type { Hub } from './hub.ts'
import { originalsFor } from './relay.ts'
import type { HubReader } from './store/hub-store.ts'
import type { HubEntry } from './store/rows.ts'

/**
 * A page of head office's own events for the device's branch, with its signed end and the originals of the events
 * of other devices that the page names. A cursor beyond the
 * chain's end means that this is not the head office the device knew: HUB_CHAIN_BROKEN.
 */
export function pull(hub: Hub, input: HeadOfficeInput<'pull'>): Promise<HeadOfficeOutput<'pull'>> {
  return hub.store.read(async (tx) => {
    const known = await knownDevice(tx, input.device)
    if (!known.ok) return known
    const { branchNo } = known.device
    const start =
      input.after === 0
        ? deviceChainOrigin(hub.realm, HUB_DEVICE)
        : await tx.entryAt(branchNo, HUB_DEVICE, input.after)
    if (start === undefined) return refuse('HUB_CHAIN_BROKEN')
    const after = await tx.chainAfter(branchNo, HUB_DEVICE, input.after, input.limit)
    const page = await fitting(tx, after, input.device)
    const end = page.entries.at(-1) ?? start
    const newest = await tx.chainHead(branchNo, HUB_DEVICE)
    const { seq, hash } = end
    const { signing, sealing } = await hub.keys.at(tx)
    const message = hubHeadMessage({ realm: hub.realm, branchNo, seq, hash })
    return {
      ok: true as const,
      events: page.entries.map((entry) => entry.event),
      relayed: page.relayed,
      head: { seq, hash, signature: signBytes(signing.key, message) },
      keys: { signing: signing.keyId, sealing: sealing.keyId },
      more: seq < (newest?.seq ?? 0),
    }
  })
}

interface Page {
  readonly entries: HubEntry[]
  readonly relayed: WireEvent[]
}

/** As many of the first entries as one message takes with their originals, at least one. */
async function fitting(tx: HubReader, entries: readonly HubEntry[], puller: string): Promise<Page> {
  const page: Page = { entries: [], relayed: [] }
  let size = 0
  for (const entry of entries) {
    const originals = await originalsFor(tx, entry, puller)
    size += [entry.event, ...originals].reduce((sum, event) => sum + wireSize(event), 0)
    const tooMany = page.relayed.length + originals.length > MAX_BATCH_EVENTS
    if (page.entries.length > 0 && (size > MAX_BATCH_BYTES || tooMany)) break
    page.entries.push(entry)
    page.relayed.push(...originals)
  }
  return page
}
