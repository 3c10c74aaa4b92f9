import { useMemo } from 'react'
import type { ApprovalView } from '../../preload/contract/views.ts'
import { useWords } from '../i18n/index.ts'
import {
  DataTable,
  DateTimeText,
  EmptyState,
  useRefusalSentence,
  type Column,
  type Selection,
} from '../ui/index.ts'
import { ProposalName } from './proposal-name.tsx'
import { words } from './words.ts'

/** The requests, oldest first; those the person may not decide stay, disabled, with the reason. */
export function RequestTable({
  rows,
  loading,
  decidedToo,
  selection,
  initialId,
  onActive,
}: {
  readonly rows: readonly ApprovalView[]
  readonly loading: boolean
  readonly decidedToo: boolean
  readonly selection: Selection
  readonly initialId: string | undefined
  readonly onActive: (request: ApprovalView) => void
}) {
  const t = useWords(words)
  const say = useRefusalSentence()
  const columns = useMemo((): readonly Column<ApprovalView>[] => {
    const shown: Column<ApprovalView>[] = [
      {
        id: 'kind',
        header: t('kind'),
        width: 150,
        sortBy: ({ proposal }) => proposal.kind,
        cell: ({ proposal }) => <ProposalName proposal={proposal} />,
      },
      {
        id: 'subject',
        header: t('subject'),
        sortBy: ({ subject }) => subject,
        cell: ({ subject }) => subject,
      },
      {
        id: 'askedBy',
        header: t('askedBy'),
        width: 96,
        sortBy: ({ askedBy }) => askedBy,
        cell: ({ askedByName }) => askedByName,
      },
      {
        id: 'askedAt',
        header: t('askedAt'),
        width: 132,
        sortBy: ({ askedAt }) => askedAt,
        cell: ({ askedAt }) => <DateTimeText at={askedAt} />,
      },
    ]
    if (decidedToo) {
      shown.push({
        id: 'status',
        header: t('status'),
        width: 84,
        sortBy: ({ status }) => status,
        cell: ({ status }) => t(`status_${status}`),
      })
    }
    return shown
  }, [t, decidedToo])
  return (
    <DataTable
      label={t('title')}
      columns={columns}
      rows={rows}
      rowId={({ requestId }) => requestId}
      refusalOf={({ status, refusal }) =>
        status !== 'waiting' ? t(`status_${status}`) : refusal === null ? null : say(refusal)
      }
      selection={selection}
      onActive={onActive}
      {...(initialId === undefined ? {} : { initialId })}
      initialSort={{ id: 'askedAt', descending: false }}
      loading={loading}
      empty={<EmptyState>{t('none')}</EmptyState>}
    />
  )
}
