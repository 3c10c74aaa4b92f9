/** Every bad row with line, column and reason; the list can be copied for whoever made the file. */
import { Button, CopyButton, Group, Text } from '@mantine/core'
import { ClipboardCopy } from 'lucide-react'
import { useMemo } from 'react'
import type { ImportPreview, RowErrorView } from '../../preload/contract/views.ts'
import { useWords } from '../i18n/index.ts'
import { DataTable, useRefusalSentence, type Column } from '../ui/index.ts'
import { heightFor, lineColumn, More, textColumn } from './import-table.tsx'
import { words } from './import-words.ts'

export function ImportErrors({
  preview: { fileName, errors, moreErrors },
}: {
  readonly preview: ImportPreview
}) {
  const t = useWords(words)
  const say = useRefusalSentence()
  const columns = useMemo(
    (): readonly Column<RowErrorView>[] => [
      lineColumn(t('line')),
      textColumn('column', t('column'), 140),
      {
        id: 'reason',
        header: t('reason'),
        cell: (error) => <span title={say(error)}>{say(error)}</span>,
      },
    ],
    [t, say],
  )
  if (errors.length === 0) return null
  const list = errors.map((error) => `${fileName}\t${error.line}\t${error.column}\t${say(error)}`).join('\n')
  return (
    <div role="alert">
      <Group justify="space-between" mb={4}>
        <Text size="sm" fw={700} c="var(--desk-bad)">
          {t('errorsTitle', { number: errors.length + moreErrors })}
        </Text>
        <CopyButton value={list}>
          {({ copied, copy }) => (
            <Button variant="default" leftSection={<ClipboardCopy size={14} aria-hidden />} onClick={copy}>
              {t(copied ? 'copied' : 'copyErrors')}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Text size="sm" mb={6}>
        {t('errorsWhy')}
      </Text>
      <DataTable
        label={t('errors')}
        columns={columns}
        rows={errors}
        rowId={({ line, column, code }) => `${line}-${column}-${code}`}
        height={heightFor(errors.length)}
      />
      <More number={moreErrors} />
    </div>
  )
}
