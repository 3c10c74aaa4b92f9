/** The customer's page: who, with which fobs, what is under way, and what may be done next. */
import { Alert, Button, Group } from '@mantine/core'
import { useState } from 'react'
import type { ContractView } from '../../preload/contract/views.ts'
import { useStaff } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { useGo, type ScreenPath } from '../routes.ts'
import { Page, Panel, useBackKey } from '../ui/index.ts'
import { useActionFocus } from '../customers/action-focus.ts'
import { ContractBand } from '../customers/contract-band.tsx'
import classes from './application.module.css'
import { ApplicationHistory } from './application-history.tsx'
import { FobList } from './fob-list.tsx'
import type { ApplicationFormState } from './form-state.ts'
import { UsersTable } from './users-table.tsx'
import { words } from './words.ts'

const leads: readonly (readonly [ScreenPath, 'toActivation' | 'toUnlock' | 'toRevocation' | 'toIncident'])[] =
  [
    ['/activation', 'toActivation'],
    ['/unlock', 'toUnlock'],
    ['/revocation', 'toRevocation'],
    ['/incident', 'toIncident'],
  ]

export function ContractPanel({
  contract,
  pointedAt,
  unsent,
  onNew,
  onRestore,
  onDropUnsent,
}: {
  readonly contract: ContractView
  /** The user the search hit. */
  readonly pointedAt: string | null
  readonly unsent: ApplicationFormState | null
  readonly onNew: () => void
  readonly onRestore: (form: ApplicationFormState) => void
  readonly onDropUnsent: () => void
}) {
  const t = useWords(words)
  const go = useGo()
  const { role } = useStaff()
  const [dropped, setDropped] = useState(false)
  const { contractNo } = contract
  const whyNot =
    contract.status === 'closed' ? t('contractClosed') : role === 'auditor' ? t('auditorReads') : null
  const about = { contractNo, ...(pointedAt === null ? {} : { loginId: pointedAt }) }
  useBackKey(() => go('/application'))
  const first = useActionFocus()
  return (
    <Page
      title={t('customer')}
      trail={t('title')}
      description={whyNot ?? undefined}
      actions={
        <>
          <Button ref={first} size="sm" disabled={whyNot !== null} onClick={onNew}>
            {t('newApplication')}
            {t('keyHint', { key: 'Enter' })}
          </Button>
          {leads.map(([path, name]) => (
            <Button key={path} size="sm" variant="default" onClick={() => go(path, about)}>
              {t(name)}
            </Button>
          ))}
        </>
      }
    >
      <div className={classes.stack}>
        <ContractBand contract={contract} onOther={() => go('/application')} />
        {unsent !== null && !dropped && (
          <Alert color="yellow" variant="light" p="xs" role="status">
            <Group justify="space-between">
              {t('restore')}
              <Group gap="xs">
                <Button onClick={() => onRestore(unsent)}>{t('restoreDo')}</Button>
                <Button
                  variant="default"
                  onClick={() => {
                    onDropUnsent()
                    setDropped(true)
                  }}
                >
                  {t('restoreDrop')}
                </Button>
              </Group>
            </Group>
          </Alert>
        )}
        <UsersTable users={contract.userList} pointedAt={pointedAt} />
        <div className={classes.halves}>
          <Panel title={t('fobs')}>
            <FobList fobs={contract.fobs} users={contract.userList} />
          </Panel>
          <Panel title={t('history')}>
            <ApplicationHistory applications={contract.applications} />
          </Panel>
        </div>
      </div>
    </Page>
  )
}
