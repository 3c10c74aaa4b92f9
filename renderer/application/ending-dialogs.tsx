/** 取下げ, 発行取消 and 破棄: each asks first; a discarded draft can be brought back right afterwards. */
import { Button, Group, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import type { ApplicationView, RefusalView } from '../../preload/contract/views.ts'
import { callDesk, useCommand } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { useVocabulary } from '../i18n/vocabulary.ts'
import {
  ConfirmDialog,
  DialogFoot,
  FormDialog,
  Refused,
  toastDone,
  useRefusalSentence,
  usePersonName,
} from '../ui/index.ts'
import { formOfApplication, saveDraftInput } from './form-state.ts'
import { words } from './words.ts'

interface Asking {
  readonly application: ApplicationView
  readonly onClose: () => void
}

export function WithdrawDialog({ application, onClose }: Asking) {
  const t = useWords(words)
  const withdraw = useCommand('withdrawApplication')
  const { applicationId } = application
  return (
    <ReasonDialog
      title={t('withdrawTitle')}
      label={t('withdrawMemo')}
      action={t('withdraw')}
      pending={withdraw.pending}
      refusal={withdraw.refusal}
      onClose={onClose}
      onReason={async (memo) => {
        const answer = await withdraw.run({ command: { applicationId, memo } })
        if (!answer.ok) return
        toastDone(t('withdrawn'))
        onClose()
      }}
    />
  )
}

export function CancelIssuanceDialog({ application, onClose }: Asking) {
  const t = useWords(words)
  const cancel = useCommand('cancelIssuance')
  const { applicationId, serial } = application
  return (
    <ReasonDialog
      title={t('cancelIssuanceTitle')}
      text={t('cancelIssuanceText', { serial: serial ?? '―' })}
      label={t('cancelIssuanceMemo')}
      action={t('cancelIssuance')}
      pending={cancel.pending}
      refusal={cancel.refusal}
      onClose={onClose}
      onReason={async (memo) => {
        const answer = await cancel.run({ command: { applicationId, memo } })
        if (!answer.ok) return
        toastDone(t('issuanceCancelled'))
        onClose()
      }}
    />
  )
}

/** A reason must be given; the button waits for it and says so. */
function ReasonDialog({
  title,
  text,
  label,
  action,
  pending,
  refusal,
  onClose,
  onReason,
}: {
  readonly title: string
  readonly text?: string
  readonly label: string
  readonly action: string
  readonly pending: boolean
  readonly refusal: RefusalView | null
  readonly onClose: () => void
  readonly onReason: (memo: string) => Promise<void>
}) {
  const t = useWords(words)
  const [memo, setMemo] = useState('')
  const missing = memo.trim() === ''
  const submit = (): void => void (!missing && !pending && onReason(memo.trim()))
  return (
    <FormDialog opened title={title} onCancel={onClose} onSubmit={submit}>
      {text !== undefined && <Text size="sm">{text}</Text>}
      <TextInput
        label={label}
        description={missing ? t('reasonNeeded') : undefined}
        data-autofocus
        required
        maxLength={500}
        value={memo}
        onChange={(event) => setMemo(event.currentTarget.value)}
      />
      <Refused refusal={refusal} />
      <DialogFoot onCancel={onClose} action={action} danger pending={pending} disabled={missing} />
    </FormDialog>
  )
}

export function DiscardDialog({ application, onClose, onGone }: Asking & { readonly onGone: () => void }) {
  const t = useWords(words)
  const personName = usePersonName()
  const word = useVocabulary()
  const say = useRefusalSentence()
  const discard = useCommand('discardDraft')
  const { applicationId, contractNo, contractName, kind } = application

  const undo = async (toast: string): Promise<void> => {
    notifications.hide(toast)
    // The discarded one is gone for good; the same contents become a new draft.
    const draft = { ...formOfApplication(application), applicationId: null }
    const answer = await callDesk('command.saveDraft', { command: saveDraftInput(draft, contractNo) })
    if (answer.ok) toastDone(t('undone'))
    else notifications.show({ message: say(answer), color: 'red', autoClose: false })
  }
  const run = async (): Promise<void> => {
    const answer = await discard.run({ command: { applicationId } })
    if (!answer.ok) return
    onClose()
    onGone()
    const toast = `discarded-${applicationId}`
    notifications.show({
      id: toast,
      withBorder: true,
      autoClose: 15_000,
      message: (
        <Group justify="space-between">
          {t('discarded')}
          <Button variant="default" onClick={() => void undo(toast)}>
            {t('undo')}
          </Button>
        </Group>
      ),
    })
  }
  return (
    <ConfirmDialog
      opened
      danger
      title={t('discardTitle')}
      action={t('discard')}
      pending={discard.pending}
      refusal={discard.refusal}
      onCancel={onClose}
      onConfirm={() => void run()}
    >
      {t('discardText', { name: personName(contractName), kind: word('applicationKind', kind) })}
    </ConfirmDialog>
  )
}
