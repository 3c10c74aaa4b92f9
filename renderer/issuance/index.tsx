/** 発行: left the approved applications, right the fob on the reader and the one issuance that runs. */
import { useEffect, useRef, useState } from 'react'
import { Button } from '@mantine/core'
import { useDesk, useStatus } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { useAbout, useGo } from '../routes.ts'
import { Page, Refused } from '../ui/index.ts'
import { BatchBar } from './batch/batch-bar.tsx'
import { BatchEnd } from './batch/batch-end.tsx'
import { BatchStart, LabelPrinter } from './batch/batch-start.tsx'
import { heldUpBy } from './batch/batch.ts'
import { HeldUp } from './batch/held-up.tsx'
import { useBatch } from './batch/use-batch.ts'
import classes from './issuance.module.css'
import { QueueList } from './queue-list.tsx'
import { StagePanel } from './stage-panel.tsx'
import { TrainingReaderPanel } from './training-reader-panel.tsx'
import { words } from './words.ts'

export default function Issuance() {
  const t = useWords(words)
  const about = useAbout()
  const go = useGo()
  const { realm } = useStatus()
  const queue = useDesk('issuance.queue', {})
  const state = useDesk('issuance.state', {})
  const [picked, setPicked] = useState<string | null>(about.applicationId ?? null)
  /** The issuance whose end was read and gone on from. */
  const [acknowledged, setAcknowledged] = useState<string | null>(null)

  const [goneOn, setGoneOn] = useState(0)

  const applications = queue.value ?? []
  const { running = null, last = null } = state.value ?? {}
  const control = useBatch(applications, last)
  const { batch, current } = control
  const heldUp = batch === null ? null : heldUpBy(batch)
  // An end just reached stays on screen although its application has left the queue, until it is gone on from.
  const ended = last !== null && last.issuanceId !== acknowledged ? last.applicationId : null
  const wanted = picked ?? running?.applicationId ?? ended
  const known = wanted === ended || applications.some((each) => each.applicationId === wanted)
  const alone =
    known && wanted !== null ? wanted : (running?.applicationId ?? applications[0]?.applicationId ?? null)
  // In a batch a proof leads on by itself; a failure stays to be read.
  const chosen = batch === null ? alone : (running?.applicationId ?? current)
  const read = batch !== null && last?.ok === true ? last.issuanceId : acknowledged

  const goOn = (applicationId: string | null): void => {
    if (last !== null) setAcknowledged(last.issuanceId)
    setPicked(applicationId)
  }
  const nextAfter = (): void => {
    const others = applications.filter((each) => each.applicationId !== chosen)
    goOn(others[0]?.applicationId ?? null)
    setGoneOn((times) => times + 1)
  }
  // The button that led on is gone: on with the queue, or where there is none left with what is issued.
  const screen = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (goneOn > 0) screen.current?.querySelector<HTMLElement>('[data-go-on]')?.focus()
  }, [goneOn])

  const beginBatch = (): void => {
    goOn(null)
    control.begin()
  }
  const leaveBatch = (): void => {
    control.leave()
    goOn(null)
  }

  return (
    <Page
      title={t('title')}
      description={t('intro')}
      actions={
        <>
          <LabelPrinter />
          <BatchStart
            count={applications.length}
            enabled={batch === null && running === null}
            onBegin={beginBatch}
          />
          <Button variant="default" onClick={() => go('/mix-up')}>
            {t('mixUp')}
          </Button>
        </>
      }
      fill
    >
      <Refused refusal={queue.refusal ?? state.refusal} />
      <div ref={screen} className={classes.screen}>
        <div className={classes.left}>
          <QueueList
            applications={applications}
            chosen={chosen}
            loading={queue.loading}
            locked={running !== null || batch !== null}
            onChoose={goOn}
          />
          {realm === 'training' && <TrainingReaderPanel />}
        </div>
        <div className={classes.right}>
          {batch !== null && chosen !== null && (
            <BatchBar batch={batch} current={chosen} running={running !== null} control={control} />
          )}
          {batch !== null && heldUp !== null && (
            <HeldUp key={heldUp.applicationId} by={heldUp} control={control} />
          )}
          {batch !== null && heldUp === null && chosen === null && (
            <BatchEnd batch={batch} control={control} onLeave={leaveBatch} />
          )}
          {state.value !== undefined && heldUp === null && (batch === null || chosen !== null) && (
            <StagePanel
              state={state.value}
              applicationId={chosen}
              application={applications.find((each) => each.applicationId === chosen) ?? null}
              acknowledged={read}
              onRetry={() => goOn(chosen)}
              onNext={batch === null ? nextAfter : control.skip}
              onShow={setPicked}
            />
          )}
        </div>
      </div>
    </Page>
  )
}
