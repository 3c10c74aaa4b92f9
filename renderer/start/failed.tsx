/** The store cannot be used: what is wrong, what to do, whom to call; another try where the cause can be removed. */
import { Button, CopyButton, Group, Stack, Text, Title } from '@mantine/core'
import { OctagonAlert, Phone } from 'lucide-react'
import { useCall } from '../desk/use-command.ts'
import { useStatus } from '../desk/use-status.ts'
import { useWords } from '../i18n/index.ts'
import { useRefusalSentence } from '../ui/refusal-sentence.ts'
import { Refused } from '../ui/refused.tsx'
import { Gate } from './gate.tsx'
import classes from './start.module.css'
import { words } from './words.ts'

/** What a person can put right here; anything else is head office's. */
const removable: ReadonlySet<string> = new Set([
  'DISK_FULL',
  'STORE_READONLY',
  'STORE_MISSING',
  'JOURNAL_LOCKED',
  'JOURNAL_BROKEN',
])

export function Failed() {
  const t = useWords(words)
  const say = useRefusalSentence()
  const { failure, emergencyPhone, version, branchNo, branchName } = useStatus()
  const retry = useCall('store.retry')
  const report =
    failure === null ? '' : `${failure.code}: ${say(failure)}\nFobdesk ${version} ${branchNo} ${branchName}`
  return (
    <Gate width={560}>
      <div className={classes.panel}>
        <Stack gap="md">
          <Group gap="xs" c="var(--desk-bad)" wrap="nowrap">
            <OctagonAlert size={24} aria-hidden />
            <Title order={1} size="18px">
              {t('failed')}
            </Title>
          </Group>
          <Refused refusal={failure} />
          <Text size="sm">{t('failedWhat')}</Text>
          <Group justify="space-between">
            <Text fw={700}>
              {emergencyPhone !== '' && (
                <>
                  <Phone size={15} aria-hidden /> {t('emergency')} {emergencyPhone}
                </>
              )}
            </Text>
            <Group gap="xs">
              <CopyButton value={report}>
                {({ copied, copy }) => (
                  <Button variant="default" onClick={copy}>
                    {t(copied ? 'copied' : 'copy')}
                  </Button>
                )}
              </CopyButton>
              {failure !== null && removable.has(failure.code) && (
                <Button autoFocus loading={retry.pending} onClick={() => void retry.run({})}>
                  {t('tryAgain')}
                </Button>
              )}
            </Group>
          </Group>
        </Stack>
      </div>
    </Gate>
  )
}
