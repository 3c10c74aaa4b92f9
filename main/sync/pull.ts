import type { Refusal } from '../../domain/decide-types.ts'
import { eventSchemas, type EventOf } from '../../domain/events.ts'
import { refuse } from '../../domain/refuse.ts'
import { sameBytes } from '../../protocol/bytes.ts'
import { extendDeviceChain } from '../../protocol/chain.ts'
import { openEnvelope, type OpenedEvent } from '../../protocol/envelope.ts'
import {
  MAX_BATCH_EVENTS,
  type HeadOffice,
  type HeadOfficeOutput,
  type WireEvent,
} from '../../protocol/head-office.ts'
import { verifyHubHead } from '../../protocol/hub-head.ts'
import { followKeyStatements, sameKeys } from '../../protocol/key-statement.ts'
import { openRelayed } from '../../protocol/relay.ts'
import { keyId, type DeviceHead } from '../../protocol/signature.ts'
import type { DeskPort, Enrolment } from './desk-port.ts'
import { refusalOf } from './push.ts'

export interface PullOptions {
  readonly enrolment: Enrolment
  readonly desk: DeskPort
  readonly headOffice: Pick<HeadOffice, 'pull' | 'identify'>
  /** Before every message: a refusal ends the run. */
  readonly halted: () => Refusal | null
  readonly onPulled: (count: number) => void
}

type Page = Extract<HeadOfficeOutput<'pull'>, { ok: true }>

/** Fetches, verifies and applies head office's events page by page until there are no more. */
export async function pullAll(options: PullOptions): Promise<{ readonly ok: true } | Refusal> {
  const { enrolment, desk, headOffice, halted, onPulled } = options
  for (;;) {
    const stop = halted()
    if (stop !== null) return stop
    const from = desk.hubHead()
    const page = await headOffice.pull({
      device: enrolment.device,
      after: from.seq,
      limit: MAX_BATCH_EVENTS,
    })
    if (!page.ok) return refusalOf(page)
    const known = await knowKeys(page, options)
    if (!known.ok) return known
    const verified = verifyPage(page, from, enrolment)
    if (!verified.ok) return verified
    // Locked meanwhile: the store is not to be written any more; the cursor makes the next pull repeat this.
    const locked = halted()
    if (locked !== null) return locked
    if (verified.events.length > 0) {
      const applied = await desk.applyPulled(verified.events)
      if (!applied.ok) return applied
      onPulled(verified.events.length)
    }
    if (!page.more) return { ok: true }
    if (verified.events.length === 0) return refuse('HUB_CHAIN_BROKEN')
  }
}

/**
 * Believes the keys that the page names if head office's statements lead to them, from those believed so far. What
 * the page claims decides nothing: without the statements the old keys stay, and its signature fails.
 */
async function knowKeys(
  { keys }: Page,
  { enrolment: { realm, hubKeys }, headOffice, halted }: PullOptions,
): Promise<{ readonly ok: true } | Refusal> {
  const believed = hubKeys.current
  if (keyId(believed.signing) === keys.signing && keyId(believed.sealing) === keys.sealing)
    return { ok: true }
  const { statements } = await headOffice.identify({})
  const followed = followKeyStatements(realm, believed, statements)
  if (!followed.ok) return refuse('HUB_CHAIN_BROKEN')
  const stop = halted()
  if (stop !== null) return stop
  if (!sameKeys(followed.value, believed)) await hubKeys.learn(followed.value)
  return { ok: true }
}

/**
 * The page's events, found to continue the chain from `from` up to a head that head office has signed; after each
 * `EventsRelayed` of another device the originals that it names, found to be those.
 */
function verifyPage(
  page: Page,
  from: DeviceHead,
  enrolment: Enrolment,
): { readonly ok: true; readonly events: readonly OpenedEvent[] } | Refusal {
  const { realm, branchNo, hubKeys } = enrolment
  const { seq, hash, signature } = page.head
  if (!verifyHubHead(hubKeys.current.signing, { realm, branchNo, seq, hash }, signature)) {
    return refuse('HUB_CHAIN_BROKEN')
  }
  const events: OpenedEvent[] = []
  let originals: readonly WireEvent[] = page.relayed
  let head = from
  for (const wire of page.events) {
    const opened = openEnvelope(wire.bytes, wire.parts)
    if (!opened.ok) return unreadable(opened)
    if (opened.value.realm !== realm) return refuse('STORE_OTHER_REALM')
    const next = extendDeviceChain(head, opened.value)
    if (!next.ok) return refuse('HUB_CHAIN_BROKEN')
    head = next.value
    events.push(opened.value)
    const names = namedOriginals(opened.value, enrolment.device)
    if (names === null) continue
    const relayed = openRelayed(names.device, names.events, originals.slice(0, names.events.length))
    if (!relayed.ok) return unreadable(relayed)
    if (relayed.value.some((original) => original.realm !== realm)) return refuse('STORE_OTHER_REALM')
    events.push(...relayed.value)
    originals = originals.slice(names.events.length)
  }
  if (originals.length > 0 || head.seq !== seq || !sameBytes(head.hash, hash)) {
    return refuse('HUB_CHAIN_BROKEN')
  }
  return { ok: true, events }
}

function unreadable({ code, detail }: { readonly code: string; readonly detail: string }): Refusal {
  return code === 'ENVELOPE_NEWER' ? refuse('EVENT_UNKNOWN', { type: detail }) : refuse('HUB_CHAIN_BROKEN')
}

/** What stands beside the page for this event of head office; null: nothing. */
function namedOriginals(
  { type, data }: OpenedEvent,
  ownDevice: string,
): EventOf<'EventsRelayed'>['data'] | null {
  if (type !== 'EventsRelayed') return null
  const parsed = eventSchemas.EventsRelayed.data.safeParse(data)
  // One that does not read is refused where it is applied, as every event that this program does not know.
  return parsed.success && parsed.data.device !== ownDevice ? parsed.data : null
}
