/** The delivery-lot CSV (DOMAIN.md, Files from other systems): one row a fob; ties label and chip. */
import { expiryOn, parseDate } from '../../domain/calendar.ts'
import type { LotRow } from '../../domain/commands.ts'
import { fobModels, modelOfChip } from '../../domain/fob-models.ts'
import { normaliseSerial } from '../../domain/serial.ts'
import { cellsOf, type Cells } from './cells.ts'
import type { ParsedRows } from './roster-file.ts'
import { readTable, type RowError } from './table.ts'

export const lotColumns = [
  'ロット番号',
  'シリアル番号',
  'チップシリアル',
  '型番',
  '有効期限',
  '箱番号',
] as const
type Column = (typeof lotColumns)[number]

export async function parseLot(text: string, pause: (rowsDone: number) => Promise<void>) {
  const table = await readTable(text, lotColumns, pause)
  if (!table.ok) return table
  const errors: RowError[] = [...table.errors]
  const rows: LotRow[] = []
  const lines: number[] = []
  const serials = new Map<string, number>()
  const chips = new Map<string, number>()
  for (const row of table.rows) {
    const before = errors.length
    const cells = cellsOf(row, errors)
    const parsed = lotRow(cells)
    once(serials, parsed.serial, 'シリアル番号', row.line, cells)
    once(chips, parsed.chipSerial, 'チップシリアル', row.line, cells)
    if (errors.length > before) continue
    rows.push(parsed)
    lines.push(row.line)
  }
  errors.sort((a, b) => a.line - b.line)
  return { ok: true, rows, lines, errors } satisfies ParsedRows<LotRow>
}

function lotRow(cells: Cells<Column>): LotRow {
  const typedSerial = cells.text('シリアル番号', 64)
  const serial = normaliseSerial(typedSerial)
  if (typedSerial !== '' && serial === null) cells.wrong('シリアル番号', 'SERIAL_FORM', {})
  const chipSerial = cells.digits('チップシリアル', 7, 32)
  const model = cells.text('型番', 32).normalize('NFKC')
  const expected = modelOfChip(chipSerial)
  if (model !== '' && (!fobModels.has(model) || expected === undefined)) {
    cells.wrong('型番', 'ROW_MODEL_UNKNOWN', { value: model })
  } else if (model !== '' && expected !== undefined && expected !== model) {
    cells.wrong('型番', 'ROW_MODEL_DIFFERS', { value: model, expected })
  }
  const typedExpiry = cells.text('有効期限', 32)
  const expiry = parseDate(typedExpiry)
  if (typedExpiry !== '' && expiry === null) cells.wrong('有効期限', 'DATE_FORM', { value: typedExpiry })
  return {
    lotNo: cells.text('ロット番号', 32),
    serial: serial ?? '',
    chipSerial,
    model,
    // A date-only lot means 08:00 of that day (DOMAIN.md, トークン有効期限).
    expiresAt: expiry === null ? 0 : expiryOn(expiry),
    boxNo: cells.optional('箱番号', 32),
  }
}

function once(
  seen: Map<string, number>,
  value: string,
  column: Column,
  line: number,
  cells: Cells<Column>,
): void {
  if (value === '') return
  const before = seen.get(value)
  if (before === undefined) seen.set(value, line)
  else cells.wrong(column, 'ROW_DUPLICATE', { column, value, line: before })
}
