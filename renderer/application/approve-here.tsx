/** 役席の承認 for a waiting application, over the shoulder. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useCommand } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { ApproverPrompt, toastDone, type Approver } from '../ui/index.ts'
import { useActionFocus } from '../customers/action-focus.ts'
import { words } from './words.ts'

export function ApproveHere({ requestId, name }: { readonly requestId: string; readonly name: string }) {
  const t = useWords(words)
  const [asking, setAsking] = useState(false)
  const first = useActionFocus()
  const decide = useCommand('decideApprovals')
  const approve = async (approver: Approver): Promise<void> => {
    const answer = await decide.run({
      command: { requestIds: [requestId], verdict: 'approve', memo: '' },
      approver,
    })
    if (!answer.ok) return
    toastDone(t('approved'))
    setAsking(false)
  }
  return (
    <>
      <Button size="sm" ref={first} onClick={() => setAsking(true)}>
        {t('approveNow')}
      </Button>
      <ApproverPrompt
        opened={asking}
        title={t('approverTitle')}
        pending={decide.pending}
        refusal={decide.refusal}
        onCancel={() => setAsking(false)}
        onApprover={(approver) => void approve(approver)}
      >
        <strong>{name}</strong>
      </ApproverPrompt>
    </>
  )
}
