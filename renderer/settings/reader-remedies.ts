/** What to do on each operating system about a reader or a way to it; the sentences are in `reader-words.ts`. */
import type { RefusalCode } from '../../domain/refusals.ts'

export type Remedy = 'plug' | 'permission' | 'use' | 'service' | 'install'

const byCode: Partial<Record<RefusalCode, Remedy>> = {
  NO_READER: 'plug',
  READER_FAULT: 'plug',
  READER_TIMEOUT: 'plug',
  READER_NO_PERMISSION: 'permission',
  READER_IN_USE: 'use',
  READER_NEEDS_PCSC: 'service',
  PCSC_SERVICE_STOPPED: 'service',
  USB_MISSING: 'install',
  PCSC_MISSING: 'install',
}

/** null: the sentence of the refusal says all (a fob that cannot be used; a PC without USB). */
export function remedyFor(code: string): Remedy | null {
  return byCode[code as RefusalCode] ?? null
}
