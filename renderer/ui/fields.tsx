/** Fields that a counter needs everywhere. */
import { Select, TextInput, type SelectProps, type TextInputProps } from '@mantine/core'
import { DateInput, type DateInputProps } from '@mantine/dates'
import { useState } from 'react'
import { parseDate } from '../../domain/calendar.ts'
import { useLanguage } from '../i18n/index.ts'
import { useChoices, type SetName, type Sets } from '../i18n/vocabulary.ts'

/**
 * A serial number as typed or scanned: full-width digits become half-width at once, gaps of a grouped paste
 * are dropped. What remains wrong is the rules' to refuse (SERIAL_FORM).
 */
export function SerialField({
  value,
  onChange,
  ...rest
}: Omit<TextInputProps, 'value' | 'onChange'> & {
  readonly value: string
  readonly onChange: (serial: string) => void
}) {
  return (
    <TextInput
      {...rest}
      value={value}
      inputMode="numeric"
      autoComplete="off"
      spellCheck={false}
      maxLength={64}
      onChange={(event) => onChange(event.currentTarget.value)}
      onBlur={(event) => onChange(event.currentTarget.value.normalize('NFKC').replace(/\s/g, ''))}
    />
  )
}

/** One member of a closed set; null while nothing is chosen. */
export function ChoiceField<S extends SetName>({
  set,
  value,
  onChange,
  only,
  ...rest
}: Omit<SelectProps, 'data' | 'value' | 'onChange'> & {
  readonly set: S
  readonly value: Sets[S] | null
  readonly onChange: (member: Sets[S] | null) => void
  /** Only these members, in the vocabulary's order. */
  readonly only?: readonly Sets[S][]
}) {
  const choices = useChoices()(set).filter(({ value: member }) => only?.includes(member) ?? true)
  return (
    <Select
      allowDeselect={false}
      {...rest}
      data={choices}
      value={value}
      onChange={(member) => onChange(choices.find((choice) => choice.value === member)?.value ?? null)}
    />
  )
}

/** A date `YYYY-MM-DD`, typed (`2026/11/22`, `2026年11月22日`, full-width too) or picked. */
export function DateField({
  value,
  onChange,
  ...rest
}: Omit<DateInputProps, 'value' | 'onChange'> & {
  readonly value: string | null
  readonly onChange: (date: string | null) => void
}) {
  const language = useLanguage()
  const [opened, setOpened] = useState(false)
  return (
    <DateInput
      {...rest}
      value={value}
      onChange={(date) => onChange(date)}
      valueFormat="YYYY/MM/DD"
      dateParser={(typed) => parseDate(typed)}
      locale={language}
      firstDayOfWeek={0}
      popoverProps={{ opened, onChange: setOpened }}
      onClick={() => setOpened(true)}
      onKeyDown={(event) => {
        if (event.key === 'ArrowDown' && event.altKey) setOpened(true)
        if (event.key === 'Enter' || event.key === 'Tab') setOpened(false)
      }}
    />
  )
}
