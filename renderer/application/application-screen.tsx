/** One application: a draft or a sent-back one goes on in the form, any other shows what it says. */
import { Loader } from '@mantine/core'
import { useState } from 'react'
import { useDesk } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { useGo } from '../routes.ts'
import { EmptyState, Page, Refused, useRefusalSentence } from '../ui/index.ts'
import { ApplicationDetail } from './application-detail.tsx'
import { FormScreen } from './form-screen.tsx'
import { formOfApplication } from './form-state.ts'
import { Submitted, type SubmittedApplication } from './submitted.tsx'
import { words } from './words.ts'

export function ApplicationScreen({ applicationId }: { readonly applicationId: string }) {
  const t = useWords(words)
  const say = useRefusalSentence()
  const go = useGo()
  const [editing, setEditing] = useState(false)
  const [submitted, setSubmitted] = useState<SubmittedApplication | null>(null)
  const reading = useDesk('applications.get', { applicationId })
  const application = reading.value
  const contractNo = application?.contractNo
  const contract = useDesk(
    'customers.get',
    { contractNo: contractNo ?? '-' },
    { when: contractNo !== undefined },
  )
  if (!application || !contract.value) {
    return (
      <Page title={t('detail')}>
        <Refused refusal={reading.refusal ?? contract.refusal} />
        {application === null || contract.value === null ? (
          <EmptyState>{say({ code: 'APPLICATION_UNKNOWN', detail: {} })}</EmptyState>
        ) : (
          <Loader size="sm" />
        )}
      </Page>
    )
  }
  const toContract = (): void => go('/application', { contractNo: application.contractNo })
  if (submitted !== null) {
    return (
      <Submitted
        contract={contract.value}
        submitted={submitted}
        onContract={toContract}
        onNext={() => go('/application')}
      />
    )
  }
  if (editing) {
    return (
      <FormScreen
        contract={contract.value}
        initial={formOfApplication(application)}
        decisionMemo={application.decisionMemo}
        onLeave={() => setEditing(false)}
        onSubmitted={setSubmitted}
      />
    )
  }
  return (
    <ApplicationDetail
      application={application}
      contract={contract.value}
      onEdit={() => setEditing(true)}
      onContract={toContract}
    />
  )
}
