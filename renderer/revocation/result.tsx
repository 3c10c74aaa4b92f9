/** 手順5: the manual's result table, and the waiting time counted down. */
import { Button, Text } from '@mantine/core'
import type { ContractView, UserRow } from '../../preload/contract/views.ts'
import { useDesk } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { useGo } from '../routes.ts'
import { Countdown, DateTimeText, useBackKey } from '../ui/index.ts'
import { ContractBand } from '../customers/contract-band.tsx'
import { ManualPage } from '../customers/manual-page.tsx'
import { UnreflectedNotice } from '../customers/unreflected-notice.tsx'
import { revocationColumns, UserRowTable } from '../customers/user-row-table.tsx'
import layout from '../customers/entry.module.css'
import { words } from './words.ts'

export interface Revoked {
  readonly contractNo: string
  /** As they were: the serial and expiry just revoked. */
  readonly rows: readonly UserRow[]
  /** What the preview said; the recorded waiting time replaces it as soon as it is read. */
  readonly waitingUntil: number
}

export function Result({
  contract,
  revoked,
  onLeave,
}: {
  readonly contract: ContractView
  readonly revoked: Revoked
  readonly onLeave: () => void
}) {
  const t = useWords(words)
  const go = useGo()
  const waiting = useDesk('revocation.waiting', {})
  const ids = revoked.rows.map((row) => row.loginId)
  const recorded = waiting.value
    ?.filter((row) => ids.includes(row.loginId))
    .map((row) => row.waitingUntil ?? 0)
  const until = Math.max(revoked.waitingUntil, ...(recorded ?? []))
  const first = ids[0]
  const leave = (to: '/application' | '/revocation', withContract: boolean): void => {
    onLeave()
    go(to, withContract ? { contractNo: contract.contractNo } : {})
  }
  useBackKey(() => leave('/application', true))
  return (
    <ManualPage
      trail={t('userAdministration')}
      title={t('resultTitle')}
      steps={[t('stepChoose'), t('stepDone')]}
      step={1}
      explanation={[t('resultText')]}
      band={<ContractBand contract={contract} />}
    >
      <UserRowTable
        label={t('resultTitle')}
        rows={revoked.rows.map((row) => ({ ...row, otpStatus: 'revoked' }))}
        columns={revocationColumns}
      />
      <Text size="xs" c="dimmed">
        {t('serialJustRevoked')}
      </Text>
      <UnreflectedNotice />
      <Text size="md">
        {t('waitingColumn')}　<Countdown until={until} />
        {'　'}（{t('waitingUntilLabel')}: <DateTimeText at={until} />）
      </Text>
      <Text size="sm" c="dimmed">
        {t('afterRevocation')}
      </Text>
      <div className={layout.actions}>
        <Button
          data-first-focus
          onClick={() => {
            onLeave()
            go('/application', {
              contractNo: contract.contractNo,
              ...(first === undefined ? {} : { loginId: first }),
            })
          }}
        >
          {t('toReissue')}
        </Button>
        <Button variant="default" onClick={() => leave('/application', true)}>
          {t('toContract')}
        </Button>
        <Button variant="default" onClick={() => leave('/revocation', false)}>
          {t('anotherCustomer')}
        </Button>
      </div>
    </ManualPage>
  )
}
