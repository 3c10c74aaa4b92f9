/** The program cannot come up: said in a box of the system's, since there is no window to say it in. */
import { app, dialog } from 'electron'
import { isRefusalCode, sentence, type RefusalCode } from '../../domain/refusals.ts'

const systemCodes: Readonly<Record<string, RefusalCode>> = {
  EACCES: 'STORE_READONLY',
  EPERM: 'STORE_READONLY',
  EROFS: 'STORE_READONLY',
  ENOSPC: 'DISK_FULL',
  EDQUOT: 'DISK_FULL',
}

/** Which of the desk's sentences an exception at the start comes to; a bug is INTERNAL. */
export function startCode(error: unknown): RefusalCode {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return isRefusalCode(code) ? code : (systemCodes[code] ?? 'INTERNAL')
}

/**
 * Tells the person and ends. Without this a rejected start would leave a process without a window, which holds
 * the single-instance lock, so that no further start shows anything either.
 * @param reference under which the log has it
 */
export function cannotStart(error: unknown, reference: string): void {
  const code = startCode(error)
  const said = (['ja', 'en'] as const).map((language) => sentence(code, language, { reference }))
  dialog.showErrorBox('Fobdesk', `${said.join('\n')}\n\n${code} ${reference}`)
  app.exit(1)
}
