/** The branch's first two managers and their passwords. */
import { Fieldset, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import type { RefusalView } from '../../preload/contract/views.ts'
import { useWords } from '../i18n/index.ts'
import { DialogFoot } from '../ui/dialogs.tsx'
import { useEnterMovesOn } from '../ui/keys.ts'
import { Refused } from '../ui/refused.tsx'
import classes from './start.module.css'
import { words } from './words.ts'

export interface Manager {
  readonly staffNo: string
  readonly password: string
}
interface Entry extends Manager {
  readonly repeat: string
}
const empty: Entry = { staffNo: '', password: '', repeat: '' }

export function Managers({
  why,
  action,
  pending,
  disabled = false,
  refusal,
  onManagers,
  onBack,
}: {
  readonly why: string
  /** The word on the button. */
  readonly action: string
  readonly pending: boolean
  readonly disabled?: boolean
  readonly refusal: RefusalView | null
  readonly onManagers: (managers: readonly [Manager, Manager]) => void
  readonly onBack: () => void
}) {
  const t = useWords(words)
  const [first, setFirst] = useState(empty)
  const [second, setSecond] = useState(empty)
  const same = first.staffNo !== '' && first.staffNo === second.staffNo
  const ready =
    !same &&
    [first, second].every(
      (entry) => entry.staffNo !== '' && entry.password !== '' && entry.password === entry.repeat,
    )
  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    if (ready && !disabled && !pending) onManagers([managerOf(first), managerOf(second)])
  }
  const enterMovesOn = useEnterMovesOn()
  return (
    <form onSubmit={submit} onKeyDown={enterMovesOn}>
      <Stack gap="md">
        <Text size="sm">{why}</Text>
        <div className={classes.managers}>
          <ManagerFields number={1} entry={first} onChange={setFirst} />
          <ManagerFields
            number={2}
            entry={second}
            onChange={setSecond}
            error={same ? t('sameManager') : null}
          />
        </div>
        <Refused refusal={refusal} />
        <DialogFoot action={action} onCancel={onBack} disabled={!ready || disabled} pending={pending} />
      </Stack>
    </form>
  )
}

const managerOf = ({ staffNo, password }: Entry): Manager => ({ staffNo: staffNo.trim(), password })

function ManagerFields({
  number,
  entry,
  onChange,
  error = null,
}: {
  readonly number: number
  readonly entry: Entry
  readonly onChange: (entry: Entry) => void
  readonly error?: string | null
}) {
  const t = useWords(words)
  const differs = entry.repeat !== '' && entry.repeat !== entry.password
  return (
    <Fieldset legend={t('manager', { number })}>
      <Stack gap="sm">
        <TextInput
          label={t('staffNo')}
          value={entry.staffNo}
          maxLength={16}
          inputMode="numeric"
          error={error}
          autoFocus={number === 1}
          onChange={(event) => onChange({ ...entry, staffNo: event.currentTarget.value })}
        />
        <PasswordInput
          label={t('password')}
          description={t('passwordRule')}
          value={entry.password}
          maxLength={200}
          autoComplete="new-password"
          onChange={(event) => onChange({ ...entry, password: event.currentTarget.value })}
        />
        <PasswordInput
          label={t('repeat')}
          value={entry.repeat}
          maxLength={200}
          autoComplete="new-password"
          error={differs ? t('repeatDiffers') : null}
          onChange={(event) => onChange({ ...entry, repeat: event.currentTarget.value })}
        />
      </Stack>
    </Fieldset>
  )
}
