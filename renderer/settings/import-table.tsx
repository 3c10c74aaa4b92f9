/** What the two tables of an import share: its changes and its bad rows. */
import { Text } from '@mantine/core'
import { useWords } from '../i18n/index.ts'
import type { Column } from '../ui/index.ts'
import { words } from './import-words.ts'

/** Pixels for a table of so many rows: no emptiness under few, a scroll bar from eight on. */
export const heightFor = (rows: number) => 62 + 32 * Math.min(rows, 8)

/** The line in the file, from 1. */
export function lineColumn<R extends { readonly line: number }>(header: string): Column<R> {
  return {
    id: 'line',
    header,
    width: 70,
    align: 'right',
    sortBy: ({ line }) => line,
    cell: ({ line }) => line.toLocaleString('ja-JP'),
  }
}

/** A field as it is. */
export function textColumn<K extends string, R extends Readonly<Record<K, string>>>(
  id: K,
  header: string,
  width: number,
): Column<R> {
  return { id, header, width, sortBy: (row) => row[id], cell: (row) => row[id] }
}

/** How many rows the table leaves out; nothing for none. */
export function More({ number }: { readonly number: number }) {
  const t = useWords(words)
  if (number === 0) return null
  return (
    <Text size="xs" c="dimmed">
      {t('more', { number })}
    </Text>
  )
}
