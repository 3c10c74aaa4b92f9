import { useEffect, useEffectEvent } from 'react'
import { VisuallyHidden } from '@mantine/core'
import { useNow } from '../desk/use-status.ts'
import { useWords } from '../i18n/index.ts'
import { formatInstant } from './text.tsx'
import classes from './ui.module.css'
import { words } from './words.ts'

/** Remaining milliseconds as `hh:mm:ss`, the running second counted whole. */
export function formatRemaining(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

/**
 * Counts down to an instant. Screen readers hear the end time once and the end, not every second. `onEnd`
 * runs once when it is reached.
 */
export function Countdown({ until, onEnd }: { readonly until: number; readonly onEnd?: () => void }) {
  const t = useWords(words)
  const now = useNow()
  const over = now >= until
  // Only the moment it ends counts: a new `onEnd` of a re-render is not a new end.
  const ended = useEffectEvent(() => onEnd?.())
  useEffect(() => {
    if (over) ended()
  }, [over])
  return (
    <span className={classes.countdown}>
      <span aria-hidden>{over ? t('waitingOver') : formatRemaining(until - now)}</span>
      <VisuallyHidden role="status">
        {over ? t('waitingOver') : `${t('remaining')} ${formatInstant(until, 'minute', 'ja')}`}
      </VisuallyHidden>
    </span>
  )
}
