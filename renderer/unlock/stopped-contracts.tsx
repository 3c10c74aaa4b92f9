/** Contracts with someone 停止中, newest stop first: the usual way into this screen. */
import { useDesk } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { useGo } from '../routes.ts'
import { DataTable, EmptyState, Panel, Refused } from '../ui/index.ts'
import { words as shared } from '../customers/words.ts'
import { PersonName } from '../ui/person-name.tsx'
import { words } from './words.ts'

export function StoppedContracts() {
  const t = useWords(words)
  const s = useWords(shared)
  const go = useGo()
  const stopped = useDesk('unlock.stoppedContracts', {})
  return (
    <Panel title={t('stoppedContracts')} fill>
      <Refused refusal={stopped.refusal} />
      <DataTable
        label={t('stoppedContracts')}
        rows={stopped.value ?? []}
        rowId={(row) => row.contractNo}
        loading={stopped.loading}
        empty={<EmptyState>{t('nobodyStopped')}</EmptyState>}
        onOpen={(row) => go('/unlock', { contractNo: row.contractNo })}
        columns={[
          {
            id: 'name',
            header: s('contractor'),
            cell: (row) => <PersonName name={row.name} />,
            sortBy: (row) => row.kana,
          },
          { id: 'contractNo', header: s('contractNo'), width: 110, cell: (row) => row.contractNo },
          { id: 'phone', header: s('phone'), width: 120, cell: (row) => row.phone },
        ]}
      />
    </Panel>
  )
}
