import type { Refusal } from '../../domain/decide-types.ts'
import { refuse } from '../../domain/refuse.ts'
import { sameBytes } from '../../protocol/bytes.ts'
import { extendDeviceChain } from '../../protocol/chain.ts'
import { openEnvelope, type OpenedEvent } from '../../protocol/envelope.ts'
import { MAX_BATCH_EVENTS, type HeadOffice, type HeadOfficeOutput } from '../../protocol/head-office.ts'
import { verifyHubHead } from '../../protocol/hub-head.ts'
import type { DeviceHead } from '../../protocol/signature.ts'
import type { DeskPort, Enrolment } from './desk-port.ts'
import { refusalOf } from './push.ts'

export interface PullOptions {
  readonly enrolment: Enrolment
  readonly desk: DeskPort
  readonly headOffice: Pick<HeadOffice, 'pull'>
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

/** The page's events, found to continue the chain from `from` up to a head that head office has signed. */
function verifyPage(
  page: Page,
  from: DeviceHead,
  { realm, branchNo, hubSigningKey }: Enrolment,
): { readonly ok: true; readonly events: readonly OpenedEvent[] } | Refusal {
  const { seq, hash, signature } = page.head
  if (!verifyHubHead(hubSigningKey, { realm, branchNo, seq, hash }, signature)) {
    return refuse('HUB_CHAIN_BROKEN')
  }
  const events: OpenedEvent[] = []
  let head = from
  for (const wire of page.events) {
    const opened = openEnvelope(wire.bytes, wire.parts)
    if (!opened.ok) {
      return opened.code === 'ENVELOPE_NEWER'
        ? refuse('EVENT_UNKNOWN', { type: opened.detail })
        : refuse('HUB_CHAIN_BROKEN')
    }
    if (opened.value.realm !== realm) return refuse('STORE_OTHER_REALM')
    const next = extendDeviceChain(head, opened.value)
    if (!next.ok) return refuse('HUB_CHAIN_BROKEN')
    head = next.value
    events.push(opened.value)
  }
  if (head.seq !== seq || !sameBytes(head.hash, hash)) return refuse('HUB_CHAIN_BROKEN')
  return { ok: true, events }
}
