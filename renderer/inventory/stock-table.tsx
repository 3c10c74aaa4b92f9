/** Every fob that matches, virtual over main's pages. */
import { useMemo } from 'react'
import type { FobView, InventoryFilter } from '../../preload/contract/views.ts'
import { callDesk } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import {
  DateTimeText,
  EmptyState,
  PlaceBadge,
  SeedBadge,
  SerialText,
  ServerTable,
  ToneBadge,
  type GridColumn,
  type Selection,
} from '../ui/index.ts'
import { sortedBy, sortIds } from './filter.ts'
import { words } from './words.ts'

export function StockTable({
  filter,
  onFilter,
  selection,
  onActive,
  onOpen,
}: {
  readonly filter: InventoryFilter
  readonly onFilter: (filter: InventoryFilter) => void
  readonly selection: Selection
  readonly onActive: (fob: FobView) => void
  readonly onOpen: (fob: FobView) => void
}) {
  const t = useWords(words)
  const columns = useColumns()
  return (
    <ServerTable
      label={t('title')}
      columns={columns}
      rowId={(fob) => fob.serial}
      of={['inventory.page', filter]}
      page={(offset, limit) => callDesk('inventory.page', { filter, offset, limit })}
      selection={selection}
      onActive={onActive}
      onOpen={onOpen}
      sort={{ id: filter.sort, descending: filter.descending }}
      onSort={(id) => {
        if (sortIds.has(id)) onFilter(sortedBy(filter, id as InventoryFilter['sort']))
      }}
      empty={<EmptyState>{t('none')}</EmptyState>}
    />
  )
}

function useColumns(): readonly GridColumn<FobView>[] {
  const t = useWords(words)
  return useMemo(() => {
    const columns: readonly GridColumn<FobView>[] = [
      { id: 'serial', header: t('serial'), width: 112, cell: ({ serial }) => <SerialText serial={serial} /> },
      { id: 'place', header: t('place'), width: 160, cell: ({ place }) => <PlaceBadge place={place} /> },
      { id: 'seed', header: t('seed'), width: 96, cell: ({ seed }) => <SeedBadge seed={seed} /> },
      {
        id: 'expiresAt',
        header: t('expiresAt'),
        width: 86,
        cell: ({ expiresAt }) => <DateTimeText at={expiresAt} style="day" />,
      },
      { id: 'contract', header: t('contract'), cell: ({ contractName }) => contractName },
      { id: 'notes', header: t('notes'), width: 82, cell: (fob) => <Notes fob={fob} /> },
      { id: 'model', header: t('model'), width: 64, cell: ({ model }) => model },
      { id: 'lotNo', header: t('lotBox'), width: 100, cell: ({ lotNo, boxNo }) => `${lotNo}-${boxNo}` },
    ]
    return columns.map((column) => ({ ...column, sortable: sortIds.has(column.id) }))
  }, [t])
}

/** The most urgent thing about a fob, one word. */
function Notes({ fob }: { readonly fob: FobView }) {
  const t = useWords(words)
  if (fob.incident !== null) return <ToneBadge tone="bad">{t('incident')}</ToneBadge>
  if (fob.flags.length > 0) return <ToneBadge tone="warn">{t('flagged')}</ToneBadge>
  if (fob.expired) return <ToneBadge tone="bad">{t('expired')}</ToneBadge>
  if (fob.reseedNeeded) return <ToneBadge tone="warn">{t('reseedNeeded')}</ToneBadge>
  return null
}
