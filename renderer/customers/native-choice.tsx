/**
 * One member of a longer closed set in the system's own select: Enter moves on from it, ↑↓ and the first
 * letter choose without opening anything.
 */
import { NativeSelect, type NativeSelectProps } from '@mantine/core'
import { useVocabulary, type SetName, type Sets } from '../i18n/vocabulary.ts'

export function NativeChoice<S extends SetName>({
  set,
  members,
  value,
  onChange,
  placeholder,
  ...rest
}: Omit<NativeSelectProps, 'data' | 'value' | 'onChange'> & {
  readonly set: S
  readonly members: readonly Sets[S][]
  /** null: nothing chosen yet; `placeholder` is shown. */
  readonly value: Sets[S] | null
  readonly onChange: (member: Sets[S]) => void
  readonly placeholder?: string
}) {
  const word = useVocabulary()
  const choices = members.map((member) => ({ value: member as string, label: word(set, member) }))
  return (
    <NativeSelect
      {...rest}
      data={value === null ? [{ value: '', label: placeholder ?? '' }, ...choices] : choices}
      value={value ?? ''}
      onChange={(event) => {
        const chosen = members.find((member) => member === event.currentTarget.value)
        if (chosen !== undefined) onChange(chosen)
      }}
    />
  )
}
