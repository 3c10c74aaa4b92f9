/**
 * A file from another system, as text. UTF-8 (with or without BOM) is tried first, strictly: CP932 text is
 * almost never valid UTF-8. Then CP932 (the WHATWG `shift_jis` decoder is windows-31j, so ㈱, 髙 and 﨑 survive).
 */
import { readFile, stat } from 'node:fs/promises'
import type { RefusalCode } from '../../domain/refusals.ts'

const limitMegabytes = 64

export interface TextFile {
  readonly encoding: 'utf-8' | 'cp932'
  readonly text: string
}

export type ReadResult =
  | { readonly ok: true; readonly file: TextFile }
  | {
      readonly ok: false
      readonly code: Extract<RefusalCode, 'FILE_UNREADABLE' | 'FILE_TOO_LARGE' | 'FILE_ENCODING'>
      readonly detail: Readonly<Record<string, string | number>>
    }

export async function readTextFile(path: string): Promise<ReadResult> {
  let bytes: Uint8Array
  try {
    const found = await stat(path)
    // A device or a pipe has no size and no end.
    if (!found.isFile()) return { ok: false, code: 'FILE_UNREADABLE', detail: { reason: 'ENOTFILE' } }
    if (found.size > limitMegabytes * 1024 * 1024) {
      return { ok: false, code: 'FILE_TOO_LARGE', detail: { limit: limitMegabytes } }
    }
    bytes = await readFile(path)
  } catch (error) {
    return { ok: false, code: 'FILE_UNREADABLE', detail: { reason: errorCode(error) } }
  }
  const file = decode(bytes, 'utf-8') ?? decode(bytes, 'shift_jis')
  return file === undefined ? { ok: false, code: 'FILE_ENCODING', detail: {} } : { ok: true, file }
}

function decode(bytes: Uint8Array, label: 'utf-8' | 'shift_jis'): TextFile | undefined {
  try {
    const text = new TextDecoder(label, { fatal: true }).decode(bytes)
    // A NUL says that this is no CSV at all (a spreadsheet, a zip, UTF-16).
    if (text.includes('\0')) return undefined
    return { encoding: label === 'utf-8' ? 'utf-8' : 'cp932', text }
  } catch (error) {
    if (error instanceof TypeError) return undefined // not this encoding
    throw error
  }
}

/** `ENOENT`, `EACCES`, … : what a help desk asks for. */
function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'EUNKNOWN'
}
