/** 承認, 差戻し or 否認 of one or several with one password. */
import { PasswordInput, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { ApprovalView } from '../../preload/contract/views.ts'
import { useCommand } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { DialogFoot, FormDialog, Refused, toastDone, toastUnreflected } from '../ui/index.ts'
import { words as kit } from '../ui/words.ts'
import classes from './approvals.module.css'
import { ProposalName } from './proposal-name.tsx'
import { words } from './words.ts'

export type Verdict = 'approve' | 'sendBack' | 'deny'

export function DecideDialog({
  verdict,
  requests,
  onClose,
}: {
  readonly verdict: Verdict
  readonly requests: readonly ApprovalView[]
  /** `decided`: the verdict was recorded. */
  readonly onClose: (decided: boolean) => void
}) {
  const t = useWords(words)
  const k = useWords(kit)
  const decide = useCommand('decideApprovals')
  const [memo, setMemo] = useState('')
  const [password, setPassword] = useState('')
  const memoNeeded = verdict !== 'approve'
  const ready = password !== '' && (!memoNeeded || memo.trim() !== '') && !decide.pending
  const submit = async () => {
    if (!ready) return
    const requestIds = requests.map(({ requestId }) => requestId)
    const answer = await decide.run({ command: { requestIds, verdict, memo: memo.trim() }, password })
    if (!answer.ok) return
    const said = { count: requests.length, verdict: t(verdict) }
    if (answer.value.unreflected) toastUnreflected(t('doneUnreflected', said), t('done', said))
    else toastDone(t('done', said))
    onClose(true)
  }
  return (
    <FormDialog
      opened
      onCancel={() => onClose(false)}
      title={t(verdict)}
      size="lg"
      onSubmit={() => void submit()}
    >
      <Text size="sm">{t('decideThese', { count: requests.length, verdict: t(verdict) })}</Text>
      <ul className={classes.chosen}>
        {requests.map((request) => (
          <li key={request.requestId}>
            <b>
              <ProposalName proposal={request.proposal} />
            </b>
            {'　'}
            {request.subject}
          </li>
        ))}
      </ul>
      <Textarea
        label={t(memoNeeded ? 'memoNeeded' : 'memoOptional')}
        value={memo}
        maxLength={500}
        autosize
        minRows={2}
        onChange={(event) => setMemo(event.currentTarget.value)}
        {...(memoNeeded ? { 'data-autofocus': true } : {})}
      />
      <PasswordInput
        label={k('ownPassword')}
        value={password}
        maxLength={200}
        autoComplete="off"
        onChange={(event) => setPassword(event.currentTarget.value)}
        {...(memoNeeded ? {} : { 'data-autofocus': true })}
      />
      <Refused refusal={decide.refusal} />
      <DialogFoot
        action={t(verdict)}
        danger={verdict === 'deny'}
        disabled={!ready}
        pending={decide.pending}
        onCancel={() => onClose(false)}
      />
    </FormDialog>
  )
}
