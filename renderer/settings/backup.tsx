/** バックアップ: how old the last good one is, making one, and what was made. */
import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { CircleCheck, HardDriveDownload, Trash2, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { BackupMade, BackupState } from '../../preload/contract/views.ts'
import { callDesk, useCall, useDesk, useStaff } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import {
  DataTable,
  DateTimeText,
  EmptyState,
  Panel,
  ProgressPanel,
  Refused,
  ToneBadge,
  type Column,
} from '../ui/index.ts'
import { words } from './backup-words.ts'
import classes from './settings.module.css'

type Written = BackupState['written'][number]

const megabytes = (bytes: number) => (bytes / 1024 / 1024).toFixed(1)

export function Backup() {
  const t = useWords(words)
  const staff = useStaff()
  const may = staff.role === 'manager' || (staff.role === 'teller' && staff.deputy)
  const state = useDesk('backup.state', {})
  const run = useCall('backup.run')
  const [made, setMade] = useState<BackupMade>(null)
  const begin = async () => {
    setMade(null)
    const answer = await run.run({})
    if (answer.ok) setMade(answer.value)
  }
  return (
    <div className={classes.fill}>
      <Panel title={t('title')}>
        <Stack gap="sm">
          <Text size="sm">{t('why')}</Text>
          <Age state={state.value} />
          <ToDestroy state={state.value} />
          {run.pending ? (
            <Group align="flex-end" wrap="nowrap">
              <div style={{ flex: 1 }}>
                <ProgressPanel work="backup" label={t('running')} />
              </div>
              <Button variant="default" onClick={() => void callDesk('work.cancel', { work: 'backup' })}>
                {t('cancel')}
              </Button>
            </Group>
          ) : (
            <Group>
              <Button
                leftSection={<HardDriveDownload size={15} aria-hidden />}
                disabled={!may}
                onClick={() => void begin()}
              >
                {t('begin')}
              </Button>
              <Text size="sm" c="dimmed">
                {t(may ? 'restoreHow' : 'managersOnly')}
              </Text>
            </Group>
          )}
          <Refused refusal={run.refusal ?? state.refusal} />
          <div role="status">{made !== null && <Made made={made} />}</div>
        </Stack>
      </Panel>
      <List rows={state.value?.written ?? []} loading={state.loading} />
    </div>
  )
}

function Age({ state }: { readonly state: BackupState | undefined }) {
  const t = useWords(words)
  if (state === undefined) return null
  const { last, days, overdue } = state
  const Icon = overdue ? TriangleAlert : CircleCheck
  return (
    <Group gap="xs" c={overdue ? 'var(--desk-bad)' : 'var(--desk-good)'}>
      <Icon size={18} aria-hidden />
      <Text fw={700}>{last === null ? t('never') : t('age', { days })}</Text>
      {last !== null && <DateTimeText at={last.at} />}
      {overdue && <Text size="sm">{t('overdue')}</Text>}
    </Group>
  )
}

/** Backups from before the last erasure: the erased people are still in them. */
function ToDestroy({ state }: { readonly state: BackupState | undefined }) {
  const t = useWords(words)
  const old = state?.written.filter(({ holdsErased }) => holdsErased) ?? []
  if (state === undefined || state.erasedAt === null || old.length === 0) return null
  return (
    <Alert color="red" icon={<Trash2 size={18} aria-hidden />}>
      <Text size="sm" fw={700}>
        {t('mustDestroy', { count: old.length })} <DateTimeText at={state.erasedAt} />
      </Text>
      <Text size="sm">{t('destroyHow')}</Text>
    </Alert>
  )
}

function Made({ made }: { readonly made: NonNullable<BackupMade> }) {
  const t = useWords(words)
  return (
    <Alert color="green" icon={<CircleCheck size={18} aria-hidden />}>
      <Text size="sm" fw={700}>
        {t('made', {
          fileName: made.fileName,
          size: megabytes(made.bytes),
          events: made.events.toLocaleString('ja-JP'),
        })}
      </Text>
      <Text size="sm">{t('destroy')}</Text>
      {made.removed.length > 0 && <Text size="sm">{t('removed', { names: made.removed.join('、') })}</Text>}
      {made.left.length > 0 && <Text size="sm">{t('left', { names: made.left.join('、') })}</Text>}
    </Alert>
  )
}

function List({ rows, loading }: { readonly rows: readonly Written[]; readonly loading: boolean }) {
  const t = useWords(words)
  const columns: readonly Column<Written>[] = [
    { id: 'at', header: t('at'), width: 160, cell: ({ at }) => <DateTimeText at={at} /> },
    {
      id: 'ok',
      header: t('result'),
      width: 130,
      cell: ({ ok, holdsErased }) =>
        holdsErased ? (
          <ToneBadge tone="bad">{t('toDestroy')}</ToneBadge>
        ) : (
          <ToneBadge tone={ok ? 'good' : 'bad'}>{t(ok ? 'good' : 'bad')}</ToneBadge>
        ),
    },
    {
      id: 'fileName',
      header: t('file'),
      cell: ({ fileName }) => <span title={fileName}>{fileName}</span>,
    },
    { id: 'bytes', header: t('size'), width: 100, cell: ({ bytes }) => `${megabytes(bytes)} MB` },
    {
      id: 'events',
      header: t('events'),
      width: 110,
      cell: ({ events }) => events.toLocaleString('ja-JP'),
    },
    { id: 'by', header: t('by'), width: 130, cell: ({ byName }) => byName },
  ]
  return (
    <DataTable
      label={t('list')}
      columns={columns}
      rows={rows}
      rowId={({ at }) => String(at)}
      loading={loading}
      empty={<EmptyState>{t('none')}</EmptyState>}
    />
  )
}
