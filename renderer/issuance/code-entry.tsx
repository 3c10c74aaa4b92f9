/** Six big digits; the sixth sends them. After a wrong code the digits stay, selected, to be typed over. */
import { Text } from '@mantine/core'
import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react'
import { useCall } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { Refused } from '../ui/index.ts'
import classes from './issuance.module.css'
import { codeDigits, digitCount, type Running } from './stage.ts'
import { words } from './words.ts'

export function CodeEntry({ running }: { readonly running: Running }) {
  const t = useWords(words)
  const { issuanceId, attemptsLeft } = running
  const [code, setCode] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const send = useCall('issuance.code')
  const composing = useRef(false)
  const [first] = useState(attemptsLeft)
  // Main says a wrong code either in its answer or, later, by one attempt less.
  const wrong =
    send.refusal ?? (attemptsLeft < first ? { code: 'CODE_WRONG', detail: { left: attemptsLeft } } : null)

  /** Codes answered so far: after each the digits are selected, to be typed over. */
  const [answered, setAnswered] = useState(0)
  const sent = useRef('')
  useLayoutEffect(() => {
    field.current?.focus()
    // Not once the next code is being typed already.
    if (field.current?.value === sent.current) field.current.select()
  }, [attemptsLeft, answered])

  const type = (typed: string): void => {
    const digits = composing.current ? typed : codeDigits(typed)
    setCode(digits)
    // Six that are others than before, pasted over them too; a seventh digit must not cost an attempt.
    const completed = digits.length === 6 && digits !== code && digitCount(typed) === 6
    if (!composing.current && completed && !send.pending) void prove(digits)
  }
  const prove = async (digits: string): Promise<void> => {
    sent.current = digits
    await send.run({ issuanceId, code: digits })
    setAnswered((count) => count + 1)
  }
  // A code typed while the one before was on its way.
  const sendNext = useEffectEvent(() => {
    const typed = field.current?.value ?? ''
    if (typed.length === 6 && typed !== sent.current) void prove(typed)
  })
  // Only when an answer has come; typing itself sends the sixth digit.
  useEffect(() => {
    if (answered > 0) sendNext()
  }, [answered])
  return (
    <div className={classes.code}>
      <label htmlFor="issuance-code">
        <Text fw={700} size="md">
          {t('codeTitle')}
        </Text>
      </label>
      <input
        ref={field}
        id="issuance-code"
        className={classes.codeInput}
        aria-label={t('codeLabel')}
        aria-describedby="issuance-attempts"
        inputMode="numeric"
        autoComplete="off"
        maxLength={12}
        value={code}
        onCompositionStart={() => (composing.current = true)}
        onCompositionEnd={(event) => {
          composing.current = false
          type(event.currentTarget.value)
        }}
        onChange={(event) => type(event.currentTarget.value)}
      />
      <Text id="issuance-attempts" size="sm">
        {t('attemptsLeft', { count: attemptsLeft })}
      </Text>
      <Refused refusal={wrong} />
    </div>
  )
}
