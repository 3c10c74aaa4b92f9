/** One line of the bench's table, and the table. */
import { z } from 'zod'
import type { Summary } from './statistics.ts'

export const figureSchema = z.strictObject({
  name: z.string(),
  unit: z.enum(['ms', 's', 'MB', 'frames', '×']),
  value: z.number(),
  /** At most this; null: no bar was set, the figure is for the record. */
  bar: z.number().nullable(),
  note: z.string(),
})
export type Figure = Readonly<z.infer<typeof figureSchema>>

/** p50, p99 and worst of the same thing; `bars` in the unit of the values. */
export function spread(
  name: string,
  values: Summary,
  unit: Figure['unit'],
  bars: { readonly p50?: number; readonly p99?: number; readonly worst?: number },
  note = '',
): Figure[] {
  return (['p50', 'p99', 'worst'] as const).map((which) => ({
    name: `${name}, ${which}`,
    unit,
    value: values[which],
    bar: bars[which] ?? null,
    note: which === 'p50' ? [`n = ${values.count}`, note].filter((part) => part !== '').join('; ') : '',
  }))
}

export function verdictOf({ value, bar }: Figure): 'ok' | 'over' | '–' {
  if (bar === null) return '–'
  return value <= bar ? 'ok' : 'over'
}

export function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.name,
    figure.bar === null ? '' : `≤ ${shown(figure.bar)} ${figure.unit}`,
    `${shown(figure.value)} ${figure.unit}`,
    verdictOf(figure),
    figure.note,
  ])
  const head = ['figure', 'bar', 'measured', '', 'note']
  const widths = head.map((title, at) =>
    Math.max(...[title, ...rows.map((row) => row[at] ?? '')].map(({ length }) => length)),
  )
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function shown(value: number): string {
  if (value === 0 || value >= 100) return value.toFixed(0)
  return value >= 10 ? value.toFixed(1) : value.toFixed(2)
}
