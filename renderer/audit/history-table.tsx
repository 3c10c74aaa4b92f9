import { useMemo } from 'react'
import type { HistoryEntry } from '../../preload/contract/views.ts'
import { useEventName } from '../i18n/event-names.ts'
import { useWords } from '../i18n/index.ts'
import { DataTable, DateTimeText, EmptyState, ToneBadge, type Column } from '../ui/index.ts'
import classes from './audit.module.css'
import { useSubjectText } from './subject-text.ts'
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
  const aboutOf = useSubjectText()
  // Where all entries are about one thing the table is narrow: the PC's name stands below the person's there.
  const ofOthers = withSubject && entries.some(({ elsewhere }) => elsewhere)
  const columns = useMemo((): readonly Column<HistoryEntry>[] => {
    const pcOf = ({ elsewhere, pcName }: HistoryEntry): string =>
      elsewhere ? (pcName ?? t('anotherPc')) : ''
    const subject: Column<HistoryEntry> = {
      id: 'subject',
      header: t('subject'),
      cell: (entry) => <span title={aboutOf(entry)}>{aboutOf(entry)}</span>,
    }
    const pc: Column<HistoryEntry> = {
      id: 'pc',
      header: t('pc'),
      width: 112,
      cell: (entry) => <span title={pcOf(entry)}>{pcOf(entry)}</span>,
    }
    return [
      { id: 'at', header: t('at'), width: 140, cell: ({ at }) => <DateTimeText at={at} style="second" /> },
      {
        id: 'what',
        header: t('what'),
        // What it concerns is the longer of the two.
        ...(withSubject ? { width: 150 } : {}),
        cell: ({ type }) => <span title={eventName(type)}>{eventName(type)}</span>,
      },
      ...(withSubject ? [subject] : []),
      {
        id: 'by',
        header: t('by'),
        // Below it the name of a PC, where all is about one thing.
        width: withSubject ? 104 : 116,
        cell: (entry) => {
          const who = entry.by === null ? t('program') : entry.byName
          return entry.elsewhere && !ofOthers ? (
            <WhoAndWhere who={who} pc={pcOf(entry)} />
          ) : (
            <span title={who}>{who}</span>
          )
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
  }, [t, eventName, aboutOf, withSubject, ofOthers])
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

/** Two small lines in the height of one row. */
function WhoAndWhere({ who, pc }: { readonly who: string; readonly pc: string }) {
  return (
    <span className={classes.who} title={`${who} ${pc}`}>
      <span>{who}</span>
      <small>{pc}</small>
    </span>
  )
}

function AtHeadOffice({ entry: { reflected, refused } }: { readonly entry: HistoryEntry }) {
  const t = useWords(words)
  if (refused !== null) return <ToneBadge tone="bad">{t('refusedByHub')}</ToneBadge>
  return reflected ? t('reflectedYes') : <ToneBadge tone="warn">{t('reflectedNo')}</ToneBadge>
}
