/** The store cannot be used: what is wrong, what to do, whom to call. Nothing else is offered. */
import { Button, CopyButton, Group, Stack, Text, Title } from '@mantine/core'
import { OctagonAlert, Phone } from 'lucide-react'
import { useStatus } from '../desk/use-status.ts'
import { useWords } from '../i18n/index.ts'
import { useRefusalSentence } from '../ui/refusal-sentence.ts'
import { Refused } from '../ui/refused.tsx'
import { Gate } from './gate.tsx'
import classes from './start.module.css'
import { words } from './words.ts'

export function Failed() {
  const t = useWords(words)
  const say = useRefusalSentence()
  const { failure, emergencyPhone, version, branchNo, branchName } = useStatus()
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
            <CopyButton value={report}>
              {({ copied, copy }) => (
                <Button variant="default" onClick={copy}>
                  {t(copied ? 'copied' : 'copy')}
                </Button>
              )}
            </CopyButton>
          </Group>
        </Stack>
      </div>
    </Gate>
  )
}
