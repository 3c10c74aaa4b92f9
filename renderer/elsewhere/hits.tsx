/** Whoever fits, as little of each as is needed to tell them apart. */
import { Button, Text } from '@mantine/core'
import { useEffect, useMemo, useRef } from 'react'
import type { ElsewhereFound } from '../../preload/contract/views.ts'
import { useWords } from '../i18n/index.ts'
import { useVocabulary } from '../i18n/vocabulary.ts'
import { useGo } from '../routes.ts'
import { PersonName } from '../ui/person-name.tsx'
import { DataTable, EmptyState, Panel, ToneBadge, type Column } from '../ui/index.ts'
import classes from './elsewhere.module.css'
import { words } from './words.ts'

type Hit = ElsewhereFound['hits'][number]

export function Hits({
  found,
  onOpen,
}: {
  /** null: nothing was looked up yet. */
  readonly found: ElsewhereFound | null
  readonly onOpen: (hit: Hit) => void
}) {
  const t = useWords(words)
  const word = useVocabulary()
  const go = useGo()
  const columns = useMemo(
    (): readonly Column<Hit>[] => [
      {
        id: 'branch',
        header: t('branch'),
        width: 180,
        cell: ({ branchNo, branchName }) => `${branchNo} ${branchName}`,
      },
      { id: 'contractNo', header: t('contractNo'), width: 120, cell: ({ contractNo }) => contractNo },
      { id: 'name', header: t('name'), cell: ({ name }) => <PersonName name={name} /> },
      { id: 'kana', header: t('kana'), cell: ({ kana }) => <span title={kana}>{kana}</span> },
      {
        id: 'kind',
        header: t('kind'),
        width: 80,
        cell: ({ kind }) => word('contractKind', kind),
      },
      {
        id: 'status',
        header: t('status'),
        width: 100,
        cell: ({ status }) =>
          status === 'closed' ? (
            <ToneBadge tone="bad">{word('rosterStatus', status)}</ToneBadge>
          ) : (
            word('rosterStatus', status)
          ),
      },
    ],
    [t, word],
  )
  const table = useRef<HTMLDivElement>(null)
  const several = found !== null && found.hits.length > 0
  useEffect(() => {
    if (several) table.current?.querySelector<HTMLElement>('[role=grid]')?.focus()
  }, [found, several])
  return (
    <Panel title={t('hits')} fill>
      <div className={classes.hits}>
        {found?.own === true && (
          <div className={classes.own} role="status">
            <Text size="sm">{t('own')}</Text>
            <Button size="compact-sm" variant="default" onClick={() => go('/application')}>
              {t('toOwn')}
            </Button>
          </div>
        )}
        {several && (
          <Text size="sm" c="dimmed" role="status" mb={4}>
            {t(found.more ? 'more' : 'open')}
          </Text>
        )}
        <div className={classes.table} ref={table}>
          <DataTable
            label={t('hits')}
            columns={columns}
            rows={found?.hits ?? []}
            rowId={({ contractNo }) => contractNo}
            onOpen={onOpen}
            empty={<EmptyState>{t(found === null || found.own ? 'before' : 'nothing')}</EmptyState>}
          />
        </div>
      </div>
    </Panel>
  )
}
