/** 手順5: the manual's result table. The rows are read again, so it shows what is recorded. */
import { Button } from '@mantine/core'
import type { ContractView } from '../../preload/contract/views.ts'
import { useDesk } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { useGo } from '../routes.ts'
import { Refused, useBackKey } from '../ui/index.ts'
import { ContractBand } from '../customers/contract-band.tsx'
import { ManualPage } from '../customers/manual-page.tsx'
import { UnreflectedNotice } from '../customers/unreflected-notice.tsx'
import { unlockColumns, UserRowTable } from '../customers/user-row-table.tsx'
import layout from '../customers/entry.module.css'
import { words } from './words.ts'

export interface Unlocked {
  readonly contractNo: string
  /** Everyone who was unlocked, the chosen ones and those on the same serials. */
  readonly loginIds: readonly string[]
}

export function Result({
  contract,
  unlocked,
  onLeave,
}: {
  readonly contract: ContractView
  readonly unlocked: Unlocked
  readonly onLeave: () => void
}) {
  const t = useWords(words)
  const go = useGo()
  const rows = useDesk('unlock.rows', { contractNo: contract.contractNo })
  const first = unlocked.loginIds[0]
  const leave = (to: '/application' | '/unlock' | '/activation', about: Parameters<typeof go>[1]): void => {
    onLeave()
    go(to, about)
  }
  useBackKey(() => leave('/unlock', {}))
  return (
    <ManualPage
      trail={t('userAdministration')}
      title={t('resultTitle')}
      steps={[t('stepChoose'), t('stepDone')]}
      step={1}
      explanation={[t('resultText')]}
      band={<ContractBand contract={contract} />}
    >
      <Refused refusal={rows.refusal} />
      <UserRowTable
        label={t('resultUsers')}
        rows={(rows.value ?? []).filter((row) => unlocked.loginIds.includes(row.loginId))}
        columns={unlockColumns}
      />
      <UnreflectedNotice />
      <div className={layout.actions}>
        <Button data-first-focus onClick={() => leave('/unlock', {})}>
          {t('anotherCustomer')}
        </Button>
        <Button
          variant="default"
          onClick={() =>
            leave('/activation', {
              contractNo: contract.contractNo,
              ...(first === undefined ? {} : { loginId: first }),
            })
          }
        >
          {t('toLogin')}
        </Button>
        <Button variant="default" onClick={() => leave('/application', { contractNo: contract.contractNo })}>
          {t('toContract')}
        </Button>
      </div>
    </ManualPage>
  )
}
