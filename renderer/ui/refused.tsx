import { Alert } from '@mantine/core'
import { CircleAlert, TriangleAlert } from 'lucide-react'
import type { RefusalView } from '../../preload/contract/views.ts'
import classes from './ui.module.css'
import { useRefusalSentence } from './refusal-sentence.ts'

/**
 * Shows a refusal's sentence and announces it. Nothing when `refusal` is null, so it can stand
 * unconditionally: `<Refused refusal={call.refusal} />`.
 */
export function Refused({ refusal }: { readonly refusal: RefusalView | null }) {
  const say = useRefusalSentence()
  return (
    <div role="alert" className={classes.refused}>
      {refusal !== null && (
        <Alert
          color="red"
          variant="light"
          p="xs"
          icon={<CircleAlert size={18} aria-hidden />}
          c="var(--desk-bad)"
        >
          {say(refusal)}
        </Alert>
      )}
    </div>
  )
}

/** Things to look at that do not stop the work: duplicates, short life, the last master. */
export function Warnings({ warnings }: { readonly warnings: readonly RefusalView[] }) {
  const say = useRefusalSentence()
  if (warnings.length === 0) return null
  return (
    <Alert color="yellow" variant="light" p="xs" icon={<TriangleAlert size={18} aria-hidden />} role="status">
      {warnings.map((warning, at) => (
        <div key={at}>{say(warning)}</div>
      ))}
    </Alert>
  )
}
