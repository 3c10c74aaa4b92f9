/** 利用開始日変更, possible until dispatch. */
import { Text } from '@mantine/core'
import { useState } from 'react'
import type { ApplicationView } from '../../preload/contract/views.ts'
import { useCommand, useDesk } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { DateField, DateText, DialogFoot, FormDialog, Refused } from '../ui/index.ts'
import { words } from './words.ts'

export function StartDateDialog({
  application,
  onClose,
}: {
  readonly application: ApplicationView
  readonly onClose: () => void
}) {
  const t = useWords(words)
  const { contractNo, kind, applicationId, delivery } = application
  const defaults = useDesk('applications.defaults', { contractNo, kind }).value
  const earliest = delivery === 'mail' ? defaults?.earliestByMail : defaults?.earliestAtCounter
  const [chosen, setChosen] = useState<string | null>(null)
  const startDate = chosen ?? earliest ?? null
  const change = useCommand('changeStartDate')
  const submit = async (): Promise<void> => {
    if (startDate === null) return
    const answer = await change.run({ command: { applicationId, startDate } })
    if (answer.ok) onClose()
  }
  return (
    <FormDialog opened title={t('startDateTitle')} onCancel={onClose} onSubmit={() => void submit()}>
      <Text size="sm">
        {application.contractName}　{t('startDateNow')} <DateText date={application.startDate} />
      </Text>
      <DateField
        label={t('startDateNew')}
        description={
          earliest === undefined ? undefined : t('startDateEarliest', { date: earliest.replaceAll('-', '/') })
        }
        value={startDate}
        onChange={setChosen}
        data-autofocus
      />
      <Refused refusal={change.refusal} />
      <DialogFoot
        onCancel={onClose}
        action={t('startDateChange')}
        pending={change.pending}
        disabled={startDate === null}
      />
    </FormDialog>
  )
}
