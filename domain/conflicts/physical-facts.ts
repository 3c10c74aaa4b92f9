/** What happened to a thing is never refused, whoever was right: `evolve` books it and flags it (rule 13). */
import type { EventType } from '../events.ts'

const physicalFacts: ReadonlySet<EventType> = new Set([
  'FobReceived',
  'FobExpiryCorrected',
  'LotReceived',
  'IssuanceVoided',
  'EnvelopeSealed',
  'FobDispatched',
  'FobHandedOver',
  'FobReturnedByPost',
  'FobReturned',
  'FobMoved',
  'TransferReceived',
  'StocktakeRecorded',
])

export function isPhysicalFact(type: EventType): boolean {
  return physicalFacts.has(type)
}
