/** The approved applications, ↑↓ and Enter; one press of Enter leads to the fob. */
import { useRef, type KeyboardEvent } from 'react'
import type { ApplicationView } from '../../preload/contract/views.ts'
import { useWords } from '../i18n/index.ts'
import { useVocabulary } from '../i18n/vocabulary.ts'
import { DateText, EmptyState, isComposing, Panel, usePersonName } from '../ui/index.ts'
import classes from './issuance.module.css'
import { words } from './words.ts'

export function QueueList({
  applications,
  chosen,
  loading,
  locked,
  onChoose,
}: {
  readonly applications: readonly ApplicationView[]
  readonly chosen: string | null
  readonly loading: boolean
  /** An issuance runs: the choice stands. */
  readonly locked: boolean
  readonly onChoose: (applicationId: string) => void
}) {
  const t = useWords(words)
  const personName = usePersonName()
  const word = useVocabulary()
  const list = useRef<HTMLDivElement>(null)
  const move = (event: KeyboardEvent): void => {
    if (isComposing(event) || locked) return
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    const at = applications.findIndex((each) => each.applicationId === chosen)
    const next = applications[at + step]
    if (next === undefined) return
    onChoose(next.applicationId)
    document.getElementById(`queue-${next.applicationId}`)?.scrollIntoView({ block: 'nearest' })
  }
  return (
    <Panel title={`${t('queue')} (${applications.length})`} fill>
      {applications.length === 0 && !loading && <EmptyState>{t('queueEmpty')}</EmptyState>}
      <div
        ref={list}
        role="listbox"
        data-go-on={applications.length > 0 || undefined}
        tabIndex={applications.length === 0 ? -1 : 0}
        aria-label={t('queue')}
        aria-disabled={locked || undefined}
        aria-activedescendant={chosen === null ? undefined : `queue-${chosen}`}
        className={classes.queue}
        onKeyDown={move}
      >
        {applications.map((application) => (
          <div
            key={application.applicationId}
            id={`queue-${application.applicationId}`}
            role="option"
            aria-selected={application.applicationId === chosen}
            className={classes.queued}
            onClick={() => !locked && onChoose(application.applicationId)}
          >
            <strong>{personName(application.contractName)}</strong>
            <span>{word('applicationKind', application.kind)}</span>
            <span className={classes.small}>{application.userNames.map(personName).join('・')}</span>
            <span className={classes.small}>
              <DateText date={application.startDate} />　{word('deliveryMethod', application.delivery)}
            </span>
          </div>
        ))}
      </div>
    </Panel>
  )
}
