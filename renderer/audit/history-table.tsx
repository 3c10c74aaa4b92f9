import { useMemo } from 'react'
import type { HistoryEntry } from '../../preload/contract/views.ts'
import { useEventName } from '../i18n/event-names.ts'
import { useWords } from '../i18n/index.ts'
import { DataTable, DateTimeText, EmptyState, ToneBadge, type Column } from '../ui/index.ts'
import { words } from './words.ts'

/** Recorded facts, newest first as main answers them. */
export function HistoryTable({
  label,
  entries,
  loading,
  onActive,
}: {
  readonly label: string
  readonly entries: readonly HistoryEntry[]
  readonly loading: boolean
  readonly onActive: (entry: HistoryEntry) => void
}) {
  const t = useWords(words)
  const eventName = useEventName()
  const columns = useMemo(
    (): readonly Column<HistoryEntry>[] => [
      { id: 'at', header: t('at'), width: 158, cell: ({ at }) => <DateTimeText at={at} style="second" /> },
      { id: 'what', header: t('what'), width: 150, cell: ({ type }) => eventName(type) },
      { id: 'subject', header: t('subject'), cell: ({ subject }) => <span title={subject}>{subject}</span> },
      {
        id: 'by',
        header: t('by'),
        width: 110,
        cell: ({ by, byName }) => (by === null ? t('program') : byName),
      },
      {
        id: 'reflected',
        header: t('reflected'),
        width: 84,
        cell: ({ reflected }) =>
          reflected ? t('reflectedYes') : <ToneBadge tone="warn">{t('reflectedNo')}</ToneBadge>,
      },
    ],
    [t, eventName],
  )
  return (
    <DataTable
      label={label}
      columns={columns}
      rows={entries}
      rowId={({ id }) => id}
      onActive={onActive}
      loading={loading}
      empty={<EmptyState>{t('none')}</EmptyState>}
    />
  )
}
