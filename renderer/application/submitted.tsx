/** After 登録: a manager approves over the shoulder at once, or it stays in 承認待ち一覧; then 発行 with Enter. */
import { Alert, Button, Text } from '@mantine/core'
import { CheckCircle2, Hourglass } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { ApplicationKind } from '../../domain/vocabulary.ts'
import type { ContractView } from '../../preload/contract/views.ts'
import { useCommand } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { useVocabulary } from '../i18n/vocabulary.ts'
import { useGo } from '../routes.ts'
import { ApproverPrompt, Page, useBackKey, type Approver, usePersonName } from '../ui/index.ts'
import { ContractBand } from '../customers/contract-band.tsx'
import classes from './application.module.css'
import { deliversFob } from './form-state.ts'
import { words } from './words.ts'

export interface SubmittedApplication {
  readonly applicationId: string
  readonly kind: ApplicationKind
  /** null: nobody has to approve (policy). */
  readonly requestId: string | null
}

export function Submitted({
  contract,
  submitted,
  onContract,
  onNext,
}: {
  readonly contract: ContractView
  readonly submitted: SubmittedApplication
  readonly onContract: () => void
  readonly onNext: () => void
}) {
  const t = useWords(words)
  const personName = usePersonName()
  const word = useVocabulary()
  const go = useGo()
  const [asking, setAsking] = useState(false)
  const [approvedBy, setApprovedBy] = useState<string | null>(null)
  const decide = useCommand('decideApprovals')
  const { applicationId, kind, requestId } = submitted
  const approved = requestId === null || approvedBy !== null

  const first = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!asking) first.current?.focus()
  }, [asking, approved])
  useBackKey(onContract)

  const approve = async (approver: Approver): Promise<void> => {
    if (requestId === null) return
    const answer = await decide.run({
      command: { requestIds: [requestId], verdict: 'approve', memo: '' },
      approver,
    })
    if (!answer.ok) return
    setApprovedBy(approver.staffNo)
    setAsking(false)
  }

  return (
    <Page title={t('formFor', { kind: word('applicationKind', kind) })} trail={t('title')}>
      <div className={classes.stack}>
        <ContractBand contract={contract} />
        <Alert
          role="status"
          variant="light"
          color={approved ? 'green' : 'yellow'}
          icon={approved ? <CheckCircle2 size={20} aria-hidden /> : <Hourglass size={20} aria-hidden />}
        >
          <Text fw={700}>{t('submitted')}</Text>
          <Text size="sm">
            {approved ? t('approved') : t('submittedWaits')}
            {approvedBy !== null && ` ${t('approvedBy', { staffNo: approvedBy })}`}
          </Text>
        </Alert>
        <div className={classes.actions}>
          {!approved && (
            <Button ref={first} size="sm" onClick={() => setAsking(true)}>
              {t('approveNow')}
              {t('keyHint', { key: 'Enter' })}
            </Button>
          )}
          {approved && deliversFob(kind) && (
            <Button ref={first} size="sm" onClick={() => go('/issuance', { applicationId })}>
              {t('toIssuance')}
              {t('keyHint', { key: 'Enter' })}
            </Button>
          )}
          <Button
            size="sm"
            variant="default"
            {...(approved && !deliversFob(kind) ? { ref: first } : {})}
            onClick={onContract}
          >
            {t('toContract')}
          </Button>
          <Button size="sm" variant="default" onClick={onNext}>
            {approved ? t('another') : t('leaveInList')}
          </Button>
        </div>
      </div>
      <ApproverPrompt
        opened={asking}
        title={t('approverTitle')}
        pending={decide.pending}
        refusal={decide.refusal}
        onCancel={() => setAsking(false)}
        onApprover={(approver) => void approve(approver)}
      >
        <Text size="sm" fw={700}>
          {personName(contract.name)}　{word('applicationKind', kind)}
        </Text>
      </ApproverPrompt>
    </Page>
  )
}
