/** The contract's applications, newest first; each opens. */
import { Anchor, Table, Text } from '@mantine/core'
import type { ApplicationView } from '../../preload/contract/views.ts'
import { useWords } from '../i18n/index.ts'
import { useVocabulary } from '../i18n/vocabulary.ts'
import { useGo } from '../routes.ts'
import { ApplicationStatusBadge, DateTimeText, usePersonName } from '../ui/index.ts'
import { words } from './words.ts'

export function ApplicationHistory({ applications }: { readonly applications: readonly ApplicationView[] }) {
  const t = useWords(words)
  const personName = usePersonName()
  const word = useVocabulary()
  const go = useGo()
  if (applications.length === 0) return <Text size="sm">{t('noHistory')}</Text>
  const newestFirst = [...applications].sort((a, b) => b.requestedAt - a.requestedAt)
  return (
    <Table aria-label={t('history')} verticalSpacing={4}>
      <Table.Tbody>
        {newestFirst.map((application) => (
          <Table.Tr key={application.applicationId}>
            <Table.Td>
              <Anchor
                component="button"
                size="sm"
                onClick={() => go('/application', { applicationId: application.applicationId })}
              >
                {word('applicationKind', application.kind)}
              </Anchor>
            </Table.Td>
            <Table.Td>{application.userNames.map(personName).join('・')}</Table.Td>
            <Table.Td>
              <ApplicationStatusBadge status={application.status} />
            </Table.Td>
            <Table.Td>
              <DateTimeText at={application.requestedAt} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
