/** A new password typed twice. */
import { PasswordInput } from '@mantine/core'
import { useWords } from '../i18n/index.ts'
import { words } from './words.ts'

export interface NewPassword {
  readonly first: string
  readonly second: string
}
export const noPassword: NewPassword = { first: '', second: '' }
export const isRepeated = ({ first, second }: NewPassword) => first !== '' && first === second

export function NewPasswordFields({
  label,
  repeatLabel,
  value,
  onChange,
  autoFocus = false,
}: {
  /** Default: 新しいパスワード. */
  readonly label?: string
  readonly repeatLabel?: string
  readonly value: NewPassword
  readonly onChange: (value: NewPassword) => void
  readonly autoFocus?: boolean
}) {
  const t = useWords(words)
  const differs = value.second !== '' && value.second !== value.first
  return (
    <>
      <PasswordInput
        label={label ?? t('newPassword')}
        description={t('passwordRule')}
        value={value.first}
        maxLength={200}
        autoComplete="new-password"
        onChange={(event) => onChange({ ...value, first: event.currentTarget.value })}
        {...(autoFocus ? { 'data-autofocus': true } : {})}
      />
      <PasswordInput
        label={repeatLabel ?? t('repeat')}
        value={value.second}
        maxLength={200}
        autoComplete="new-password"
        error={differs ? t('repeatDiffers') : null}
        onChange={(event) => onChange({ ...value, second: event.currentTarget.value })}
      />
    </>
  )
}
