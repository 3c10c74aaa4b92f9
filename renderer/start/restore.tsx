/** バックアップから復元: the file → recovery code, enrolment code, two managers → a new device with a new recovery code. */
import { Alert, Button, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { FolderOpen } from 'lucide-react'
import { useState } from 'react'
import type { ChosenBackup } from '../../preload/contract/views.ts'
import { useCall } from '../desk/use-command.ts'
import { useLanguage, useWords } from '../i18n/index.ts'
import { useVocabulary } from '../i18n/vocabulary.ts'
import { Facts } from '../ui/page.tsx'
import { ProgressPanel } from '../ui/progress-panel.tsx'
import { Refused } from '../ui/refused.tsx'
import { DateTimeText, formatInstant } from '../ui/text.tsx'
import type { Enrolled } from './enrolment.tsx'
import { Gate } from './gate.tsx'
import { Managers, type Manager } from './managers.tsx'
import { words } from './restore-words.ts'
import classes from './start.module.css'

export function Restore({
  onBack,
  onRestored,
}: {
  readonly onBack: () => void
  readonly onRestored: (restored: Enrolled) => void
}) {
  const t = useWords(words)
  const word = useVocabulary()
  const language = useLanguage()
  const choose = useCall('restore.choose')
  const run = useCall('restore.run')
  const [backup, setBackup] = useState<ChosenBackup>(null)
  const [recoveryCode, setRecoveryCode] = useState('')
  const [enrolmentCode, setEnrolmentCode] = useState('')
  const onChoose = async () => {
    run.forget()
    const answer = await choose.run({})
    if (answer.ok && answer.value !== null) setBackup(answer.value)
  }
  const onManagers = async (managers: readonly [Manager, Manager]) => {
    const answer = await run.run({
      recoveryCode: recoveryCode.trim(),
      enrolmentCode: enrolmentCode.trim(),
      managers: [...managers],
    })
    if (!answer.ok) return
    const { madeAt, unreceived, recoveryCode: fresh, branchName } = answer.value
    const upTo = t('restoredAt', { madeAt: formatInstant(madeAt, 'minute', language) })
    const missing = unreceived > 0 ? t('unreceived', { count: unreceived }) : t('allReceived')
    onRestored({ recoveryCode: fresh, branchName, what: `${upTo}\n${missing}` })
  }
  const real = backup?.realm === 'real'
  return (
    <Gate width={860}>
      <div className={classes.panel}>
        <Stack gap="sm">
          <Title order={1} size="18px">
            {t('title')}
          </Title>
          <Text size="sm">{t('why')}</Text>
          <Group>
            <Button
              variant={backup === null ? 'filled' : 'default'}
              leftSection={<FolderOpen size={15} aria-hidden />}
              loading={choose.pending}
              disabled={run.pending}
              autoFocus
              onClick={() => void onChoose()}
            >
              {t(backup === null ? 'choose' : 'chooseOther')}
            </Button>
            {backup === null && (
              <Button variant="subtle" onClick={onBack}>
                {t('back')}
              </Button>
            )}
          </Group>
          <Refused refusal={choose.refusal} />
          {backup !== null && (
            <>
              <Facts
                facts={[
                  [t('file'), backup.fileName],
                  [t('branch'), `${backup.branchNo} ${backup.branchName}（${word('realm', backup.realm)}）`],
                  [t('madeAt'), <DateTimeText at={backup.madeAt} />],
                  [t('events'), backup.events.toLocaleString('ja-JP')],
                ]}
              />
              {backup.replaces && <Alert color="yellow">{t('replaces')}</Alert>}
              <Group grow align="flex-start">
                <TextInput
                  label={t('recoveryCode')}
                  description={t('recoveryCodeWhy')}
                  value={recoveryCode}
                  maxLength={100}
                  autoComplete="off"
                  onChange={(event) => setRecoveryCode(event.currentTarget.value)}
                />
                {real && (
                  <TextInput
                    label={t('enrolmentCode')}
                    description={t('enrolmentCodeWhy')}
                    value={enrolmentCode}
                    maxLength={64}
                    autoComplete="off"
                    onChange={(event) => setEnrolmentCode(event.currentTarget.value)}
                  />
                )}
              </Group>
              {run.pending && <ProgressPanel work="restore" label={t('running')} />}
              <Managers
                why={t('managersWhy')}
                pending={run.pending}
                refusal={run.refusal}
                action={t('restore')}
                disabled={recoveryCode.trim() === '' || (real && enrolmentCode.trim() === '')}
                onManagers={(managers) => void onManagers(managers)}
                onBack={onBack}
              />
            </>
          )}
        </Stack>
      </div>
    </Gate>
  )
}
