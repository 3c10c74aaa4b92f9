/** 送付: print, check fob and letter together before sealing, registered-mail number; one after the other. */
import { Text } from '@mantine/core'
import { useState } from 'react'
import type { MailService } from '../../domain/vocabulary.ts'
import type { ApplicationView } from '../../preload/contract/views.ts'
import { useWords } from '../i18n/index.ts'
import { EmptyState, Panel, SerialText, usePersonName } from '../ui/index.ts'
import classes from './dispatch.module.css'
import { HubFirst } from './hub-first.tsx'
import { Papers } from './papers.tsx'
import { QueueTable } from './queue-table.tsx'
import { SealCheck } from './seal-check.tsx'
import { TrackingEntry } from './tracking-entry.tsx'
import { useQueue } from './use-queue.ts'
import { useWorkFocus } from './work-focus.ts'
import { words } from './words.ts'

export function MailTab({
  queue,
  first,
  loading,
}: {
  readonly queue: readonly ApplicationView[]
  readonly first: string | null
  readonly loading: boolean
}) {
  const t = useWords(words)
  const personName = usePersonName()
  const { current, choose, next } = useQueue(queue, first)
  const { work, focusWork } = useWorkFocus(`${current?.applicationId} ${current?.sealedAt}`)
  /** The fob whose label brought its application to the screen. */
  const [scanned, setScanned] = useState('')
  /** The service used last stays for the next envelope. */
  const [service, setService] = useState<MailService>('simplifiedRegistered')
  return (
    <div className={classes.split}>
      <QueueTable
        label={t('queueMail')}
        empty={t('emptyMail')}
        queue={queue}
        chosen={current?.applicationId ?? null}
        loading={loading}
        onChoose={choose}
        onEnter={focusWork}
      />
      <div className={classes.work} ref={work}>
        {current === null ? (
          <EmptyState>{t('nothingLeft')}</EmptyState>
        ) : (
          <>
            <Panel title={t('step1')}>
              <Text size="sm" mb={6}>
                <strong>{t('honorific', { name: personName(current.contractName) })}</strong>
                <span className={classes.address}>
                  〒{current.postalCode} {current.address1}
                  {current.address2}
                </span>
                <br />
                {t('serial')} <SerialText serial={current.serial} />
              </Text>
              <Papers application={current} papers={['coverLetter', 'addressLabel', 'packetLabel']} />
            </Panel>
            <Panel title={t('step2')}>
              <SealCheck
                key={current.applicationId}
                application={current}
                queue={queue}
                scanned={scanned === current.serial ? scanned : ''}
                onOther={(applicationId, serial) => {
                  // What was scanned is checked already: only the letter is missing.
                  setScanned(serial)
                  choose(applicationId)
                }}
              />
            </Panel>
            <Panel title={t('step3')}>
              <HubFirst application={current} />
              <TrackingEntry
                key={`${current.applicationId} ${current.sealedAt}`}
                application={current}
                service={service}
                onService={setService}
                onDispatched={next}
              />
            </Panel>
          </>
        )}
      </div>
    </div>
  )
}
