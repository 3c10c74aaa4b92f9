/** A CSV with a header row as named columns, each record with its line in the file. */
import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import type { RefusalCode } from '../../domain/refusals.ts'

export interface RowError {
  /** Line in the file, from 1; the header is line 1 in a usual file. */
  readonly line: number
  /** Header of the column; '' for the whole row. */
  readonly column: string
  readonly code: RefusalCode
  readonly detail: Readonly<Record<string, string | number>>
}

export interface TableRow<C extends string> {
  readonly line: number
  readonly cells: Readonly<Record<C, string>>
}

/** More wrong rows than anybody repairs by hand: the file is another one than was meant. */
const MAX_WRONG_ROWS = 10_000

/** Handed to the parser piece by piece, so that nothing is parsed behind the point where we stop. */
const CHUNK_BYTES = 65_536

export type Table<C extends string> =
  | { readonly ok: true; readonly rows: readonly TableRow<C>[]; readonly errors: readonly RowError[] }
  | {
      readonly ok: false
      readonly code: Extract<RefusalCode, 'FILE_EMPTY' | 'FILE_HEADER' | 'FILE_UNREADABLE'>
      readonly detail: Readonly<Record<string, string | number>>
    }

/**
 * Columns are found by their header, in any order; further columns are ignored. Blank lines are passed over;
 * a row with another number of columns is an error of its own and is left out of `rows`.
 * `pause` is awaited between batches, so that a long file does not hold up the screen.
 */
export async function readTable<C extends string>(
  text: string,
  columns: readonly C[],
  pause: (rowsDone: number) => Promise<void>,
): Promise<Table<C>> {
  const rows: TableRow<C>[] = []
  const errors: RowError[] = []
  let header: readonly string[] | undefined
  let places: readonly number[] = []
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: 100_000,
  })
  Readable.from(chunksOf(Buffer.from(text))).pipe(parser)
  try {
    for await (const record of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      const { record: cells, info } = record
      if (header === undefined) {
        header = cells.map((cell) => cell.normalize('NFKC').trim())
        const missing = columns.find((column) => !header?.includes(column.normalize('NFKC')))
        if (missing !== undefined) return { ok: false, code: 'FILE_HEADER', detail: { column: missing } }
        places = columns.map((column) => (header as string[]).indexOf(column.normalize('NFKC')))
        continue
      }
      if (cells.length !== header.length) {
        if (errors.length >= MAX_WRONG_ROWS) {
          return { ok: false, code: 'FILE_UNREADABLE', detail: { reason: 'ROW_COLUMNS' } }
        }
        errors.push({
          line: info.lines,
          column: '',
          code: 'ROW_COLUMNS',
          detail: { found: cells.length, expected: header.length },
        })
        continue
      }
      rows.push({
        line: info.lines,
        cells: Object.fromEntries(
          columns.map((column, index) => [column, (cells[places[index] as number] as string).trim()]),
        ) as Record<C, string>,
      })
      if (rows.length % 2000 === 0) await pause(rows.length)
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_'))) throw error
    return { ok: false, code: 'FILE_UNREADABLE', detail: { reason: String(error.code) } }
  }
  if (rows.length === 0 && errors.length === 0) return { ok: false, code: 'FILE_EMPTY', detail: {} }
  return { ok: true, rows, errors }
}

/** Bytes, not characters: a surrogate pair cut in two would be lost. */
function* chunksOf(bytes: Buffer): Generator<Buffer> {
  for (let from = 0; from < bytes.length; from += CHUNK_BYTES) yield bytes.subarray(from, from + CHUNK_BYTES)
}
