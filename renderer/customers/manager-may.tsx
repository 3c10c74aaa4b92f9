/** When a teller may not do it alone: a manager gives number and password for this one item (rule 12). */
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { RefusalView } from '../../preload/contract/views.ts'
import { useWords } from '../i18n/index.ts'
import { ApproverPrompt, type Approver } from '../ui/index.ts'
import { words } from './words.ts'

/** Refusals that a manager's signature overcomes. */
const overcome: ReadonlySet<string> = new Set(['NOT_ALLOWED', 'UNLOCK_CAUSE'])

export function ManagerMay({
  refusal,
  pending,
  title,
  onApprover,
}: {
  readonly refusal: RefusalView | null
  readonly pending: boolean
  readonly title: string
  /** Answers whether it was done; otherwise the prompt stays with what was typed. */
  readonly onApprover: (approver: Approver) => Promise<boolean>
}) {
  const t = useWords(words)
  const [opened, setOpened] = useState(false)
  const [asked, setAsked] = useState(false)
  const offered = refusal !== null && overcome.has(refusal.code)
  const ask = async (approver: Approver): Promise<void> => {
    setAsked(true)
    if (await onApprover(approver)) setOpened(false)
  }
  return (
    <>
      {offered && (
        <Button
          onClick={() => {
            setAsked(false)
            setOpened(true)
          }}
        >
          {t('askManager')}
        </Button>
      )}
      <ApproverPrompt
        opened={opened}
        title={title}
        pending={pending}
        refusal={asked ? refusal : null}
        onCancel={() => setOpened(false)}
        onApprover={(approver) => void ask(approver)}
      />
    </>
  )
}
