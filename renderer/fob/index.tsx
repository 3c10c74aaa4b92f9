/** One fob's whole life: what it is now, and every fact recorded about it. */
import { Anchor, Button, Group } from '@mantine/core'
import { useState } from 'react'
import type { HistoryEntry } from '../../preload/contract/views.ts'
import { EntryDetail } from '../audit/entry-detail.tsx'
import { HistoryTable } from '../audit/history-table.tsx'
import { useDesk } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { useLabelScan } from '../scanner/index.ts'
import { useAbout, useGo } from '../routes.ts'
import { EmptyState, groupSerial, Page, Refused, SerialField, useBackKey } from '../ui/index.ts'
import classes from './fob.module.css'
import { FobNow } from './fob-now.tsx'
import { ThresholdReset } from './threshold-reset.tsx'
import { words } from './words.ts'

export default function Fob() {
  const t = useWords(words)
  const go = useGo()
  const { serial = '' } = useAbout()
  const unread = useLabelScan((label) => go('/fob', { serial: label.serial }))
  useBackKey(() => go('/inventory'))
  return (
    <Page
      title={serial === '' ? t('title') : t('titleOf', { serial: groupSerial(serial) })}
      trail={
        <Anchor component="button" size="xs" onClick={() => go('/inventory')}>
          {t('inventory')}
        </Anchor>
      }
      actions={<AskSerial key={serial} onSerial={(asked) => go('/fob', { serial: asked })} />}
      fill
      focusKey={serial}
    >
      <Refused refusal={unread} />
      {serial === '' ? <EmptyState>{t('enterSerial')}</EmptyState> : <Life key={serial} serial={serial} />}
    </Page>
  )
}

function AskSerial({ onSerial }: { readonly onSerial: (serial: string) => void }) {
  const t = useWords(words)
  const [text, setText] = useState('')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        const asked = text.normalize('NFKC').replace(/\s/g, '')
        if (asked !== '') onSerial(asked)
      }}
    >
      <Group gap="xs">
        <SerialField
          aria-label={t('serial')}
          placeholder={t('serial')}
          size="xs"
          value={text}
          onChange={setText}
        />
        <Button type="submit" variant="default">
          {t('show')}
        </Button>
      </Group>
    </form>
  )
}

function Life({ serial }: { readonly serial: string }) {
  const t = useWords(words)
  const go = useGo()
  const fob = useDesk('fobs.get', { serial })
  const history = useDesk('fobs.history', { serial })
  const [active, setActive] = useState<HistoryEntry | null>(null)
  if (fob.value === null) return <EmptyState>{t('unknown')}</EmptyState>
  const contractNo = fob.value?.contractNo ?? null
  return (
    <div className={classes.split}>
      <div className={classes.side} role="region" aria-label={t('now')} tabIndex={0}>
        <Refused refusal={fob.refusal ?? history.refusal} />
        {fob.value !== undefined && <FobNow fob={fob.value} />}
        <Group gap="xs">
          {contractNo !== null && (
            <Button variant="default" onClick={() => go('/application', { contractNo })}>
              {t('openContract')}
            </Button>
          )}
          <ThresholdReset serial={serial} />
        </Group>
      </div>
      <HistoryTable
        label={t('history')}
        withSubject={false}
        entries={history.value ?? []}
        loading={history.loading}
        onActive={setActive}
      />
      <EntryDetail entry={active} />
    </div>
  )
}
