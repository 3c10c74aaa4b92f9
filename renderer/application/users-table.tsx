/** The contract's users with both axes of their state, never merged (DOMAIN.md). */
import { Table } from '@mantine/core'
import type { UserView } from '../../preload/contract/views.ts'
import { useWords } from '../i18n/index.ts'
import { useVocabulary } from '../i18n/vocabulary.ts'
import {
  AuthStatusBadge,
  Countdown,
  DateTimeText,
  OtpStatusBadge,
  SerialText,
  usePersonName,
} from '../ui/index.ts'
import classes from './application.module.css'
import { PersonName } from '../ui/person-name.tsx'
import { words } from './words.ts'

export function UsersTable({
  users,
  pointedAt,
}: {
  readonly users: readonly UserView[]
  readonly pointedAt: string | null
}) {
  const t = useWords(words)
  const word = useVocabulary()
  return (
    <div className={classes.tableFrame}>
      <Table aria-label={t('users')} verticalSpacing={4} stickyHeader>
        <Table.Thead>
          <Table.Tr>
            {(
              ['loginId', 'name', 'role', 'otpStatus', 'authStatus', 'serial', 'expiresAt', 'note'] as const
            ).map((column) => (
              <Table.Th key={column}>{t(column)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {users.map((user) => (
            <Table.Tr key={user.loginId} data-pointed={user.loginId === pointedAt || undefined}>
              <Table.Td className="tabular">{user.loginId}</Table.Td>
              <Table.Td>
                <PersonName name={user.name} />
              </Table.Td>
              <Table.Td>{word('userRole', user.role)}</Table.Td>
              <Table.Td>
                <OtpStatusBadge status={user.otpStatus} />
              </Table.Td>
              <Table.Td>
                <AuthStatusBadge status={user.authStatus} causes={user.stops.map((stop) => stop.cause)} />
              </Table.Td>
              <Table.Td>
                <SerialText serial={user.serial} />
              </Table.Td>
              <Table.Td>
                <DateTimeText at={user.expiresAt} style="expiry" />
              </Table.Td>
              <Table.Td className={classes.note}>
                <Notes user={user} users={users} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}

function Notes({ user, users }: { readonly user: UserView; readonly users: readonly UserView[] }) {
  const t = useWords(words)
  const personName = usePersonName()
  const word = useVocabulary()
  const names = user.sharedWith.map((loginId) =>
    personName(users.find((each) => each.loginId === loginId)?.name ?? loginId),
  )
  return (
    <>
      {user.rosterStatus === 'closed' && <div>{word('rosterStatus', 'closed')}</div>}
      {names.length > 0 && <div>{t('sharedWith', { names: names.join('・') })}</div>}
      {user.waitingUntil !== null && (
        <div>
          {t('waiting')} <Countdown until={user.waitingUntil} />
        </div>
      )}
      {user.otpStatus === 'tokenIssued' && user.startDate !== null && (
        <div>{t('startsOn', { date: user.startDate.replaceAll('-', '/') })}</div>
      )}
      {user.tokenKind === 'software' && <div>{t('softwareToken')}</div>}
      {user.openApplicationId !== null && <div>{t('openApplication')}</div>}
    </>
  )
}
