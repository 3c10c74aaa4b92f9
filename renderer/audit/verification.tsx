/** Checks the whole chain and says what it found, in words first. */
import { Button, Code, Group, Stack, Text } from '@mantine/core'
import { ShieldAlert, ShieldCheck } from 'lucide-react'
import type { AuditVerification } from '../../preload/contract/views.ts'
import { callDesk, useCall, useDesk } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { DateTimeText, Dialog, Facts, ProgressPanel, Refused } from '../ui/index.ts'
import { useState } from 'react'
import { words } from './words.ts'

export function Verification({ onClose }: { readonly onClose: () => void }) {
  const t = useWords(words)
  const verify = useCall('audit.verify')
  const [result, setResult] = useState<AuditVerification | null>(null)
  const start = async () => {
    setResult(null)
    const answer = await verify.run({})
    if (answer.ok) setResult(answer.value)
  }
  return (
    <Dialog opened onClose={onClose} title={t('verifyTitle')} size="lg">
      <Stack gap="sm">
        <Text size="sm">{t('verifyWhy')}</Text>
        <LastVerified />
        {verify.pending && (
          <Group align="flex-end" wrap="nowrap">
            <div style={{ flex: 1 }}>
              <ProgressPanel work="verify" label={t('verifying')} />
            </div>
            <Button variant="default" onClick={() => void callDesk('work.cancel', { work: 'verify' })}>
              {t('cancel')}
            </Button>
          </Group>
        )}
        <Refused refusal={verify.refusal} />
        <div role="status">{result !== null && <Result result={result} />}</div>
        <Group justify="flex-end">
          <Button loading={verify.pending} data-autofocus onClick={() => void start()}>
            {t('start')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}

/** When somebody, or the program itself, last did it. */
export function LastVerified() {
  const t = useWords(words)
  const last = useDesk('audit.lastVerification', {})
  if (last.value === undefined) return null
  return (
    <Text size="sm" c="dimmed">
      {last.value === null ? (
        t('neverVerified')
      ) : (
        <>
          {t('lastVerified')}：<DateTimeText at={last.value.at} />
          {`　${last.value.byName || t('program')}　`}
          {t(last.value.ok ? 'lastOk' : 'lastBroken')}
        </>
      )}
    </Text>
  )
}

function Result({ result }: { readonly result: AuditVerification }) {
  const t = useWords(words)
  const Icon = result.ok ? ShieldCheck : ShieldAlert
  return (
    <Stack gap="xs">
      <Group gap="xs" c={result.ok ? 'var(--desk-good)' : 'var(--desk-bad)'}>
        <Icon size={22} aria-hidden />
        <Text fw={700}>{t(result.ok ? 'verifyOk' : 'verifyBroken')}</Text>
      </Group>
      <Facts
        facts={[
          ...(result.where === '' ? [] : ([[t('where'), result.where]] as const)),
          [t('events'), result.events.toLocaleString('ja-JP')],
          [t('commits'), result.commits.toLocaleString('ja-JP')],
          [t('took'), t('seconds', { number: (result.milliseconds / 1000).toFixed(1) })],
          [t('head'), <Code>{result.head}</Code>],
        ]}
      />
    </Stack>
  )
}
