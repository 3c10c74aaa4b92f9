/** Waiting times that still run: who may register again from when (rule 7). */
import { useDesk } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { Countdown, DateTimeText, EmptyState, Panel, Refused } from '../ui/index.ts'
import { PersonName } from '../ui/person-name.tsx'
import classes from './waiting-list.module.css'
import { words } from './words.ts'

export function WaitingList() {
  const t = useWords(words)
  const waiting = useDesk('revocation.waiting', {})
  const rows = waiting.value ?? []
  return (
    <Panel title={t('waitingList')} fill>
      <Refused refusal={waiting.refusal} />
      {rows.length === 0 && !waiting.loading && <EmptyState>{t('nobodyWaiting')}</EmptyState>}
      <ul className={classes.list}>
        {rows.map((row) => (
          <li key={row.loginId}>
            <span>
              <strong>
                <PersonName name={row.name} />
              </strong>{' '}
              {row.loginId}
            </span>
            {row.waitingUntil !== null && (
              <span>
                <Countdown until={row.waitingUntil} onEnd={waiting.readAgain} />{' '}
                <small>
                  (<DateTimeText at={row.waitingUntil} />)
                </small>
              </span>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
