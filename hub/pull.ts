import { refuse } from '../domain/refuse.ts'
import { deviceChainOrigin } from '../protocol/chain.ts'
import {
  MAX_BATCH_BYTES,
  wireSize,
  type HeadOfficeInput,
  type HeadOfficeOutput,
} from '../protocol/head-office.ts'
import { HUB_DEVICE, hubHeadMessage } from '../protocol/hub-head.ts'
import { signBytes } from '../protocol/signature.ts'
import { knownDevice } from './devices.ts'
import type { Hub } from './hub.ts'
import type { HubEntry } from './store/rows.ts'

/**
 * A page of head office's own events for the device's branch, with its signed end. A cursor beyond the
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
    const page = fitting(await tx.chainAfter(branchNo, HUB_DEVICE, input.after, input.limit))
    const end = page.at(-1) ?? start
    const newest = await tx.chainHead(branchNo, HUB_DEVICE)
    const { seq, hash } = end
    const message = hubHeadMessage({ realm: hub.realm, branchNo, seq, hash })
    return {
      ok: true as const,
      events: page.map((entry) => entry.event),
      head: { seq, hash, signature: signBytes(hub.keys.signing.key, message) },
      more: seq < (newest?.seq ?? 0),
    }
  })
}

/** As many of the first entries as one message takes, at least one. */
function fitting(entries: readonly HubEntry[]): readonly HubEntry[] {
  let size = 0
  const over = entries.findIndex((entry) => (size += wireSize(entry.event)) > MAX_BATCH_BYTES)
  return over === -1 ? entries : entries.slice(0, Math.max(1, over))
}
