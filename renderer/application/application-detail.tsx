/** What an application says, how far it is, and what may be done with it now. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { ApplicationView, ContractView } from '../../preload/contract/views.ts'
import { useWords } from '../i18n/index.ts'
import { useVocabulary } from '../i18n/vocabulary.ts'
import { useGo } from '../routes.ts'
import {
  ApplicationStatusBadge,
  DateText,
  DateTimeText,
  Facts,
  Page,
  Panel,
  SerialText,
  useBackKey,
  usePersonName,
} from '../ui/index.ts'
import { useActionFocus } from '../customers/action-focus.ts'
import { ContractBand } from '../customers/contract-band.tsx'
import { StartDateDialog } from '../customers/start-date-dialog.tsx'
import { ApproveHere } from './approve-here.tsx'
import { CancelIssuanceDialog, DiscardDialog, WithdrawDialog } from './ending-dialogs.tsx'
import classes from './application.module.css'
import { mayBeDone } from './may-be-done.ts'
import { words } from './words.ts'

export function ApplicationDetail({
  application,
  contract,
  onEdit,
  onContract,
}: {
  readonly application: ApplicationView
  readonly contract: ContractView
  readonly onEdit: () => void
  readonly onContract: () => void
}) {
  const t = useWords(words)
  const personName = usePersonName()
  const word = useVocabulary()
  const go = useGo()
  const [asking, setAsking] = useState<'withdraw' | 'discard' | 'changeStartDate' | 'cancelIssuance' | null>(
    null,
  )
  const { applicationId, evidence, status } = application
  const may = mayBeDone(application)
  const close = (): void => setAsking(null)
  useBackKey(onContract)
  const first = useActionFocus(status)
  const visitorFact = t('visitorFact', {
    visitor: word('visitor', evidence.visitor),
    document: word('identityDocument', evidence.identityDocument),
    fee: word('feePayment', evidence.fee),
  })
  return (
    <Page
      title={t('formFor', { kind: word('applicationKind', application.kind) })}
      trail={t('title')}
      actions={
        <>
          {may.includes('edit') && (
            <Button size="sm" ref={first} onClick={onEdit}>
              {t('edit')}
            </Button>
          )}
          {application.requestId !== null && (
            <ApproveHere requestId={application.requestId} name={personName(contract.name)} />
          )}
          {may.includes('issue') && (
            <Button size="sm" ref={first} onClick={() => go('/issuance', { applicationId })}>
              {t('toIssuance')}
            </Button>
          )}
          {may.includes('dispatch') && (
            <Button size="sm" ref={first} onClick={() => go('/dispatch', { applicationId })}>
              {t('toDispatch')}
            </Button>
          )}
          {(['changeStartDate', 'withdraw', 'cancelIssuance', 'discard'] as const)
            .filter((act) => may.includes(act))
            .map((act) => (
              <Button key={act} size="sm" variant="default" onClick={() => setAsking(act)}>
                {t(act)}
              </Button>
            ))}
          <Button size="sm" variant="default" onClick={onContract}>
            {t('toContract')}
          </Button>
        </>
      }
    >
      <div className={classes.stack}>
        <ContractBand contract={contract} />
        <Panel title={t('detail')} actions={<ApplicationStatusBadge status={status} />}>
          <Facts
            columns={2}
            facts={[
              [t('kind'), word('applicationKind', application.kind)],
              [t('receiptNo'), evidence.receiptNo || '―'],
              [t('users'), application.userNames.map(personName).join('・')],
              [t('visitor'), visitorFact],
              [t('delivery'), word('deliveryMethod', application.delivery)],
              [t('sealVerified'), t(evidence.sealVerified ? 'checkSeal' : 'notYet')],
              [t('startDate'), <DateText key="date" date={application.startDate} />],
              [t('requestedAt'), <DateTimeText key="at" at={application.requestedAt} />],
              [t('serial'), <SerialText key="serial" serial={application.serial} />],
              [t('requestedBy'), application.requestedByName],
              [t('relatedFob'), <SerialText key="related" serial={application.relatedSerial} />],
              [t('trackingNo'), application.mail?.trackingNo ?? '―'],
              [t('memo'), application.memo || '―'],
              [t('decisionMemo'), application.decisionMemo || '―'],
            ]}
          />
        </Panel>
      </div>
      {asking === 'withdraw' && <WithdrawDialog application={application} onClose={close} />}
      {asking === 'discard' && (
        <DiscardDialog application={application} onClose={close} onGone={onContract} />
      )}
      {asking === 'cancelIssuance' && <CancelIssuanceDialog application={application} onClose={close} />}
      {asking === 'changeStartDate' && <StartDateDialog application={application} onClose={close} />}
    </Page>
  )
}
