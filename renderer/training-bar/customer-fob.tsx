/** Any training fob, also one that a "customer" holds: press its button and read the display. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useCall } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { Refused, SerialField } from '../ui/index.ts'
import classes from './training-bar.module.css'
import { words } from './words.ts'

export function CustomerFob() {
  const t = useWords(words)
  const press = useCall('training.press')
  const [serial, setSerial] = useState('')
  const [display, setDisplay] = useState<{
    readonly code: string | null
    readonly secondsLeft: number
  } | null>(null)
  const onPress = async () => {
    const asked = serial.normalize('NFKC').replace(/\s/g, '')
    if (asked === '') return
    const answer = await press.run({ serial: asked })
    setDisplay(answer.ok ? answer.value : null)
  }
  return (
    <form
      className={classes.group}
      onSubmit={(event) => {
        event.preventDefault()
        void onPress()
      }}
    >
      {t('press')}
      <SerialField
        size="xs"
        w={120}
        aria-label={t('press')}
        placeholder={t('pressHint')}
        value={serial}
        onChange={setSerial}
      />
      <Button type="submit" size="compact-xs" variant="default" loading={press.pending}>
        {t('pressButton')}
      </Button>
      {display !== null && (
        <span className={classes.display} role="status">
          {display.code === null ? (
            t('noDisplay')
          ) : (
            <>
              <b>{display.code}</b> <small>{t('secondsLeft', { seconds: display.secondsLeft })}</small>
            </>
          )}
        </span>
      )}
      <Refused refusal={press.refusal} />
    </form>
  )
}
