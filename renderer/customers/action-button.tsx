/** The button that does what a screen is for. While it cannot, it says why, in words beside it. */
import { Button, Text } from '@mantine/core'
import { useId, type ReactNode } from 'react'
import classes from './action-button.module.css'

export function ActionButton({
  onAct,
  whyNot,
  pending = false,
  danger = false,
  keyHint = 'Ctrl+Enter',
  children,
}: {
  readonly onAct: () => void
  /** null: it may be pressed. */
  readonly whyNot: string | null
  readonly pending?: boolean
  readonly danger?: boolean
  readonly keyHint?: string
  readonly children: ReactNode
}) {
  const id = useId()
  return (
    <div className={classes.action}>
      <Text id={id} size="xs" c="dimmed">
        {whyNot}
      </Text>
      <Button
        size="sm"
        loading={pending}
        disabled={whyNot !== null}
        aria-describedby={whyNot === null ? undefined : id}
        {...(danger ? { color: 'red' } : {})}
        rightSection={<kbd className={classes.key}>{keyHint}</kbd>}
        onClick={onAct}
      >
        {children}
      </Button>
    </div>
  )
}
