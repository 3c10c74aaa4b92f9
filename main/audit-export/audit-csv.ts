/** 操作履歴 as a table for a spreadsheet: UTF-8 with BOM, CRLF, Japanese headings, one row per event. */
import { eventName } from '../../domain/event-names.ts'
import { isRefusalCode, sentence } from '../../domain/refusals.ts'
import type { RecordedEntry } from '../../preload/contract/views.ts'

const HEADINGS = [
  '通し番号',
  '日時（日本時間）',
  '端末',
  '端末の連番',
  '職員番号',
  '職員名',
  '操作',
  '対象',
  '拒否コード',
  '拒否の理由',
  '署名した職員',
  '本部',
]

const BOM = '\uFEFF'

export function csvHeading(): string {
  return BOM + line(HEADINGS)
}

/** One row as the audit screen says it; a refusal with its code and sentence. */
export function csvRow(entry: RecordedEntry): string {
  const code = entry.refused ?? refusalCode(entry.data)
  return line([
    String(entry.position),
    tokyoTime(entry.at),
    entry.device,
    String(entry.seq),
    entry.by ?? '',
    entry.by === null ? '（自動）' : entry.byName,
    eventName(entry.type, 'ja'),
    entry.subject,
    code,
    isRefusalCode(code) ? sentence(code, 'ja') : '',
    entry.signedBy.join(' '),
    entry.refused === null ? (entry.reflected ? '反映済' : '未反映') : '本部で不受理',
  ])
}

/** The `code` of an event's data, '' where it has none. */
function refusalCode(json: string): string {
  const data: unknown = JSON.parse(json)
  const code: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, 'code') : undefined
  return typeof code === 'string' ? code : ''
}

const TOKYO_MS = 9 * 3_600_000

/** `2026-11-22 19:30:05`, which every spreadsheet reads as a time. */
function tokyoTime(at: number): string {
  return new Date(at + TOKYO_MS).toISOString().slice(0, 19).replace('T', ' ')
}

function line(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`
}

/**
 * Threat: a cell that begins like a formula is executed by the spreadsheet that opens it (CSV injection); text of
 * ours comes from files and customers. A leading apostrophe makes it text, as OWASP advises.
 */
function cell(text: string): string {
  const inert = /^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}
