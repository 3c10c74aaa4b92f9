/**
 * The customer's turn: screen BLG3020 in large letters over the whole window, so that nothing of the desk —
 * other customers, reasons, login IDs — stands before their eyes.
 */
import { Button, Modal } from '@mantine/core'
import { CheckCircle2 } from 'lucide-react'
import { useEffect, useRef, useState, type FormEvent } from 'react'
import type { RefusalView, UserView } from '../../preload/contract/views.ts'
import { useWords } from '../i18n/index.ts'
import { useLabelScan } from '../scanner/index.ts'
import { TrainingBar } from '../training-bar/training-bar.tsx'
import { useEnterMovesOn, useRefusalSentence } from '../ui/index.ts'
import classes from './customer-turn.module.css'
import { customerSentence } from './customer-sentence.ts'
import { words } from './words.ts'

export function CustomerTurn({
  user,
  pending,
  refusal,
  registered,
  onConfirm,
  onBack,
}: {
  readonly user: UserView
  readonly pending: boolean
  /** Head office's exact answer; the customer reads `customerSentence` of it. */
  readonly refusal: RefusalView | null
  readonly registered: boolean
  readonly onConfirm: (serial: string, code: string) => void
  readonly onBack: () => void
}) {
  const t = useWords(words)
  const [serial, setSerial] = useState('')
  const [code, setCode] = useState('')
  const first = useRef<HTMLInputElement>(null)
  const back = useRef<HTMLButtonElement>(null)
  const sheet = useRef<HTMLDivElement>(null)
  const codeField = useRef<HTMLInputElement>(null)
  // Why a label cannot be read is staff's language: the customer types the number.
  useLabelScan(
    (label) => {
      setSerial(label.serial)
      codeField.current?.focus()
    },
    { within: sheet, enabled: !registered },
  )
  useEffect(() => first.current?.focus(), [])
  useEffect(() => {
    if (registered) back.current?.focus()
  }, [registered])
  const complete = serial.trim() !== '' && code.trim() !== ''
  const submit = (): void => {
    if (complete && !pending) onConfirm(serial.normalize('NFKC').trim(), code.normalize('NFKC').trim())
  }
  const enterMovesOn = useEnterMovesOn(submit)
  return (
    <Modal
      opened
      fullScreen
      onClose={onBack}
      withCloseButton={false}
      closeOnClickOutside={false}
      // On the Modal itself the label would stand beside the dialog, not on it.
      attributes={{ content: { 'aria-label': t('blgTitle') } }}
      classNames={{ content: classes.cover ?? '', body: classes.body ?? '' }}
    >
      <TrainingBar withTools={false} />
      <div className={classes.sheet} ref={sheet}>
        <header className={classes.head}>
          <h1>{t('blgTitle')}</h1>
          <span>BLG3020</span>
        </header>
        {registered ? (
          <div role="status" className={classes.done}>
            <CheckCircle2 size={56} aria-hidden />
            <h2>{t('registered')}</h2>
            <p>{t('registeredNext')}</p>
          </div>
        ) : (
          <>
            <p className={classes.name}>{t('blgName', { name: user.name })}</p>
            <p>
              {t('blgIntro1')}
              <br />
              {t('blgIntro2')}
            </p>
            <h2>{t('blgHeading')}</h2>
            <p>
              {t('blgText')}
              <br />
              {t('blgRequired')}
            </p>
            <form
              className={classes.form}
              onKeyDown={enterMovesOn}
              onSubmit={(event: FormEvent) => {
                event.preventDefault()
                submit()
              }}
            >
              <fieldset>
                <legend>{t('blgSerialHead')}</legend>
                <label htmlFor="turn-serial">{t('blgSerial')}</label>
                <input
                  ref={first}
                  data-autofocus
                  id="turn-serial"
                  inputMode="numeric"
                  autoComplete="off"
                  maxLength={20}
                  value={serial}
                  onChange={(event) => setSerial(event.currentTarget.value)}
                />
              </fieldset>
              <fieldset>
                <legend>{t('blgCodeHead')}</legend>
                <label htmlFor="turn-code">{t('blgCode')}</label>
                <input
                  ref={codeField}
                  id="turn-code"
                  inputMode="numeric"
                  autoComplete="off"
                  maxLength={12}
                  value={code}
                  onChange={(event) => setCode(event.currentTarget.value)}
                />
              </fieldset>
              <CustomerRefusal refusal={refusal} />
              <Button type="submit" size="lg" loading={pending} disabled={!complete}>
                {t('blgConfirm')} ▶
              </Button>
            </form>
          </>
        )}
        <footer className={classes.foot}>
          <Button ref={back} variant="default" size="sm" onClick={onBack}>
            {t('backToStaff')}
          </Button>
        </footer>
      </div>
    </Modal>
  )
}

function CustomerRefusal({ refusal }: { readonly refusal: RefusalView | null }) {
  const t = useWords(words)
  const say = useRefusalSentence()
  const shown = refusal === null ? null : customerSentence(refusal)
  return (
    <div role="alert" className={classes.refusal}>
      {refusal !== null && (shown === null ? t('askStaff') : say(shown))}
    </div>
  )
}
