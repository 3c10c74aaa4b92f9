/** Everyone whom the report will stop: all users of the fob, named before the button. */
import { Text } from '@mantine/core'
import { useWords } from '../i18n/index.ts'
import { useVocabulary } from '../i18n/vocabulary.ts'
import layout from '../customers/entry.module.css'
import { usePersonName } from '../ui/index.ts'
import classes from './incident.module.css'
import type { ReportedFob, ReportingUser } from './use-report.ts'
import { words } from './words.ts'

export function StoppedPeople({
  fob,
  users,
  done = false,
}: {
  readonly fob: Pick<ReportedFob, 'loginIds'> | null
  readonly users: readonly ReportingUser[]
  /** The report is made: they are stopped. */
  readonly done?: boolean
}) {
  const t = useWords(words)
  const personName = usePersonName()
  const word = useVocabulary()
  if (fob === null) return <Text size="sm">{t('chooseFobFirst')}</Text>
  if (fob.loginIds.length === 0) return <Text size="sm">{t('affectedNobody')}</Text>
  return (
    <div role="status" className={layout.affected}>
      <strong>{t(done ? 'stopped' : 'affected')}</strong>
      <ul className={classes.people}>
        {fob.loginIds.map((loginId) => {
          const user = users.find((each) => each.loginId === loginId)
          return (
            <li key={loginId}>
              <strong>{personName(user?.name ?? loginId)}</strong> {loginId}
              {user !== undefined && `　${word('userRole', user.role)}`}
            </li>
          )
        })}
      </ul>
    </div>
  )
}
