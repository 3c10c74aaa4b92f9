/** Applications on their way: approval, issuance, dispatch, and those to be written on. */
import type { ApplicationView } from '../../preload/contract/views.ts'
import { useDesk } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { useVocabulary } from '../i18n/vocabulary.ts'
import { useGo, type ScreenPath } from '../routes.ts'
import { ApplicationStatusBadge, DateTimeText } from '../ui/index.ts'
import { ProposalName } from '../approvals/proposal-name.tsx'
import { words } from './words.ts'
import { WorkList, type WorkItem } from './work-list.tsx'

export function FlowLists() {
  const t = useWords(words)
  const go = useGo()
  const item = useApplicationItem()
  const approvals = useDesk('approvals.list', { waitingOnly: true })
  const queue = useDesk('issuance.queue', {})
  const dispatch = useDesk('dispatch.queue', {})
  const drafts = useDesk('applications.list', { statuses: ['draft', 'returned'], text: '', limit: 50 })
  return (
    <>
      <WorkList
        title={t('approvals')}
        none={t('approvalsNone')}
        refusal={approvals.refusal}
        onAll={() => go('/approvals')}
        items={approvals.value?.map((request) => ({
          id: request.requestId,
          title: request.subject,
          note: (
            <>
              <ProposalName proposal={request.proposal} />　{request.askedByName}
            </>
          ),
          end: <DateTimeText at={request.askedAt} />,
          onOpen: () => go('/approvals', { requestId: request.requestId }),
        }))}
      />
      <WorkList
        title={t('issuance')}
        none={t('issuanceNone')}
        refusal={queue.refusal}
        onAll={() => go('/issuance')}
        items={queue.value?.map((application) => item(application, '/issuance'))}
      />
      <WorkList
        title={t('dispatch')}
        none={t('dispatchNone')}
        refusal={dispatch.refusal}
        onAll={() => go('/dispatch')}
        items={dispatch.value?.map((application) => item(application, '/dispatch'))}
      />
      <WorkList
        title={t('drafts')}
        none={t('draftsNone')}
        refusal={drafts.refusal}
        items={drafts.value?.map((application) => ({
          ...item(application, '/application'),
          end: <ApplicationStatusBadge status={application.status} />,
        }))}
      />
    </>
  )
}

function useApplicationItem(): (application: ApplicationView, path: ScreenPath) => WorkItem {
  const t = useWords(words)
  const word = useVocabulary()
  const go = useGo()
  return ({ applicationId, contractNo, contractName, userNames, kind, startDate, delivery }, path) => ({
    id: applicationId,
    title: contractName,
    note: `${word('applicationKind', kind)}　${userNames.join('・')}　${word('deliveryMethod', delivery)}`,
    end: startDate !== null && (
      <span className="tabular">{t('until', { date: startDate.slice(5).replace('-', '/') })}</span>
    ),
    onOpen: () => go(path, { applicationId, contractNo }),
  })
}
