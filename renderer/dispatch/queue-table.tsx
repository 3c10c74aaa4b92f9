/** The queue of a delivery method; the row under the keyboard is the one worked on. */
import type { ApplicationView } from '../../preload/contract/views.ts'
import { useWords } from '../i18n/index.ts'
import { DataTable, DateText, EmptyState, SerialText, ToneBadge, usePersonName } from '../ui/index.ts'
import { words } from './words.ts'

export function QueueTable({
  label,
  empty,
  queue,
  chosen,
  loading,
  onChoose,
  onEnter,
}: {
  readonly label: string
  readonly empty: string
  readonly queue: readonly ApplicationView[]
  readonly chosen: string | null
  readonly loading: boolean
  readonly onChoose: (applicationId: string) => void
  /** Enter on a row: to the work on it. */
  readonly onEnter: () => void
}) {
  const t = useWords(words)
  const personName = usePersonName()
  return (
    <DataTable
      label={label}
      rows={queue}
      rowId={(row) => row.applicationId}
      loading={loading}
      empty={<EmptyState>{empty}</EmptyState>}
      onActive={(row) => onChoose(row.applicationId)}
      onOpen={(row) => {
        onChoose(row.applicationId)
        onEnter()
      }}
      columns={[
        {
          id: 'startDate',
          header: t('startDate'),
          width: 122,
          cell: (row) => <DateText date={row.startDate} />,
          sortBy: (row) => row.startDate,
        },
        {
          id: 'name',
          header: t('contractor'),
          cell: (row) =>
            row.applicationId === chosen ? (
              <strong>▶ {personName(row.contractName)}</strong>
            ) : (
              personName(row.contractName)
            ),
          sortBy: (row) => row.contractKana,
        },
        { id: 'serial', header: t('serial'), width: 108, cell: (row) => <SerialText serial={row.serial} /> },
        { id: 'state', header: t('state'), width: 130, cell: (row) => <State row={row} /> },
      ]}
    />
  )
}

function State({ row }: { readonly row: ApplicationView }) {
  const t = useWords(words)
  if (!row.seedAtHub) return <ToneBadge tone="warn">{t('notAtHub')}</ToneBadge>
  if (row.delivery === 'counter') return null
  return row.sealedAt === null ? (
    <ToneBadge tone="quiet">{t('toPrint')}</ToneBadge>
  ) : (
    <ToneBadge tone="good">{t('sealed')}</ToneBadge>
  )
}
