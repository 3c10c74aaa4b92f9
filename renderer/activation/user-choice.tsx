/** Which user stands at the counter. ↑↓ choose, Enter moves on. */
import type { UserView } from '../../preload/contract/views.ts'
import { useWords } from '../i18n/index.ts'
import { useVocabulary } from '../i18n/vocabulary.ts'
import { AuthStatusBadge, Countdown, OtpStatusBadge, SerialText } from '../ui/index.ts'
import { PersonName } from '../ui/person-name.tsx'
import classes from './activation.module.css'
import { words } from './words.ts'

export function UserChoice({
  users,
  chosen,
  onChoose,
}: {
  readonly users: readonly UserView[]
  readonly chosen: string | null
  readonly onChoose: (loginId: string) => void
}) {
  const t = useWords(words)
  const word = useVocabulary()
  const stop = chosen ?? users[0]?.loginId
  return (
    <fieldset className={classes.users} aria-label={t('chooseUser')}>
      {users.map((user) => (
        <label key={user.loginId} className={classes.user} data-chosen={user.loginId === chosen || undefined}>
          <input
            type="radio"
            name="user"
            aria-label={`${user.loginId} ${user.name}`}
            checked={user.loginId === chosen}
            tabIndex={user.loginId === stop ? 0 : -1}
            {...(user.loginId === stop ? { 'data-first-focus': true } : {})}
            onChange={() => onChoose(user.loginId)}
          />
          <span>
            <strong>
              <PersonName name={user.name} />
            </strong>{' '}
            <span className="tabular">{user.loginId}</span>
            <small>{word('userRole', user.role)}</small>
          </span>
          <SerialText serial={user.serial} />
          <span className={classes.badges}>
            <OtpStatusBadge status={user.otpStatus} />
            {user.authStatus === 'stopped' && (
              <AuthStatusBadge status="stopped" causes={user.stops.map((each) => each.cause)} />
            )}
            {user.waitingUntil !== null && <Countdown until={user.waitingUntil} />}
            {user.otpStatus === 'tokenIssued' && user.startDate !== null && (
              <small>{t('startsOn', { date: user.startDate.replaceAll('-', '/') })}</small>
            )}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
