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
  withSubject = true,
  onActive,
}: {
  readonly label: string
  readonly entries: readonly HistoryEntry[]
  readonly loading: boolean
  /** Off where all entries are about the same thing. */
  readonly withSubject?: boolean
  readonly onActive: (entry: HistoryEntry) => void
}) {
  const t = useWords(words)
  const eventName = useEventName()
  // Where all entries are about one thing the table is narrow: the name stands beside the person's there.
  const ofOthers = withSubject && entries.some(({ elsewhere }) => elsewhere)
  const columns = useMemo((): readonly Column<HistoryEntry>[] => {
    const pcOf = ({ elsewhere, pcName }: HistoryEntry): string =>
      elsewhere ? (pcName ?? t('anotherPc')) : ''
    const subject: Column<HistoryEntry> = {
      id: 'subject',
      header: t('subject'),
      cell: (entry) => <span title={entry.subject}>{entry.subject}</span>,
    }
    const pc: Column<HistoryEntry> = {
      id: 'pc',
      header: t('pc'),
      width: 112,
      cell: (entry) => <span title={pcOf(entry)}>{pcOf(entry)}</span>,
    }
    return [
      { id: 'at', header: t('at'), width: 160, cell: ({ at }) => <DateTimeText at={at} style="second" /> },
      {
        id: 'what',
        header: t('what'),
        cell: ({ type }) => <span title={eventName(type)}>{eventName(type)}</span>,
      },
      ...(withSubject ? [subject] : []),
      {
        id: 'by',
        header: t('by'),
        width: ofOthers ? 104 : 116,
        cell: (entry) => {
          const who = entry.by === null ? t('program') : entry.byName
          const where = entry.elsewhere && !ofOthers ? t('elsewhere', { pc: pcOf(entry) }) : ''
          return <span title={`${who}${where}`}>{`${who}${where}`}</span>
        },
      },
      ...(ofOthers ? [pc] : []),
      {
        id: 'reflected',
        header: t('reflected'),
        width: 104,
        cell: (entry) => <AtHeadOffice entry={entry} />,
      },
    ]
  }, [t, eventName, withSubject, ofOthers])
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

function AtHeadOffice({ entry: { reflected, refused } }: { readonly entry: HistoryEntry }) {
  const t = useWords(words)
  if (refused !== null) return <ToneBadge tone="bad">{t('refusedByHub')}</ToneBadge>
  return reflected ? t('reflectedYes') : <ToneBadge tone="warn">{t('reflectedNo')}</ToneBadge>
}
