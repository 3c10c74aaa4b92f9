/** The recovery code: shown once, printed, sealed. */
import { Button, Checkbox, Group, Stack, Text, Title } from '@mantine/core'
import { Printer } from 'lucide-react'
import { useState } from 'react'
import { useCall } from '../desk/use-command.ts'
import { useWords } from '../i18n/index.ts'
import { Refused } from '../ui/refused.tsx'
import { Gate } from './gate.tsx'
import classes from './start.module.css'
import { words } from './words.ts'

/** A page of its own: after the branch was registered, or opened by the code before. */
export function RecoveryCodePage({
  title,
  what,
  recoveryCode,
  onDone,
}: {
  readonly title: string
  /** What has happened, in words. */
  readonly what: string
  readonly recoveryCode: string
  readonly onDone: () => void
}) {
  const t = useWords(words)
  return (
    <Gate width={680}>
      <div className={classes.panel}>
        <Stack gap="md">
          <Title order={1} size="18px">
            {title}
          </Title>
          {what !== '' && <Text size="sm">{what}</Text>}
          <RecoveryCode recoveryCode={recoveryCode} finish={t('finish')} onDone={onDone} />
        </Stack>
      </div>
    </Gate>
  )
}

/** The code, its printing, and the word of two that the sheet is in its envelope. */
export function RecoveryCode({
  recoveryCode,
  finish,
  onDone,
}: {
  readonly recoveryCode: string
  readonly finish: string
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
    <Stack gap="md">
      <Text size="sm">{t('recoveryWhy')}</Text>
      <div className={classes.recovery}>{recoveryCode}</div>
      <Refused refusal={print.refusal} />
      <Group>
        <Button
          leftSection={<Printer size={15} aria-hidden />}
          loading={print.pending}
          onClick={() => void onPrint()}
          data-autofocus
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
          {finish}
        </Button>
      </Group>
    </Stack>
  )
}
