/** One row's cells, taken with their rule; every breach is noted with line, column and reason. */
import { foldWidth } from './width.ts'
import type { RowError, TableRow } from './table.ts'

export interface Cells<C extends string> {
  /** The cell, which must not be empty and not longer than `limit` characters. */
  text(column: C, limit: number): string
  /** The cell or ''. */
  optional(column: C, limit: number): string
  /** Digits only, after full-width digits and hyphens are folded. */
  digits(column: C, min: number, max: number): string
  /** One of the words on the left, as the value on the right. */
  word<V>(column: C, words: Readonly<Record<string, V>>): V | undefined
  /** A breach that only the caller can see. */
  wrong(column: C | '', code: RowError['code'], detail: RowError['detail']): void
}

export function cellsOf<C extends string>(row: TableRow<C>, errors: RowError[]): Cells<C> {
  const wrong: Cells<C>['wrong'] = (column, code, detail) => {
    errors.push({ line: row.line, column, code, detail })
  }
  const optional = (column: C, limit: number): string => {
    const value = row.cells[column]
    if (value.length > limit) wrong(column, 'ROW_LENGTH', { column, limit })
    return value
  }
  const text = (column: C, limit: number): string => {
    const value = optional(column, limit)
    if (value === '') wrong(column, 'ROW_REQUIRED', { column })
    return value
  }
  return {
    text,
    optional,
    wrong,
    digits(column, min, max) {
      const value = text(column, 64)
      const folded = foldWidth(value).replaceAll('-', '')
      if (value !== '' && !(/^[0-9]+$/.test(folded) && folded.length >= min && folded.length <= max)) {
        wrong(column, 'ROW_VALUE', { column, value })
      }
      return folded
    },
    word(column, words) {
      const value = text(column, 64)
      const name = value.normalize('NFKC')
      // Own words only: `constructor` is a property of every object.
      const found = Object.hasOwn(words, name) ? words[name] : undefined
      if (value !== '' && found === undefined) wrong(column, 'ROW_VALUE', { column, value })
      return found
    },
  }
}
