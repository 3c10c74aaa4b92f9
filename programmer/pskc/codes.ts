/** What can be wrong with a PSKC file; each code has its sentence in the desk's table (domain/refusals.ts). */
import type { RefusalCode } from '../../domain/refusals.ts'

/** The whole file is refused. */
export const pskcFileCodes = [
  'FILE_UNREADABLE',
  'FILE_TOO_LARGE',
  'FILE_EMPTY',
  'PSKC_INVALID',
  'PSKC_DTD',
  'PSKC_TOO_MANY_KEYS',
  'PSKC_PLAIN',
  'PSKC_METHOD',
  'PSKC_NO_MAC',
  'PSKC_ITERATIONS',
  'PSKC_KEY_FORM',
  'PSKC_KEY_NEEDED',
  'PSKC_PASSWORD_NEEDED',
  'PSKC_KEY_WRONG',
] as const satisfies readonly RefusalCode[]
export type PskcFileCode = (typeof pskcFileCodes)[number]

/** One key is refused; the others are still looked at. */
export const pskcRowCodes = [
  'SERIAL_FORM',
  'DATE_FORM',
  'ROW_REQUIRED',
  'ROW_LENGTH',
  'ROW_DUPLICATE',
  'PSKC_ROW_ALGORITHM',
  'PSKC_ROW_DIGITS',
  'PSKC_ROW_INTERVAL',
  'PSKC_ROW_START',
  'PSKC_ROW_DAMAGED',
  'PSKC_ROW_LENGTH',
] as const satisfies readonly RefusalCode[]
export type PskcRowCode = (typeof pskcRowCodes)[number]

/** Fills the sentence. Never a key, a password, or anything that was decrypted. */
export type Detail = Readonly<Record<string, string | number>>

export interface FileRefusal {
  readonly ok: false
  readonly code: PskcFileCode
  readonly detail: Detail
}

export function refuseFile(code: PskcFileCode, detail: Detail = {}): FileRefusal {
  return { ok: false, code, detail }
}

/** What a file says of itself goes on the screen: short and without control characters. */
export function shown(text: string): string {
  return text.replace(/\p{C}/gu, '').slice(0, 100)
}
