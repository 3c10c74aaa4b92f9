/** A key-ring fob as one holds it: the display with its code, the bar of the seconds left, the label's serial. */
import { useWords } from '../i18n/index.ts'
import { groupSerial } from '../ui/index.ts'
import classes from './fob-picture.module.css'
import { words } from './words.ts'

/** Seconds a code stands. */
const step = 60

export function FobPicture({
  serial,
  display,
}: {
  readonly serial: string
  /** null: no seed in it yet. */
  readonly display: { readonly code: string; readonly secondsLeft: number } | null
}) {
  const t = useWords(words)
  const said =
    display === null
      ? t('trainingBlank')
      : t('trainingDisplay', { code: display.code, seconds: display.secondsLeft })
  return (
    <figure className={classes.fob} aria-label={said}>
      <div className={classes.ring} aria-hidden />
      <div className={classes.body} aria-hidden>
        <div className={classes.screen}>
          <span className={classes.code}>
            {display === null ? '‑‑‑ ‑‑‑' : `${display.code.slice(0, 3)} ${display.code.slice(3)}`}
          </span>
          <svg className={classes.bar} viewBox={`0 0 ${step} 2`} preserveAspectRatio="none">
            <rect x="0" y="0" width={display?.secondsLeft ?? 0} height="2" />
          </svg>
        </div>
        <div className={classes.button} />
      </div>
      <figcaption>{t('trainingSerial', { serial: groupSerial(serial) })}</figcaption>
    </figure>
  )
}
