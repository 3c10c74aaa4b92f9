/** The fobs of a contract: where each is, whose it is, until when it lives. */
import { Table, Text } from '@mantine/core'
import type { FobView, UserView } from '../../preload/contract/views.ts'
import { useWords } from '../i18n/index.ts'
import { useVocabulary } from '../i18n/vocabulary.ts'
import { DateTimeText, PlaceBadge, SerialText, ToneBadge, usePersonName } from '../ui/index.ts'
import { words } from './words.ts'

export function FobList({
  fobs,
  users,
}: {
  readonly fobs: readonly FobView[]
  readonly users: readonly UserView[]
}) {
  const t = useWords(words)
  const personName = usePersonName()
  const word = useVocabulary()
  if (fobs.length === 0) return <Text size="sm">{t('noFobs')}</Text>
  const nameOf = (loginId: string): string =>
    personName(users.find((each) => each.loginId === loginId)?.name ?? loginId)
  return (
    <Table aria-label={t('fobs')} verticalSpacing={4}>
      <Table.Tbody>
        {fobs.map((fob) => (
          <Table.Tr key={fob.serial}>
            <Table.Td>
              <SerialText serial={fob.serial} />
            </Table.Td>
            <Table.Td>{fob.loginIds.map(nameOf).join('・') || '―'}</Table.Td>
            <Table.Td>
              <PlaceBadge place={fob.place} />
              {fob.incident !== null && (
                <ToneBadge tone="bad">
                  {t('toIncident')}: {word('incidentKind', fob.incident.kind)}
                </ToneBadge>
              )}
            </Table.Td>
            <Table.Td>
              <DateTimeText at={fob.expiresAt} style="expiry" />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
