/** One request as the approver sees it: who, when, what, the difference, what to look at. */
import { Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import type { ApprovalView } from '../../preload/contract/views.ts'
import { useCommand, useStaff } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { ConfirmDialog, DateTimeText, Facts, Panel, Refused, toastDone, Warnings } from '../ui/index.ts'
import classes from './approvals.module.css'
import { Changes } from './changes.tsx'
import { ProposalFacts } from './proposal-facts.tsx'
import { ProposalName } from './proposal-name.tsx'
import { words } from './words.ts'

export function Detail({ request }: { readonly request: ApprovalView }) {
  const t = useWords(words)
  const { staffNo } = useStaff()
  return (
    <div className={classes.detail} role="region" aria-label={t('content')} tabIndex={0}>
      <Text fw={700}>
        <ProposalName proposal={request.proposal} />
      </Text>
      {request.status === 'waiting' && request.refusal !== null && (
        <Panel title={t('cannot')}>
          <Refused refusal={request.refusal} />
        </Panel>
      )}
      <Facts
        facts={[
          [t('askedBy'), `${request.askedByName}（${request.askedBy}）`],
          [t('askedAt'), <DateTimeText at={request.askedAt} />],
          ...(request.decidedAt === null
            ? []
            : ([
                [t('decidedAt'), <DateTimeText at={request.decidedAt} />],
                [t('memo'), request.memo],
              ] as const)),
        ]}
      />
      <Warnings warnings={request.warnings} />
      <Changes changes={request.changes} />
      <ProposalFacts proposal={request.proposal} application={request.application} />
      {request.status === 'waiting' && request.askedBy === staffNo && <Withdraw request={request} />}
    </div>
  )
}

/** The person who asked may take the request back. */
function Withdraw({ request: { requestId, subject } }: { readonly request: ApprovalView }) {
  const t = useWords(words)
  const withdraw = useCommand('withdrawRequest')
  const [asking, setAsking] = useState(false)
  const onConfirm = async () => {
    const answer = await withdraw.run({ command: { requestId } })
    if (!answer.ok) return
    setAsking(false)
    toastDone(t('withdrawn'))
  }
  return (
    <Group>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t('withdraw')}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={t('withdraw')}
        action={t('withdraw')}
        pending={withdraw.pending}
        refusal={withdraw.refusal}
        onCancel={() => setAsking(false)}
        onConfirm={() => void onConfirm()}
      >
        <Text size="sm">{t('withdrawAsk')}</Text>
        <Text size="sm" fw={700}>
          {subject}
        </Text>
      </ConfirmDialog>
    </Group>
  )
}
