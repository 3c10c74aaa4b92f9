/**
 * One of a few, chosen by its digit (which also moves on to the next field), by arrows, or by mouse. For
 * Enter (`useEnterMovesOn`) the whole group is one field.
 */
import { useId, type KeyboardEvent } from 'react'
import { useVocabulary, type SetName, type Sets } from '../i18n/vocabulary.ts'
import { isComposing } from '../ui/index.ts'
import { focusAfter } from './focus-next.ts'
import classes from './keyed-choice.module.css'

interface Shared<V extends string> {
  readonly label: string
  /** null: nothing chosen yet. */
  readonly value: V | null
  readonly onChange: (member: V) => void
  /** What is missing here, shown once it was asked for. */
  readonly problem?: string | undefined
  readonly firstFocus?: boolean
  /** After a digit has chosen: by default on to the next field. */
  readonly onDigit?: (group: HTMLElement) => void
}

/** Members of one of the vocabulary's sets, in the desk's words. */
export function KeyedChoice<S extends SetName>({
  set,
  members,
  ...rest
}: Shared<Sets[S]> & { readonly set: S; readonly members: readonly Sets[S][] }) {
  const word = useVocabulary()
  return <KeyedRadios {...rest} members={members} nameOf={(member) => word(set, member)} />
}

/** The same with words of a screen's own. */
export function KeyedRadios<V extends string>({
  members,
  nameOf,
  label,
  value,
  onChange,
  problem,
  firstFocus = false,
  onDigit = focusAfter,
}: Shared<V> & { readonly members: readonly V[]; readonly nameOf: (member: V) => string }) {
  const name = useId()
  const stop = value ?? members[0]
  const onKeyDown = (event: KeyboardEvent<HTMLFieldSetElement>): void => {
    if (isComposing(event) || event.ctrlKey || event.altKey || event.metaKey) return
    const member = members[Number(event.key.normalize('NFKC')) - 1]
    if (member === undefined) return
    event.preventDefault()
    onChange(member)
    onDigit(event.currentTarget)
  }
  return (
    <fieldset
      className={classes.group}
      onKeyDown={onKeyDown}
      data-problem={problem !== undefined || undefined}
    >
      <legend>{label}</legend>
      <div className={classes.members}>
        {members.map((member, at) => (
          <label key={member} className={classes.member} data-chosen={member === value || undefined}>
            <input
              type="radio"
              name={name}
              checked={member === value}
              tabIndex={member === stop ? 0 : -1}
              aria-invalid={problem !== undefined || undefined}
              aria-describedby={problem === undefined ? undefined : `${name}-problem`}
              {...(firstFocus && member === stop ? { 'data-first-focus': true } : {})}
              onChange={() => onChange(member)}
            />
            <kbd aria-hidden>{at + 1}</kbd>
            {nameOf(member)}
          </label>
        ))}
      </div>
      {problem !== undefined && (
        <p id={`${name}-problem`} className={classes.problem}>
          {problem}
        </p>
      )}
    </fieldset>
  )
}
