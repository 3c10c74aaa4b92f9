/** The people of the branch; every change waits for another manager. */
import { Button, Group } from '@mantine/core'
import { KeyRound, Pencil, UserMinus, UserPlus } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { StaffView } from '../../preload/contract/views.ts'
import { useDesk, useStaff } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { useVocabulary } from '../i18n/vocabulary.ts'
import { DataTable, EmptyState, Refused, ToneBadge, type Column } from '../ui/index.ts'
import classes from './settings.module.css'
import { SetPassword } from './set-password.tsx'
import { RemoveStaff, StaffForm } from './staff-dialogs.tsx'
import { words } from './words.ts'

type Act = 'add' | 'change' | 'remove' | 'setPassword'

export function Staff() {
  const t = useWords(words)
  const me = useStaff()
  const list = useDesk('staff.list', {})
  const [activeNo, setActiveNo] = useState<string | null>(null)
  const [act, setAct] = useState<Act | null>(null)
  const columns = useColumns()
  const chosen = list.value?.find(({ staffNo }) => staffNo === activeNo) ?? null
  const close = () => setAct(null)
  const may = me.role === 'manager'
  const mayWith = may && chosen !== null && chosen.active
  return (
    <div className={classes.fill}>
      <Refused refusal={list.refusal} />
      <Group gap="xs">
        <Button
          leftSection={<UserPlus size={14} aria-hidden />}
          disabled={!may}
          onClick={() => setAct('add')}
        >
          {t('add')}
        </Button>
        <Button
          variant="default"
          leftSection={<Pencil size={14} aria-hidden />}
          disabled={!mayWith}
          onClick={() => setAct('change')}
        >
          {t('change')}
        </Button>
        <Button
          variant="default"
          leftSection={<UserMinus size={14} aria-hidden />}
          disabled={!mayWith}
          onClick={() => setAct('remove')}
        >
          {t('remove')}
        </Button>
        <Button
          variant="default"
          leftSection={<KeyRound size={14} aria-hidden />}
          disabled={!mayWith || me.role !== 'manager' || chosen.staffNo === me.staffNo}
          onClick={() => setAct('setPassword')}
        >
          {t('setPassword')}
        </Button>
      </Group>
      <DataTable
        label={t('staff')}
        columns={columns}
        rows={list.value ?? []}
        rowId={({ staffNo }) => staffNo}
        onActive={({ staffNo }) => setActiveNo(staffNo)}
        initialSort={{ id: 'staffNo', descending: false }}
        loading={list.loading}
        empty={<EmptyState>{t('staffNone')}</EmptyState>}
      />
      {act === 'add' && <StaffForm person={null} onClose={close} />}
      {act === 'change' && chosen !== null && <StaffForm person={chosen} onClose={close} />}
      {act === 'remove' && chosen !== null && <RemoveStaff person={chosen} onClose={close} />}
      {act === 'setPassword' && chosen !== null && (
        <SetPassword person={chosen} staff={list.value ?? []} onClose={close} />
      )}
    </div>
  )
}

function useColumns(): readonly Column<StaffView>[] {
  const t = useWords(words)
  const word = useVocabulary()
  return useMemo(
    () => [
      {
        id: 'staffNo',
        header: t('staffNo'),
        width: 110,
        sortBy: ({ staffNo }) => staffNo,
        cell: ({ staffNo }) => <span className="tabular">{staffNo}</span>,
      },
      { id: 'name', header: t('name'), sortBy: ({ name }) => name, cell: ({ name }) => name },
      {
        id: 'role',
        header: t('role'),
        width: 130,
        sortBy: ({ role }) => role,
        cell: ({ role }) => word('staffRole', role),
      },
      {
        id: 'deputy',
        header: t('deputy'),
        width: 90,
        sortBy: ({ deputy }) => (deputy ? 0 : 1),
        cell: ({ deputy }) => t(deputy ? 'yes' : 'no'),
      },
      {
        id: 'canSignIn',
        header: t('canSignIn'),
        width: 170,
        sortBy: ({ canSignIn }) => (canSignIn ? 0 : 1),
        cell: ({ canSignIn }) =>
          canSignIn ? t('canSignInYes') : <ToneBadge tone="warn">{t('canSignInNo')}</ToneBadge>,
      },
      {
        id: 'state',
        header: t('state'),
        width: 100,
        sortBy: ({ active }) => (active ? 0 : 1),
        cell: ({ active }) => t(active ? 'active' : 'inactive'),
      },
    ],
    [t, word],
  )
}
