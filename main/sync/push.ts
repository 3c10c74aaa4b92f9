import type { Refusal } from '../../domain/decide-types.ts'
import { refuse } from '../../domain/refuse.ts'
import { isRefusalCode } from '../../domain/refusals.ts'
import { openEnvelope } from '../../protocol/envelope.ts'
import {
  MAX_BATCH_BYTES,
  MAX_BATCH_EVENTS,
  wireSize,
  type HeadOffice,
  type WireEvent,
} from '../../protocol/head-office.ts'
import { deviceHeadMessage, type DeviceHead } from '../../protocol/signature.ts'
import type { DeskPort } from './desk-port.ts'

export interface PushOptions {
  readonly desk: DeskPort
  readonly headOffice: Pick<HeadOffice, 'push'>
  /** Before every message: a refusal ends the run. */
  readonly halted: () => Refusal | null
  readonly onReceived: (receivedThrough: number) => void
}

/**
 * Sends own events in batches until head office has them all. At least one message goes out even when there is
 * nothing to send: the answer shows whether this store was rolled back behind head office's knowledge.
 */
export async function pushAll(options: PushOptions): Promise<{ readonly ok: true } | Refusal> {
  const { desk, headOffice, halted, onReceived } = options
  let received = desk.receivedThrough()
  let resent = false
  for (let first = true; ; first = false) {
    const own = await desk.ownEvents(received, MAX_BATCH_EVENTS)
    if (own === undefined) return refuse('HUB_CHAIN_BROKEN')
    const batch = fitting(own)
    if (batch.length === 0 && !first) return { ok: true }
    const stop = halted()
    if (stop !== null) return stop
    const last = batch.at(-1)
    const head = last === undefined ? desk.ownHead() : headAfter(last)
    const signature = desk.sign(deviceHeadMessage(head))
    const answer = await headOffice.push({ head: { ...head, signature }, events: batch })
    if (!answer.ok) {
      const expected = answer.code === 'SEQUENCE_GAP' && !resent ? answer.detail['expected'] : undefined
      if (typeof expected !== 'number') return refusalOf(answer)
      // Head office has less than its receipts say (restored): once, it gets everything from there again.
      resent = true
      received = Math.max(0, Math.min(received, expected - 1))
      continue
    }
    const newest = desk.ownHead().seq
    if (answer.receivedThrough > newest) {
      return refuse('STORE_ROLLED_BACK', { hub: answer.receivedThrough, own: newest })
    }
    // No progress would mean sending the same batch for ever.
    if (answer.receivedThrough < (last === undefined ? 0 : head.seq)) return refuse('HUB_CHAIN_BROKEN')
    // Head office may have more than this message showed, but of another history under the same key: what it has
    // beyond is shown to it as well, or the fork would go unseen.
    received = last === undefined ? answer.receivedThrough : head.seq
    onReceived(received)
  }
}

function headAfter(event: WireEvent): DeviceHead {
  const opened = openEnvelope(event.bytes, [])
  // It came from this PC's own verified journal.
  if (!opened.ok) throw new Error(`an own event does not open: ${opened.code}`)
  const { device, seq, hash } = opened.value
  return { device, seq, hash }
}

/** As many of the first events as one message takes, at least one. */
function fitting(events: readonly WireEvent[]): WireEvent[] {
  let size = 0
  const over = events.findIndex((event) => (size += wireSize(event)) > MAX_BATCH_BYTES)
  return over === -1 ? [...events] : events.slice(0, Math.max(1, over))
}

/** A refusal as it came over the wire; a code that this program does not know reads REFUSED_BY_HUB. */
export function refusalOf({ code, detail }: { code: string; detail: Refusal['detail'] }): Refusal {
  return isRefusalCode(code) ? { ok: false, code, detail } : refuse('REFUSED_BY_HUB')
}
