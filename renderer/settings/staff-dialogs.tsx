/** Proposals about people. */
import { Checkbox, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { StaffRole } from '../../domain/vocabulary.ts'
import type { StaffView } from '../../preload/contract/views.ts'
import { useCommand } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { ChoiceField, ConfirmDialog, DialogFoot, FormDialog, Refused, toastDone } from '../ui/index.ts'
import { words } from './words.ts'

/** A new person (`person` null) or a change of one. */
export function StaffForm({
  person,
  onClose,
}: {
  readonly person: StaffView | null
  readonly onClose: () => void
}) {
  const t = useWords(words)
  const add = useCommand('proposeStaffAdd')
  const change = useCommand('proposeStaffChange')
  const propose = person === null ? add : change
  const [staffNo, setStaffNo] = useState(person?.staffNo ?? '')
  const [name, setName] = useState(person?.name ?? '')
  const [role, setRole] = useState<StaffRole>(person?.role ?? 'teller')
  const [deputy, setDeputy] = useState(person?.deputy ?? false)
  const ready =
    /^[0-9]{3,10}$/.test(staffNo.normalize('NFKC').trim()) && name.trim() !== '' && !propose.pending
  const submit = async () => {
    if (!ready) return
    const command = { staffNo: staffNo.normalize('NFKC').trim(), name: name.trim(), role, deputy }
    const answer = await propose.run({ command })
    if (!answer.ok) return
    toastDone(t('proposed'))
    onClose()
  }
  return (
    <FormDialog
      opened
      onCancel={onClose}
      title={t(person === null ? 'add' : 'change')}
      onSubmit={() => void submit()}
    >
      <Text size="sm">{t('approvalFollows')}</Text>
      <TextInput
        label={t('staffNo')}
        value={staffNo}
        disabled={person !== null}
        maxLength={10}
        inputMode="numeric"
        required
        onChange={(event) => setStaffNo(event.currentTarget.value)}
        {...(person === null ? { 'data-autofocus': true } : {})}
      />
      <TextInput
        label={t('name')}
        value={name}
        maxLength={60}
        required
        onChange={(event) => setName(event.currentTarget.value)}
        {...(person === null ? {} : { 'data-autofocus': true })}
      />
      <ChoiceField
        set="staffRole"
        label={t('role')}
        value={role}
        onChange={(next) => next !== null && setRole(next)}
      />
      <Checkbox
        label={t('deputyWhy')}
        checked={deputy}
        onChange={(event) => setDeputy(event.currentTarget.checked)}
      />
      <Refused refusal={propose.refusal} />
      <DialogFoot action={t('propose')} disabled={!ready} pending={propose.pending} onCancel={onClose} />
    </FormDialog>
  )
}

export function RemoveStaff({
  person,
  onClose,
}: {
  readonly person: StaffView
  readonly onClose: () => void
}) {
  const t = useWords(words)
  const propose = useCommand('proposeStaffRemove')
  const { staffNo, name } = person
  const onConfirm = async () => {
    const answer = await propose.run({ command: { staffNo } })
    if (!answer.ok) return
    toastDone(t('proposed'))
    onClose()
  }
  return (
    <ConfirmDialog
      opened
      danger
      title={t('remove')}
      action={t('propose')}
      pending={propose.pending}
      refusal={propose.refusal}
      onCancel={onClose}
      onConfirm={() => void onConfirm()}
    >
      <Text size="sm">{t('removeAsk', { name, staffNo })}</Text>
    </ConfirmDialog>
  )
}
