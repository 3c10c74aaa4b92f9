/** What a request is about, laid out by its kind: the approver is shown exactly what will be done. */
import type { ReactNode } from 'react'
import type { Proposal } from '../../domain/proposals.ts'
import { assertNever } from '../../domain/vocabulary.ts'
import type { ApplicationView } from '../../preload/contract/views.ts'
import { useWords } from '../i18n/index.ts'
import { useVocabulary } from '../i18n/vocabulary.ts'
import { DateText, Facts, SerialText, usePersonName } from '../ui/index.ts'
import classes from './approvals.module.css'
import { words } from './words.ts'

type Fact = readonly [string, ReactNode]

export function ProposalFacts({
  proposal,
  application,
}: {
  readonly proposal: Proposal
  readonly application: ApplicationView | null
}) {
  const own = useProposalFacts(proposal)
  const about = useApplicationFacts()
  return <Facts facts={[...own, ...(application === null ? [] : about(application))]} />
}

function useProposalFacts(proposal: Proposal): readonly Fact[] {
  const t = useWords(words)
  const word = useVocabulary()
  const serial = (value: string): Fact => [t('serial'), <SerialText serial={value} />]
  const serials = (values: readonly string[]): Fact => [
    t('serials', { count: values.length }),
    <span className={classes.serials}>
      {values.map((value) => (
        <SerialText key={value} serial={value} />
      ))}
    </span>,
  ]
  switch (proposal.kind) {
    case 'application':
      return []
    case 'incidentRevocation':
      return [
        serial(proposal.serial),
        [t('incident'), word('incidentKind', proposal.incident)],
        [t('loginIds'), proposal.loginIds.join('、')],
      ]
    case 'writeOff':
      return [serials(proposal.serials), [t('reason'), proposal.reason]]
    case 'transfer':
      return [[t('toBranch'), proposal.toBranch], serials(proposal.serials), [t('reason'), proposal.reason]]
    case 'reseed':
    case 'thresholdReset':
      return [serial(proposal.serial), [t('reason'), proposal.reason]]
    case 'shortLife':
      return [serial(proposal.serial)]
    case 'staffAdd':
    case 'staffChange':
      return [
        [t('staffNo'), proposal.staffNo],
        [t('name'), proposal.name],
        [t('role'), word('staffRole', proposal.role)],
        [t('deputy'), t(proposal.deputy ? 'yes' : 'no')],
      ]
    case 'staffRemove':
      return [[t('staffNo'), proposal.staffNo]]
    case 'policy':
      return []
    default:
      return assertNever(proposal)
  }
}

function useApplicationFacts(): (application: ApplicationView) => readonly Fact[] {
  const t = useWords(words)
  const personName = usePersonName()
  const word = useVocabulary()
  return (application) => {
    const { evidence } = application
    const facts: Fact[] = [
      [t('contract'), `${personName(application.contractName)}（${application.contractNo}）`],
      [
        t('users'),
        application.userNames
          .map((name, at) => `${personName(name)}（${application.loginIds[at] ?? ''}）`)
          .join('、'),
      ],
      [t('applicationKind'), word('applicationKind', application.kind)],
      [t('startDate'), <DateText date={application.startDate} />],
      [t('delivery'), word('deliveryMethod', application.delivery)],
      [t('visitor'), word('visitor', evidence.visitor)],
      [t('identityDocument'), word('identityDocument', evidence.identityDocument)],
      [t('seal'), t(evidence.sealVerified ? 'sealDone' : 'sealNot')],
      [t('receiptNo'), evidence.receiptNo],
      [t('fee'), word('feePayment', evidence.fee)],
      [t('address'), `〒${application.postalCode} ${application.address1} ${application.address2}`],
    ]
    if (evidence.visitor === 'agent')
      facts.push([t('attorney'), evidence.powerOfAttorney ? t('attorneySeen') : '―'])
    if (application.relatedSerial !== null) {
      facts.push([t('relatedSerial'), <SerialText serial={application.relatedSerial} />])
    }
    if (application.memo !== '') facts.push([t('memo'), application.memo])
    return facts
  }
}
