/**
 * After a refusal or a broken-off issuance: which ways on the screen offers, the likeliest first (it gets
 * the focus). The sentence itself comes from `domain/refusals.ts`.
 */
import type { RefusalCode } from '../../domain/refusals.ts'

export type WayOn =
  /** The same fob again. */
  | 'retry'
  /** Lay another fob on the reader; the issuance waits for it. */
  | 'otherFob'
  /** 役席の承認 for a short remaining life (rule 9). */
  | 'approveShortLife'
  /** A manager permits one issuance with an unmeasured clock. */
  | 'permitClock'
  | 'synchronise'
  /** Somebody else does something first; back to the queue. */
  | 'backToQueue'

const byCode: Partial<Record<RefusalCode, readonly WayOn[]>> = {
  FOB_SHORT_LIFE: ['approveShortLife', 'otherFob'],
  CLOCK_PERMISSION_NEEDED: ['synchronise', 'permitClock'],
  CLOCK_NOT_TRUSTED: ['synchronise', 'backToQueue'],
  FOB_NOT_IN_LOT: ['otherFob', 'backToQueue'],
  FOB_SERIAL_MISMATCH: ['otherFob', 'retry'],
  FOB_EXPIRED: ['otherFob', 'backToQueue'],
  FOB_ALREADY_ISSUED: ['otherFob', 'backToQueue'],
  FOB_NOT_IN_STOCK: ['otherFob', 'backToQueue'],
  FOB_OTHER_CONTRACT: ['otherFob', 'backToQueue'],
  FOB_OTHER_BRANCH: ['otherFob', 'backToQueue'],
  FOB_INCIDENT: ['otherFob', 'backToQueue'],
  FOB_FACTORY_SEEDED: ['otherFob', 'backToQueue'],
  FOB_RESEED_NEEDED: ['otherFob', 'backToQueue'],
  FOB_UNKNOWN_MODEL: ['otherFob', 'backToQueue'],
  FOB_LOCKED: ['otherFob', 'backToQueue'],
  FOB_UNKNOWN: ['otherFob', 'backToQueue'],
  APPLICATION_STATE: ['backToQueue'],
  APPLICATION_UNKNOWN: ['backToQueue'],
  ISSUANCE_RUNNING: ['retry', 'backToQueue'],
  WAITING_TIME: ['backToQueue'],
  NOT_ALLOWED: ['backToQueue'],
}

/** Never empty. Faults of the reader, the line or the fob's answer are simply tried again. */
export function waysOn(code: string): readonly WayOn[] {
  return byCode[code as RefusalCode] ?? ['retry', 'otherFob', 'backToQueue']
}
