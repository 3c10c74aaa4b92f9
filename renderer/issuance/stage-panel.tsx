/** The right half: who it is for, and the one stage that holds (`stage.ts`). */
import { Alert, Button, Text } from '@mantine/core'
import { Nfc, Unplug } from 'lucide-react'
import type { ApplicationView, IssuanceState } from '../../preload/contract/views.ts'
import { assertNever } from '../../domain/vocabulary.ts'
import { useWords } from '../i18n/index.ts'
import { useGo } from '../routes.ts'
import { useVocabulary } from '../i18n/vocabulary.ts'
import { DateText, EmptyState, Facts, groupSerial, Panel, usePersonName } from '../ui/index.ts'
import { AssignFactorySeeded } from './assign.tsx'
import { Compare } from './compare.tsx'
import { Done } from './done.tsx'
import { Refusal } from './refusal.tsx'
import { RunningIssuance } from './running-issuance.tsx'
import { stageOf, type Stage } from './stage.ts'
import { ToDiagnosis } from './to-diagnosis.tsx'
import { words } from './words.ts'

export interface StageProps {
  readonly state: IssuanceState
  readonly applicationId: string | null
  /** null once it has left the queue. */
  readonly application: ApplicationView | null
  readonly acknowledged: string | null
  readonly onRetry: () => void
  readonly onNext: () => void
  readonly onShow: (applicationId: string) => void
}

export function StagePanel(props: StageProps) {
  const t = useWords(words)
  const personName = usePersonName()
  const word = useVocabulary()
  const { state, applicationId, application, acknowledged } = props
  const stage = stageOf(state, applicationId, acknowledged)
  return (
    <>
      {application !== null && (
        <Panel>
          <Facts
            columns={2}
            facts={[
              [t('contractor'), <strong key="name">{personName(application.contractName)}</strong>],
              [t('kind'), word('applicationKind', application.kind)],
              [t('users'), application.userNames.map(personName).join('・')],
              [t('startDate'), <DateText key="date" date={application.startDate} />],
            ]}
          />
        </Panel>
      )}
      <StageView {...props} stage={stage} />
    </>
  )
}

function StageView({
  stage,
  applicationId,
  application,
  onRetry,
  onNext,
  onShow,
}: StageProps & { readonly stage: Stage }) {
  const t = useWords(words)
  const go = useGo()
  const assign =
    applicationId === null ? null : (
      <AssignFactorySeeded
        key={applicationId}
        applicationId={applicationId}
        application={application}
        onNext={onNext}
      />
    )
  switch (stage.at) {
    case 'idle':
      return (
        <EmptyState>
          <Text size="sm">{t('nothingLeft')}</Text>
          <Button mt="sm" variant="default" data-go-on onClick={() => go('/dispatch')}>
            {t('toQueue')}
          </Button>
        </EmptyState>
      )
    case 'noReader':
      return (
        <>
          <Panel title={t('reader')}>
            <EmptyState icon={Unplug}>
              <Text fw={700}>{t('noReaderTitle')}</Text>
            </EmptyState>
            <Refusal
              refusal={{ code: 'NO_READER', detail: {} }}
              ways={[]}
              application={application}
              serial={null}
              onRetry={onRetry}
              onNext={onNext}
            />
            <ToDiagnosis />
          </Panel>
          {assign}
        </>
      )
    case 'noFob':
      return (
        <>
          <Panel title={t('reader')}>
            <EmptyState icon={Nfc}>
              <Text fw={700} size="lg" role="status">
                {t('noFobTitle')}
              </Text>
              <Text size="sm">{t('noFobText')}</Text>
            </EmptyState>
          </Panel>
          {assign}
        </>
      )
    case 'lift':
      return (
        <Panel title={t('fobOnReader')}>
          <EmptyState icon={Nfc}>
            <Text fw={700} size="lg" role="status">
              {t('liftTitle', { serial: groupSerial(stage.serial) })}
            </Text>
            <Text size="sm">{t('liftText')}</Text>
          </EmptyState>
        </Panel>
      )
    case 'unusable':
      return (
        <Panel title={t('fobOnReader')}>
          <Refusal
            refusal={stage.refusal}
            application={application}
            serial={stage.fob?.serial ?? null}
            onRetry={onRetry}
            onNext={onNext}
          />
          <ToDiagnosis />
        </Panel>
      )
    case 'ready':
      return applicationId === null ? null : (
        <Compare
          key={`${applicationId} ${stage.chipSerial}`}
          stage={stage}
          applicationId={applicationId}
          application={application}
          onNext={onNext}
        />
      )
    case 'running':
      return <RunningIssuance key={stage.running.issuanceId} running={stage.running} />
    case 'busy':
      return (
        <Alert color="yellow" variant="light" role="status">
          {t('busy')}{' '}
          <Button variant="default" onClick={() => onShow(stage.running.applicationId)}>
            {t('toRunning')}
          </Button>
        </Alert>
      )
    case 'done':
      return <Done last={stage.last} onNext={onNext} />
    case 'failed':
      return (
        <Panel title={t('failedTitle')}>
          <Refusal
            refusal={stage.refusal}
            application={application}
            serial={stage.last.serial}
            onRetry={onRetry}
            onNext={onNext}
          />
          <Text size="sm" mt="xs" c="dimmed">
            {t('voidNote')} {stage.last.rewriteNeeded && t('rewriteNote')}
          </Text>
        </Panel>
      )
    default:
      return assertNever(stage)
  }
}
