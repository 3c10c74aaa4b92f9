/** 発行: left the approved applications, right the fob on the reader and the one issuance that runs. */
import { useState } from 'react'
import { useDesk, useStatus } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { useAbout } from '../routes.ts'
import { Page, Refused } from '../ui/index.ts'
import classes from './issuance.module.css'
import { QueueList } from './queue-list.tsx'
import { StagePanel } from './stage-panel.tsx'
import { TrainingReaderPanel } from './training-reader-panel.tsx'
import { words } from './words.ts'

export default function Issuance() {
  const t = useWords(words)
  const about = useAbout()
  const { realm } = useStatus()
  const queue = useDesk('issuance.queue', {})
  const state = useDesk('issuance.state', {})
  const [picked, setPicked] = useState<string | null>(about.applicationId ?? null)
  /** The issuance whose end was read and gone on from. */
  const [acknowledged, setAcknowledged] = useState<string | null>(null)

  const applications = queue.value ?? []
  const { running = null, last = null } = state.value ?? {}
  // An end just reached stays on screen although its application has left the queue, until it is gone on from.
  const ended = last !== null && last.issuanceId !== acknowledged ? last.applicationId : null
  const wanted = picked ?? running?.applicationId ?? ended
  const known = wanted === ended || applications.some((each) => each.applicationId === wanted)
  const chosen =
    known && wanted !== null ? wanted : (running?.applicationId ?? applications[0]?.applicationId ?? null)

  const goOn = (applicationId: string | null): void => {
    if (last !== null) setAcknowledged(last.issuanceId)
    setPicked(applicationId)
  }
  const nextAfter = (): void => {
    const others = applications.filter((each) => each.applicationId !== chosen)
    goOn(others[0]?.applicationId ?? null)
  }

  return (
    <Page title={t('title')} description={t('intro')} fill>
      <Refused refusal={queue.refusal ?? state.refusal} />
      <div className={classes.screen}>
        <div className={classes.left}>
          <QueueList
            applications={applications}
            chosen={chosen}
            loading={queue.loading}
            locked={running !== null}
            onChoose={goOn}
          />
          {realm === 'training' && <TrainingReaderPanel />}
        </div>
        {state.value !== undefined && (
          <StagePanel
            state={state.value}
            applicationId={chosen}
            application={applications.find((each) => each.applicationId === chosen) ?? null}
            acknowledged={acknowledged}
            onRetry={() => goOn(chosen)}
            onNext={nextAfter}
            onShow={setPicked}
          />
        )}
      </div>
    </Page>
  )
}
