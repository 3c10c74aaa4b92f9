/**
 * 封緘照合: fob and letter are scanned together. A mismatch stops everything until somebody says that it was
 * looked into. A fob of another application in the queue turns the screen to that application; the letter
 * still has to match it.
 */
import { Button, Text, TextInput } from '@mantine/core'
import { CheckCircle2, OctagonX } from 'lucide-react'
import { useRef, useState, type KeyboardEvent } from 'react'
import { readFobLabel, serialIn } from '../../domain/label.ts'
import type { ApplicationView, RefusalView } from '../../preload/contract/views.ts'
import { useCommand } from '../desk/index.ts'
import { useLanguage, useWords } from '../i18n/index.ts'
import { useScan } from '../scanner/index.ts'
import { formatInstant, isComposing, Refused, SerialField, useNow, useRefusalSentence } from '../ui/index.ts'
import classes from './dispatch.module.css'
import { words } from './words.ts'

/** 送付状番号 as the barcode on the letter has it (`domain/letter.ts`). */
const letterForm = /^[0-9A-Z]{12}$/

export function SealCheck({
  application,
  queue,
  scanned,
  onOther,
}: {
  readonly application: ApplicationView
  readonly queue: readonly ApplicationView[]
  /** The fob that brought this application to the screen, '' if none did. */
  readonly scanned: string
  readonly onOther: (applicationId: string, serial: string) => void
}) {
  const t = useWords(words)
  const say = useRefusalSentence()
  const language = useLanguage()
  const now = useNow()
  const [serial, setSerial] = useState(scanned)
  const [letterNo, setLetterNo] = useState('')
  const letter = useRef<HTMLInputElement>(null)
  const seal = useCommand('sealEnvelope')
  const [unread, setUnread] = useState<RefusalView | null>(null)
  const { applicationId, sealedAt } = application
  const mismatch = seal.refusal?.code === 'ENVELOPE_MISMATCH'

  /** Answers whether the fob leaves the screen where it is. */
  const onSerial = (typed: string): boolean => {
    setSerial(typed)
    const digits = serialIn(typed, now)
    const other = queue.find((each) => each.serial === digits && each.applicationId !== applicationId)
    if (other !== undefined) onOther(other.applicationId, digits)
    return other === undefined
  }
  const checkBoth = (fobTyped: string, letterTyped: string): void => {
    if (fobTyped.trim() !== '' && letterTyped.trim() !== '' && !seal.pending) {
      const command = {
        applicationId,
        serial: serialIn(fobTyped, now),
        letterNo: letterTyped.normalize('NFKC').trim(),
      }
      void seal.run({ command })
    }
  }
  const check = (): void => checkBoth(serial, letterNo)
  const isLetter = (text: string): boolean =>
    queue.some((each) => each.letterNo === text) || (letterForm.test(text) && !readFobLabel(text, now).ok)
  useScan(
    {
      wants: () => true,
      onScan: (text) => {
        const read = readFobLabel(text, now)
        setUnread(null)
        if (isLetter(text)) {
          setLetterNo(text)
          checkBoth(serial, text)
        } else if (read.ok) {
          if (!onSerial(read.label.serial)) return
          letter.current?.focus()
          checkBoth(read.label.serial, letterNo)
        } else setUnread(read)
      },
    },
    { enabled: sealedAt === null && !mismatch },
  )

  if (sealedAt !== null) {
    return (
      <Text size="sm" c="var(--desk-good)" role="status">
        <CheckCircle2 size={15} aria-hidden />{' '}
        {t('matched', { at: formatInstant(sealedAt, 'minute', language) })}
      </Text>
    )
  }
  if (mismatch) {
    return (
      <div className={classes.stop} role="alert">
        <h3>
          <OctagonX size={22} aria-hidden /> {t('mismatchTitle')}
        </h3>
        <p>{seal.refusal !== null && say(seal.refusal)}</p>
        <Button
          color="red"
          onClick={() => {
            seal.forget()
            setSerial('')
            setLetterNo('')
          }}
        >
          {t('mismatchAgain')}
        </Button>
      </div>
    )
  }

  const isEnter = (event: KeyboardEvent): boolean => {
    const enter = event.key === 'Enter' && !isComposing(event)
    if (enter) event.preventDefault()
    return enter
  }
  return (
    <div className={classes.stack}>
      <div className={classes.row}>
        <SerialField
          className={classes.grow}
          label={t('fobLabel')}
          placeholder={t('scanHint')}
          value={serial}
          data-work-focus
          onChange={onSerial}
          onKeyDown={(event) => isEnter(event) && letter.current?.focus()}
        />
        <TextInput
          ref={letter}
          className={classes.grow}
          label={t('letterNo')}
          placeholder={t('scanHint')}
          autoComplete="off"
          maxLength={64}
          value={letterNo}
          onChange={(event) => setLetterNo(event.currentTarget.value)}
          onKeyDown={(event) => isEnter(event) && check()}
        />
        <Button
          size="sm"
          disabled={serial.trim() === '' || letterNo.trim() === ''}
          loading={seal.pending}
          onClick={check}
        >
          {t('check')}
        </Button>
      </div>
      <Refused refusal={seal.refusal ?? unread} />
    </div>
  )
}
