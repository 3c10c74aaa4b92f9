import type { ElsewhereQuery } from '../../domain/elsewhere.ts'
import { readFobLabel } from '../../domain/label.ts'
import { normaliseSerial } from '../../domain/serial.ts'

/** Without the gaps in which serials are shown: `4100 0001`. */
export function ungrouped(typed: string): string {
  return typed.normalize('NFKC').replace(/\s/g, '')
}

/** What a typed text most likely is; the person may say otherwise. @param now of the desk, ms */
export function queryOf(text: string, now: number): ElsewhereQuery {
  const typed = text.normalize('NFKC').trim()
  if (readFobLabel(text, now).ok || normaliseSerial(ungrouped(typed)) !== null) return 'serial'
  if (/^\d+$/.test(typed)) return 'contractNo'
  return /^[\x20-\x7e]*$/.test(typed) ? 'loginId' : 'kana'
}
