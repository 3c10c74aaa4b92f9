/** A manager permits one issuance although the clock was not compared with head office for 72 hours. */
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useCommand } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { ApproverPrompt, DialogFoot, FormDialog, toastDone, type Approver } from '../ui/index.ts'
import { words } from './words.ts'

export function ClockPermission({
  onGranted,
  onCancel,
}: {
  readonly onGranted: () => void
  readonly onCancel: () => void
}) {
  const t = useWords(words)
  const [memo, setMemo] = useState('')
  const [given, setGiven] = useState(false)
  const permit = useCommand('permitClock')
  const missing = memo.trim() === ''
  const run = async (approver: Approver): Promise<void> => {
    const answer = await permit.run({ command: { memo: memo.trim() }, approver })
    if (!answer.ok) return
    toastDone(t('clockPermitted'))
    onGranted()
  }
  if (given) {
    return (
      <ApproverPrompt
        opened
        title={t('clockTitle')}
        pending={permit.pending}
        refusal={permit.refusal}
        onCancel={onCancel}
        onApprover={(approver) => void run(approver)}
      >
        {memo}
      </ApproverPrompt>
    )
  }
  const toApprover = (): void => setGiven(!missing)
  return (
    <FormDialog opened title={t('clockTitle')} onCancel={onCancel} onSubmit={toApprover}>
      <TextInput
        label={t('clockMemo')}
        description={t('clockReasonNeeded')}
        data-autofocus
        required
        maxLength={500}
        value={memo}
        onChange={(event) => setMemo(event.currentTarget.value)}
      />
      <DialogFoot onCancel={onCancel} action={t('next')} disabled={missing} />
    </FormDialog>
  )
}
