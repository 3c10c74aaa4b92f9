/** Whose fob is it: by customer, by serial, or one already reported. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { serialIn } from '../../domain/label.ts'
import type { RefusalView } from '../../preload/contract/views.ts'
import { useDesk } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { useLabelScan } from '../scanner/index.ts'
import { useGo } from '../routes.ts'
import {
  DataTable,
  DateTimeText,
  EmptyState,
  Page,
  Panel,
  Refused,
  SerialField,
  SerialText,
  useNow,
  usePersonName,
} from '../ui/index.ts'
import { CustomerSearch } from '../customers/customer-search.tsx'
import { aboutHit } from '../customers/for-contract.tsx'
import classes from './incident.module.css'
import { words } from './words.ts'

export function FindFob({
  unknownSerial,
  refusal,
}: {
  /** A serial that was looked up and is in no lot. */
  readonly unknownSerial: string | null
  readonly refusal: RefusalView | null
}) {
  const t = useWords(words)
  const personName = usePersonName()
  const go = useGo()
  const now = useNow()
  const [serial, setSerial] = useState(unknownSerial ?? '')
  const unread = useLabelScan((label) => go('/incident', { serial: label.serial }))
  const missing = useDesk('inventory.page', {
    filter: {
      text: '',
      place: 'missing',
      model: null,
      seed: null,
      expiryMonth: null,
      sort: 'placeSince',
      descending: true,
    },
    offset: 0,
    limit: 100,
  })
  // 所在不明 after a mail accident or a stocktake is no 事故届.
  const reported = missing.value?.rows.filter((row) => row.incident !== null) ?? []
  const unknown = unknownSerial === null ? null : { code: 'FOB_UNKNOWN', detail: { serial: unknownSerial } }
  return (
    <Page title={t('title')} description={t('intro')} fill>
      <div className={classes.find}>
        <Panel fill>
          <Refused refusal={unread ?? unknown ?? refusal} />
          <CustomerSearch scans="no" onChoose={(hit) => go('/incident', aboutHit(hit))} />
        </Panel>
        <div className={classes.right}>
          <Panel title={t('serialFirst')}>
            <form
              className={classes.lookUp}
              onSubmit={(event) => {
                event.preventDefault()
                const typed = serialIn(serial, now)
                if (typed !== '') go('/incident', { serial: typed })
              }}
            >
              <SerialField label={t('serial')} value={serial} onChange={setSerial} />
              <Button type="submit" size="sm">
                {t('find')}
              </Button>
            </form>
          </Panel>
          <Panel title={t('open')} fill>
            <Refused refusal={missing.refusal} />
            <DataTable
              label={t('open')}
              rows={reported}
              rowId={(row) => row.serial}
              loading={missing.loading}
              empty={<EmptyState>{t('noneOpen')}</EmptyState>}
              onOpen={(row) => go('/incident', { serial: row.serial })}
              columns={[
                {
                  id: 'serial',
                  header: t('serial'),
                  width: 120,
                  cell: (row) => <SerialText serial={row.serial} />,
                },
                {
                  id: 'contract',
                  header: t('contractor'),
                  cell: (row) => (row.contractName === null ? '―' : personName(row.contractName)),
                },
                {
                  id: 'since',
                  header: t('since'),
                  width: 140,
                  cell: (row) => <DateTimeText at={row.incident?.at ?? row.placeSince} />,
                },
              ]}
            />
          </Panel>
        </div>
      </div>
    </Page>
  )
}
