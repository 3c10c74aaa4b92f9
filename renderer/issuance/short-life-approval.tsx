/** Rule 9: a fob with a short remaining life is proposed and approved over the shoulder in one go. */
import { Text } from '@mantine/core'
import { useState } from 'react'
import { useCommand } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { ApproverPrompt, groupSerial, type Approver } from '../ui/index.ts'
import { words } from './words.ts'

export function ShortLifeApproval({
  applicationId,
  serial,
  onGranted,
  onCancel,
}: {
  readonly applicationId: string
  readonly serial: string
  readonly onGranted: () => void
  readonly onCancel: () => void
}) {
  const t = useWords(words)
  const propose = useCommand('proposeShortLife')
  const decide = useCommand('decideApprovals')
  /** Proposed once, however often the password is mistyped. */
  const [requestId, setRequestId] = useState<string | null>(null)
  const approve = async (approver: Approver): Promise<void> => {
    let request = requestId
    if (request === null) {
      const proposed = await propose.run({ command: { applicationId, serial } })
      if (!proposed.ok) return
      request = proposed.value.made.requestId ?? null
      setRequestId(request)
    }
    if (request === null) {
      onGranted() // no approval needed by policy
      return
    }
    const answer = await decide.run({
      command: { requestIds: [request], verdict: 'approve', memo: '' },
      approver,
    })
    if (answer.ok) onGranted()
  }
  return (
    <ApproverPrompt
      opened
      title={t('shortLifeTitle')}
      pending={propose.pending || decide.pending}
      refusal={propose.refusal ?? decide.refusal}
      onCancel={onCancel}
      onApprover={(approver) => void approve(approver)}
    >
      <Text size="sm" fw={700}>
        {t('shortLifeText', { serial: groupSerial(serial) })}
      </Text>
    </ApproverPrompt>
  )
}
