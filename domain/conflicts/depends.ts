/** What later events of a device built on one that head office refused (`DEPENDS_ON_REFUSED`). */
import type { DeskEvent } from '../events.ts'
import { touchedIds } from '../touched.ts'
import { isPhysicalFact } from './physical-facts.ts'

/** Identifiers that exist only through this event: with it refused, nothing may be built on them. */
export function madeBy(event: DeskEvent): readonly string[] {
  switch (event.type) {
    case 'ApplicationDrafted':
    case 'ApplicationSubmitted':
      return [event.data.applicationId]
    case 'ApprovalRequested':
      return [event.data.requestId]
    case 'IssuanceStarted':
      return [event.data.issuanceId]
    case 'TransferSent':
      return [event.data.transferId]
    default:
      return []
  }
}

/**
 * Identifiers whose refusal takes this event with it. Facts about things stand on their own, and so does 発行: its
 * seed was written, with or without a reservation, and its own rule says what becomes of it.
 */
export function buildsOn(event: DeskEvent): readonly string[] {
  if (isPhysicalFact(event.type) || event.type === 'FobIssued') return []
  const made = madeBy(event)
  return touchedIds(event.data).filter((id) => !made.includes(id))
}
