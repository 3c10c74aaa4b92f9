/** The contract's fobs, one line each with whoever uses it. ↑↓ choose, Enter moves on. */
import { useWords } from '../i18n/index.ts'
import { DateTimeText, PlaceBadge, SerialText, ToneBadge, usePersonName } from '../ui/index.ts'
import classes from './incident.module.css'
import type { ReportedFob, ReportingUser } from './use-report.ts'
import { words } from './words.ts'

export function FobChoice({
  fobs,
  users,
  chosen,
  onChoose,
}: {
  readonly fobs: readonly ReportedFob[]
  readonly users: readonly ReportingUser[]
  readonly chosen: string | null
  readonly onChoose: (serial: string) => void
}) {
  const t = useWords(words)
  const personName = usePersonName()
  const stop = chosen ?? fobs[0]?.serial
  return (
    <fieldset className={classes.fobs} aria-label={t('chooseFob')}>
      {fobs.map((fob) => (
        <label key={fob.serial} className={classes.fob} data-chosen={fob.serial === chosen || undefined}>
          <input
            type="radio"
            name="fob"
            aria-label={fob.serial}
            checked={fob.serial === chosen}
            tabIndex={fob.serial === stop ? 0 : -1}
            {...(chosen === null && fob.serial === stop ? { 'data-first-focus': true } : {})}
            onChange={() => onChoose(fob.serial)}
          />
          <strong>
            <SerialText serial={fob.serial} />
          </strong>
          <span>
            {fob.loginIds
              .map((loginId) => personName(users.find((user) => user.loginId === loginId)?.name ?? loginId))
              .join('・') || '―'}
            {fob.expiresAt !== undefined && (
              <small>
                {t('expiresAt')} <DateTimeText at={fob.expiresAt} style="expiry" />
              </small>
            )}
          </span>
          <span>
            {fob.incident !== null ? (
              <ToneBadge tone="bad">{t('incidentOn')}</ToneBadge>
            ) : (
              fob.place !== undefined && <PlaceBadge place={fob.place} />
            )}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
