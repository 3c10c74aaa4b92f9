/** A first or forgotten password, set by two: the signed-in manager and another, or the code out of the safe. */
import { Fieldset, PasswordInput, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { StaffView } from '../../preload/contract/views.ts'
import { useCall, useStaff } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { useDelay } from '../sign-in/use-delay.ts'
import { RecoveryCode } from '../start/recovery-code.tsx'
import { Dialog, DialogFoot, FormDialog, Refused, toastDone } from '../ui/index.ts'
import { isRepeated, NewPasswordFields, noPassword } from './new-password.tsx'
import { words } from './words.ts'

export function SetPassword({
  person,
  staff,
  onClose,
}: {
  readonly person: StaffView
  readonly staff: readonly StaffView[]
  readonly onClose: () => void
}) {
  const t = useWords(words)
  const me = useStaff()
  const set = useCall('staff.setPassword')
  const [fresh, setFresh] = useState(noPassword)
  const [password, setPassword] = useState('')
  const [second, setSecond] = useState({ staffNo: '', password: '', recoveryCode: '' })
  const [newCode, setNewCode] = useState<string | null>(null)
  const wait = useDelay(set.refusal)
  const { staffNo, name } = person
  const byCode = !hasOtherManager(staff, [me.staffNo, staffNo])
  const isComplete = byCode ? second.recoveryCode !== '' : second.staffNo !== '' && second.password !== ''
  const ready = isRepeated(fresh) && password !== '' && isComplete && wait === 0 && !set.pending
  const submit = async () => {
    if (!ready) return
    const witness = byCode
      ? { recoveryCode: second.recoveryCode }
      : { staffNo: second.staffNo.normalize('NFKC').trim(), password: second.password }
    const answer = await set.run({ staffNo, newPassword: fresh.first, password, second: witness })
    if (!answer.ok) return
    if (answer.value.recoveryCode !== null) return setNewCode(answer.value.recoveryCode)
    toastDone(t('passwordSet'))
    onClose()
  }
  // Shown once: neither Esc nor a click beside it closes it.
  if (newCode !== null) {
    return (
      <Dialog opened onClose={() => undefined} title={t('newCode')} size="lg">
        <Stack gap="md">
          <Text size="sm">{t('newCodeWhy')}</Text>
          <RecoveryCode recoveryCode={newCode} finish={t('close')} onDone={onClose} />
        </Stack>
      </Dialog>
    )
  }
  return (
    <FormDialog opened size="lg" onCancel={onClose} title={t('setPassword')} onSubmit={() => void submit()}>
      <Text size="sm">{t('setPasswordWhy', { name, staffNo })}</Text>
      <NewPasswordFields
        label={t('newPasswordOf')}
        repeatLabel={t('repeatOf')}
        value={fresh}
        onChange={setFresh}
        autoFocus
      />
      <SimpleGrid cols={2} spacing="md">
        <Fieldset legend={t('first', { name: me.name })}>
          <PasswordInput
            label={t('yourPassword')}
            value={password}
            maxLength={200}
            autoComplete="off"
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
        </Fieldset>
        <Fieldset legend={t('second')}>
          {byCode ? (
            <TextInput
              label={t('secondCode')}
              description={t('secondCodeWhy')}
              value={second.recoveryCode}
              maxLength={100}
              autoComplete="off"
              onChange={(event) => setSecond({ ...second, recoveryCode: event.currentTarget.value })}
            />
          ) : (
            <Stack gap="xs">
              <TextInput
                label={t('secondStaffNo')}
                value={second.staffNo}
                maxLength={16}
                inputMode="numeric"
                autoComplete="off"
                onChange={(event) => setSecond({ ...second, staffNo: event.currentTarget.value })}
              />
              <PasswordInput
                label={t('secondPassword')}
                value={second.password}
                maxLength={200}
                autoComplete="off"
                onChange={(event) => setSecond({ ...second, password: event.currentTarget.value })}
              />
            </Stack>
          )}
        </Fieldset>
      </SimpleGrid>
      <Refused refusal={set.refusal} />
      <DialogFoot action={t('setPassword')} disabled={!ready} pending={set.pending} onCancel={onClose} />
    </FormDialog>
  )
}

/** Somebody else could sign: a manager with a password on this PC. Main asks the same. */
function hasOtherManager(staff: readonly StaffView[], others: readonly string[]): boolean {
  return staff.some(
    ({ staffNo, role, active, canSignIn }) =>
      role === 'manager' && active && canSignIn && !others.includes(staffNo),
  )
}
