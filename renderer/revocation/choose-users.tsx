/** 手順4: who is revoked, why, and who else is affected — named before the button. */
import type { ContractView } from '../../preload/contract/views.ts'
import { useCommand, useDesk } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { useFobOfContract } from '../scanner/index.ts'
import { useGo, type About } from '../routes.ts'
import { Refused, useBackKey, useRegisterKey, type Approver } from '../ui/index.ts'
import { ChooseUsersPage } from '../customers/choose-users-page.tsx'
import { ManagerMay } from '../customers/manager-may.tsx'
import { revocationColumns } from '../customers/user-row-table.tsx'
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
  const list = rows.value ?? []
  const bearer = list.find((row) => row.serial !== null && row.serial === about.serial)?.loginId
  const revocation = useRevocation(list, about.loginId ?? bearer)
  const revoke = useCommand('revokeUsers')
  const { choice, loginIds, preview, settled } = revocation
  const scan = useFobOfContract(contract, (holders) => {
    for (const { loginId } of holders) if (!loginIds.includes(loginId)) revocation.toggle(loginId)
  })
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
    <ChooseUsersPage
      trail={t('userAdministration')}
      title={t('title')}
      steps={[t('stepChoose'), t('stepDone')]}
      explanation={[t('explain1'), t('explain2'), t('explain3'), t('explainRequired')]}
      contract={contract}
      onOther={() => go('/revocation')}
      rows={rows}
      columns={revocationColumns}
      choosing={{ chosen: revocation.chosen, onToggle: revocation.toggle }}
      side={
        <RevocationForm revocation={revocation} whyNot={whyNot} pending={revoke.pending} onRevoke={act}>
          <Refused refusal={revoke.refusal ?? scan ?? revocation.refusal} />
          <ManagerMay
            refusal={revoke.refusal}
            pending={revoke.pending}
            title={t('approverTitle')}
            onApprover={run}
          />
        </RevocationForm>
      }
    />
  )
}
