import type { ElsewhereQuery } from '../../domain/elsewhere.ts'
import { readFobLabel } from '../../domain/label.ts'
import { normaliseSerial } from '../../domain/serial.ts'

/** What a typed text most likely is; the person may say otherwise. @param now of the desk, ms */
export function queryOf(text: string, now: number): ElsewhereQuery {
  const typed = text.normalize('NFKC').trim()
  if (readFobLabel(text, now).ok || normaliseSerial(typed) !== null) return 'serial'
  if (/^\d+$/.test(typed)) return 'contractNo'
  return /^[\x20-\x7e]*$/.test(typed) ? 'loginId' : 'kana'
}
