/** 手順4: who is revoked, why, and who else is affected — named before the button. */
import { useState } from 'react'
import type { ContractView } from '../../preload/contract/views.ts'
import { useCommand, useDesk } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { useGo, type About } from '../routes.ts'
import { Refused, useBackKey, useRegisterKey, type Approver } from '../ui/index.ts'
import { ContractBand } from '../customers/contract-band.tsx'
import { ManagerMay } from '../customers/manager-may.tsx'
import { ManualPage } from '../customers/manual-page.tsx'
import { firstOrder, SortControl } from '../customers/sort-control.tsx'
import { sortRows } from '../customers/sort-rows.ts'
import { revocationColumns, UserRowTable } from '../customers/user-row-table.tsx'
import { RevocationForm } from './revocation-form.tsx'
import type { Revoked } from './result.tsx'
import { useRevocation } from './use-revocation.ts'
import { words } from './words.ts'

export function ChooseUsers({
  contract,
  about,
  onRevoked,
}: {
  readonly contract: ContractView
  readonly about: About
  readonly onRevoked: (revoked: Revoked) => void
}) {
  const t = useWords(words)
  const go = useGo()
  const rows = useDesk('revocation.rows', { contractNo: contract.contractNo })
  const [order, setOrder] = useState(firstOrder)
  const list = rows.value ?? []
  const bearer = list.find((row) => row.serial !== null && row.serial === about.serial)?.loginId
  const revocation = useRevocation(list, about.loginId ?? bearer)
  const revoke = useCommand('revokeUsers')
  const { choice, loginIds, preview, settled } = revocation
  const { reason } = choice
  const memo = choice.memo.trim()

  const whyNot =
    loginIds.length === 0
      ? t('whyNobody')
      : reason === null
        ? t('whyReason')
        : reason === 'other' && memo === ''
          ? t('whyMemo')
          : choice.password === ''
            ? t('whyPassword')
            : !settled
              ? t('whyChecking')
              : null

  const run = async (approver?: Approver): Promise<boolean> => {
    if (reason === null || preview === undefined) return false
    const answer = await revoke.run({
      command: { loginIds: [...loginIds], reason, memo },
      password: choice.password,
      ...(approver === undefined ? {} : { approver }),
    })
    if (!answer.ok) {
      if (answer.code === 'PASSWORD_WRONG' && approver === undefined) revocation.change({ password: '' })
      return false
    }
    onRevoked({
      contractNo: contract.contractNo,
      rows: preview.affected,
      waitingUntil: preview.waitingUntil,
    })
    return true
  }
  const act = (): void => void (whyNot === null && !revoke.pending && run())
  useRegisterKey(act, whyNot === null)
  useBackKey(() => go('/application', { contractNo: contract.contractNo }))

  return (
    <ManualPage
      trail={t('userAdministration')}
      title={t('title')}
      steps={[t('stepChoose'), t('stepDone')]}
      step={0}
      focusKey={list.length}
      explanation={[t('explain1'), t('explain2'), t('explain3'), t('explainRequired')]}
      band={<ContractBand contract={contract} onOther={() => go('/revocation')} />}
      side={
        <RevocationForm revocation={revocation} whyNot={whyNot} pending={revoke.pending} onRevoke={act}>
          <Refused refusal={revoke.refusal ?? revocation.refusal} />
          <ManagerMay
            refusal={revoke.refusal}
            pending={revoke.pending}
            title={t('approverTitle')}
            onApprover={run}
          />
        </RevocationForm>
      }
    >
      <SortControl
        columns={revocationColumns}
        onShow={(next) => {
          setOrder(next)
          rows.readAgain()
        }}
      />
      <Refused refusal={rows.refusal} />
      <UserRowTable
        label={t('title')}
        rows={sortRows(list, order.by, order.descending)}
        columns={revocationColumns}
        choosing={{ chosen: revocation.chosen, onToggle: revocation.toggle }}
      />
    </ManualPage>
  )
}
