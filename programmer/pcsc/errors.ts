import type { ReaderErrorCode } from '../reader.ts'

/**
 * What a rejected PC/SC call means. The binding gives sentences without winscard's numbers (its `pcsc_errors.h`);
 * what is none of them is a fault of the reader.
 */
export function pcscError(error: unknown): ReaderErrorCode {
  const text = error instanceof Error ? error.message : ''
  if (/removed|no smart card|unpowered|unresponsive|not connected/i.test(text)) return 'FOB_REMOVED'
  // A reset from outside ends our session: another program has had the card in between.
  if (/sharing violation|was reset/i.test(text)) return 'READER_IN_USE'
  if (/unavailable|unknown reader|service|no readers|invalid handle|cancelled/i.test(text)) return 'NO_READER'
  if (/timed out/i.test(text)) return 'READER_TIMEOUT'
  return 'READER_FAULT'
}
