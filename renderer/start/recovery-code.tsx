/** The recovery code: shown once, printed, sealed. */
import { Button, Checkbox, Group, Stack, Text, Title } from '@mantine/core'
import { Printer } from 'lucide-react'
import { useState } from 'react'
import { useCall } from '../desk/use-command.ts'
import { useWords } from '../i18n/index.ts'
import { Refused } from '../ui/refused.tsx'
import type { Enrolled } from './enrolment.tsx'
import { Gate } from './gate.tsx'
import classes from './start.module.css'
import { words } from './words.ts'

export function RecoveryCode({
  enrolled: { recoveryCode, branchName },
  onDone,
}: {
  readonly enrolled: Enrolled
  readonly onDone: () => void
}) {
  const t = useWords(words)
  const print = useCall('start.printRecoveryCode')
  const [printed, setPrinted] = useState(false)
  const [stored, setStored] = useState(false)
  const onPrint = async () => {
    const answer = await print.run({ recoveryCode })
    if (answer.ok) setPrinted(true)
  }
  return (
    <Gate width={680}>
      <div className={classes.panel}>
        <Stack gap="md">
          <Title order={1} size="18px">
            {t('recoveryTitle', { branchName })}
          </Title>
          <Text size="sm">{t('recoveryWhy')}</Text>
          <div className={classes.recovery}>{recoveryCode}</div>
          <Refused refusal={print.refusal} />
          <Group>
            <Button
              leftSection={<Printer size={15} aria-hidden />}
              loading={print.pending}
              onClick={() => void onPrint()}
              autoFocus
            >
              {t('print')}
            </Button>
            <Text size="sm" c="dimmed" role="status">
              {printed && t('printed')}
            </Text>
          </Group>
          <Checkbox
            label={t('stored')}
            checked={stored}
            onChange={(event) => setStored(event.currentTarget.checked)}
          />
          <Group justify="flex-end">
            <Button disabled={!stored} onClick={onDone}>
              {t('finish')}
            </Button>
          </Group>
        </Stack>
      </div>
    </Gate>
  )
}
