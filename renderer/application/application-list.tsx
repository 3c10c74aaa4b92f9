/** 申込一覧: open ones, one's own drafts, or all; Enter opens. */
import { SegmentedControl, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { applicationStatus, type ApplicationStatus } from '../../domain/vocabulary.ts'
import { useDesk } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { useVocabulary } from '../i18n/vocabulary.ts'
import { useGo } from '../routes.ts'
import {
  ApplicationStatusBadge,
  DataTable,
  DateText,
  DateTimeText,
  EmptyState,
  Refused,
  usePersonName,
} from '../ui/index.ts'
import classes from './application.module.css'
import { words } from './words.ts'

const filters = ['open', 'mine', 'all'] as const
type Filter = (typeof filters)[number]

const statusesOf: Readonly<Record<Filter, readonly ApplicationStatus[]>> = {
  open: ['draft', 'waiting', 'returned', 'approved', 'issued', 'dispatched', 'handedOver'],
  mine: ['draft', 'returned'],
  all: applicationStatus.options,
}

export function ApplicationList() {
  const t = useWords(words)
  const personName = usePersonName()
  const word = useVocabulary()
  const go = useGo()
  const [filter, setFilter] = useState<Filter>('open')
  const [text, setText] = useState('')
  const [asked] = useDebouncedValue(text.trim(), 150)
  const list = useDesk(
    'applications.list',
    { statuses: [...statusesOf[filter]], text: asked, limit: 500 },
    { keepPrevious: true },
  )
  return (
    <div className={classes.list}>
      <div className={classes.listHead}>
        <TextInput
          aria-label={t('listText')}
          placeholder={t('listText')}
          value={text}
          maxLength={64}
          w={360}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <SegmentedControl
          size="xs"
          aria-label={t('filter')}
          value={filter}
          data={filters.map((each) => ({ value: each, label: t(`filter_${each}`) }))}
          onChange={(next) => setFilter(filters.find((each) => each === next) ?? 'open')}
        />
      </div>
      <Refused refusal={list.refusal} />
      <DataTable
        label={t('tab_list')}
        rows={list.value ?? []}
        rowId={(row) => row.applicationId}
        loading={list.loading}
        empty={<EmptyState>{t('noApplications')}</EmptyState>}
        initialSort={{ id: 'requestedAt', descending: true }}
        onOpen={(row) => go('/application', { applicationId: row.applicationId })}
        columns={[
          {
            id: 'status',
            header: t('status'),
            width: 128,
            cell: (row) => <ApplicationStatusBadge status={row.status} />,
            sortBy: (row) => applicationStatus.options.indexOf(row.status),
          },
          {
            id: 'receiptNo',
            header: t('receiptNo'),
            width: 120,
            cell: (row) => row.evidence.receiptNo,
            sortBy: (row) => row.evidence.receiptNo,
          },
          {
            id: 'contractor',
            header: t('contractor'),
            cell: (row) => personName(row.contractName),
            sortBy: (row) => row.contractKana,
          },
          { id: 'users', header: t('users'), cell: (row) => row.userNames.map(personName).join('・') },
          {
            id: 'kind',
            header: t('kind'),
            width: 96,
            cell: (row) => word('applicationKind', row.kind),
            sortBy: (row) => row.kind,
          },
          {
            id: 'startDate',
            header: t('startDate'),
            width: 124,
            cell: (row) => <DateText date={row.startDate} />,
            sortBy: (row) => row.startDate,
          },
          {
            id: 'requestedAt',
            header: t('requestedAt'),
            width: 140,
            cell: (row) => <DateTimeText at={row.requestedAt} />,
            sortBy: (row) => row.requestedAt,
          },
          { id: 'requestedBy', header: t('requestedBy'), width: 100, cell: (row) => row.requestedByName },
        ]}
      />
    </div>
  )
}
