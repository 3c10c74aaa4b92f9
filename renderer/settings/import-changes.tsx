/** What an import would do: counts, and the first changes field by field. */
import { Text } from '@mantine/core'
import { useMemo } from 'react'
import type { ImportPreview } from '../../preload/contract/views.ts'
import { useWords } from '../i18n/index.ts'
import { DataTable, Facts, type Column } from '../ui/index.ts'
import { heightFor, lineColumn, More, textColumn } from './import-table.tsx'
import { words } from './import-words.ts'

type Change = ImportPreview['changes'][number]

export function ImportCounts({ preview }: { readonly preview: ImportPreview }) {
  const t = useWords(words)
  const number = (value: number) => <b className="tabular">{value.toLocaleString('ja-JP')}</b>
  return (
    <Facts
      columns={2}
      facts={[
        [t('file'), preview.fileName],
        [t('encoding'), preview.encoding === 'cp932' ? 'CP932' : 'UTF-8'],
        [t('rows'), number(preview.rows)],
        [t('added'), number(preview.added)],
        [t('changed'), number(preview.changed)],
        [t('unchanged'), number(preview.unchanged)],
        ...(preview.kind === 'roster' ? ([[t('closed'), number(preview.closed)]] as const) : []),
        [t('errors'), number(preview.errors.length + preview.moreErrors)],
      ]}
    />
  )
}

export function ImportChanges({ preview }: { readonly preview: ImportPreview }) {
  const { changes, moreChanges, errors } = preview
  const t = useWords(words)
  const columns = useMemo(
    (): readonly Column<Change>[] => [
      lineColumn(t('line')),
      textColumn('key', t('subject'), 120),
      textColumn('field', t('field'), 120),
      { id: 'before', header: t('before'), cell: ({ before }) => before || t('empty') },
      { id: 'after', header: t('after'), cell: ({ after }) => <b>{after || t('empty')}</b> },
    ],
    [t],
  )
  // While rows are wrong nothing will be changed; the errors have the place.
  if (changes.length === 0 || errors.length > 0) return null
  return (
    <div>
      <Text size="sm" fw={700} mb={4}>
        {t('changesTitle')}
      </Text>
      <DataTable
        label={t('changesTitle')}
        columns={columns}
        rows={changes}
        rowId={({ line, key, field }) => `${line}-${key}-${field}`}
        height={heightFor(changes.length)}
      />
      <More number={moreChanges} />
    </div>
  )
}
