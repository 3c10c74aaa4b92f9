/** 記録の書出し: a table for a spreadsheet, or the signed file that a stranger can check. */
import { Button, Checkbox, Code, Group, Stack, Text } from '@mantine/core'
import { CircleCheck } from 'lucide-react'
import { useState } from 'react'
import type { AuditExported, AuditFilter } from '../../preload/contract/views.ts'
import { callDesk, useCall } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { Dialog, Panel, ProgressPanel, Refused } from '../ui/index.ts'
import { words } from './words.ts'

export function ExportDialog({
  filter,
  period,
  onClose,
}: {
  readonly filter: AuditFilter
  readonly period: Pick<AuditFilter, 'from' | 'until'>
  readonly onClose: () => void
}) {
  const t = useWords(words)
  const csv = useCall('audit.exportCsv')
  const signed = useCall('audit.exportSigned')
  const [personal, setPersonal] = useState(false)
  const [done, setDone] = useState<AuditExported>(null)
  const pending = csv.pending || signed.pending
  const begin = async (which: 'csv' | 'signed') => {
    setDone(null)
    csv.forget()
    signed.forget()
    const answer = which === 'csv' ? await csv.run(filter) : await signed.run({ ...period, personal })
    if (answer.ok) setDone(answer.value)
  }
  return (
    <Dialog opened onClose={onClose} title={t('exportTitle')} size="lg">
      <Stack gap="sm">
        <Panel title={t('exportCsv')}>
          <Text size="sm" mb="sm">
            {t('exportCsvWhy')}
          </Text>
          <Button disabled={pending} data-autofocus onClick={() => void begin('csv')}>
            {t('exportCsv')}
          </Button>
        </Panel>
        <Panel title={t('exportSigned')}>
          <Stack gap="sm" align="flex-start">
            <Text size="sm">{t('exportSignedWhy')}</Text>
            <Checkbox
              label={t('withPersonal')}
              checked={personal}
              onChange={(event) => setPersonal(event.currentTarget.checked)}
            />
            <Button disabled={pending} onClick={() => void begin('signed')}>
              {t('exportSigned')}
            </Button>
          </Stack>
        </Panel>
        {pending && (
          <Group align="flex-end" wrap="nowrap">
            <div style={{ flex: 1 }}>
              <ProgressPanel work="export" label={t('exporting')} />
            </div>
            <Button variant="default" onClick={() => void callDesk('work.cancel', { work: 'export' })}>
              {t('cancel')}
            </Button>
          </Group>
        )}
        <Refused refusal={csv.refusal ?? signed.refusal} />
        <div role="status">{done !== null && <Done done={done} />}</div>
      </Stack>
    </Dialog>
  )
}

function Done({ done }: { readonly done: NonNullable<AuditExported> }) {
  const t = useWords(words)
  const { fileName, fingerprint } = done
  return (
    <Stack gap="xs">
      <Group gap="xs" c="var(--desk-good)" wrap="nowrap">
        <CircleCheck size={20} aria-hidden />
        <Text fw={700}>{t('exported', { fileName, events: done.events.toLocaleString('ja-JP') })}</Text>
      </Group>
      {fingerprint !== '' && (
        <Text size="sm">
          {t('fingerprintIs')}：<Code>{fingerprint}</Code>
        </Text>
      )}
    </Stack>
  )
}
