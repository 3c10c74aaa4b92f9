/** 窓口交付: the right fob, to a person whose identity was checked. */
import { useState } from 'react'
import type { ApplicationView } from '../../preload/contract/views.ts'
import { useWords } from '../i18n/index.ts'
import { EmptyState, Panel } from '../ui/index.ts'
import classes from './dispatch.module.css'
import { HandOverForm } from './hand-over-form.tsx'
import { HandedOver } from './handed-over.tsx'
import { HubFirst } from './hub-first.tsx'
import { Papers } from './papers.tsx'
import { QueueTable } from './queue-table.tsx'
import { useQueue } from './use-queue.ts'
import { useWorkFocus } from './work-focus.ts'
import { words } from './words.ts'

export function CounterTab({
  queue,
  first,
  loading,
}: {
  readonly queue: readonly ApplicationView[]
  readonly first: string | null
  readonly loading: boolean
}) {
  const t = useWords(words)
  const { current, choose, next } = useQueue(queue, first)
  const { work, focusWork } = useWorkFocus(current?.applicationId ?? '')
  const [done, setDone] = useState<ApplicationView | null>(null)
  return (
    <div className={classes.split}>
      <QueueTable
        label={t('queueCounter')}
        empty={t('emptyCounter')}
        queue={queue}
        chosen={current?.applicationId ?? null}
        loading={loading}
        onChoose={choose}
        onEnter={focusWork}
      />
      <div className={classes.work} ref={work}>
        {done !== null ? (
          <HandedOver application={done} onNext={() => setDone(null)} />
        ) : current === null ? (
          <EmptyState>{t('nothingLeft')}</EmptyState>
        ) : (
          <>
            <Panel title={t('handOverReceipt')}>
              <Papers application={current} papers={['handOverReceipt', 'packetLabel']} />
            </Panel>
            <HubFirst application={current} />
            <HandOverForm
              key={current.applicationId}
              application={current}
              onHandedOver={() => {
                setDone(current)
                next()
              }}
            />
          </>
        )}
      </div>
    </div>
  )
}
