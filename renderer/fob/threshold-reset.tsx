/** Asks a manager to clear the long-run counter of wrong codes (rule 3). */
import { Button, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useCommand, useStaff } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { DialogFoot, FormDialog, Refused, toastDone } from '../ui/index.ts'
import { words } from './words.ts'

export function ThresholdReset({ serial }: { readonly serial: string }) {
  const t = useWords(words)
  const { role } = useStaff()
  const propose = useCommand('proposeThresholdReset')
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  const submit = async () => {
    if (reason.trim() === '' || propose.pending) return
    const answer = await propose.run({ command: { serial, reason: reason.trim() } })
    if (!answer.ok) return
    setAsking(false)
    toastDone(t('proposed'))
  }
  return (
    <>
      <Button variant="default" disabled={role === 'auditor'} onClick={() => setAsking(true)}>
        {t('thresholdReset')}
      </Button>
      <FormDialog
        opened={asking}
        onCancel={() => setAsking(false)}
        title={t('thresholdReset')}
        onSubmit={() => void submit()}
      >
        <Text size="sm">{t('thresholdResetWhy')}</Text>
        <Textarea
          label={t('reason')}
          value={reason}
          maxLength={500}
          required
          data-autofocus
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Refused refusal={propose.refusal} />
        <DialogFoot
          action={t('propose')}
          disabled={reason.trim() === ''}
          pending={propose.pending}
          onCancel={() => setAsking(false)}
        />
      </FormDialog>
    </>
  )
}
