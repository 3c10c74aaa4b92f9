/** 手順4: whose stop is lifted, and who else uses the same serial — named before the button. */
import { useState } from 'react'
import type { ContractView } from '../../preload/contract/views.ts'
import { useCommand, useDesk } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { useGo, type About } from '../routes.ts'
import { Refused, useBackKey, useRegisterKey, type Approver } from '../ui/index.ts'
import { ChooseUsersPage } from '../customers/choose-users-page.tsx'
import { ManagerMay } from '../customers/manager-may.tsx'
import { unlockColumns } from '../customers/user-row-table.tsx'
import { emptyUnlock, UnlockForm, type UnlockEntry } from './unlock-form.tsx'
import type { Unlocked } from './result.tsx'
import { words } from './words.ts'

export function ChooseUsers({
  contract,
  about,
  onUnlocked,
}: {
  readonly contract: ContractView
  readonly about: About
  readonly onUnlocked: (unlocked: Unlocked) => void
}) {
  const t = useWords(words)
  const go = useGo()
  const { contractNo } = contract
  const rows = useDesk('unlock.rows', { contractNo })
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () => new Set(about.loginId === undefined ? [] : [about.loginId]),
  )
  const [entry, setEntry] = useState<UnlockEntry>(emptyUnlock)
  const list = rows.value ?? []
  const loginIds = list
    .filter((row) => row.refusal === null && chosen.has(row.loginId))
    .map((row) => row.loginId)
  const asked = loginIds.length > 0
  const reading = useDesk('unlock.preview', { loginIds }, { when: asked, keepPrevious: true })
  const preview = asked ? reading.value : undefined
  const unlock = useCommand('unlockUsers')

  const whyNot = !asked
    ? t('whyNobody')
    : !entry.identityChecked
      ? t('whyIdentity')
      : entry.memo.trim() === ''
        ? t('whyMemo')
        : entry.password === ''
          ? t('whyPassword')
          : preview === undefined || reading.stale
            ? t('whyChecking')
            : null

  const run = async (approver?: Approver): Promise<boolean> => {
    if (preview === undefined) return false
    const answer = await unlock.run({
      command: { loginIds, identityChecked: entry.identityChecked, memo: entry.memo.trim() },
      password: entry.password,
      ...(approver === undefined ? {} : { approver }),
    })
    if (!answer.ok) {
      if (answer.code === 'PASSWORD_WRONG' && approver === undefined) setEntry({ ...entry, password: '' })
      return false
    }
    onUnlocked({ contractNo, loginIds: preview.affected.map((row) => row.loginId) })
    return true
  }
  const act = (): void => void (whyNot === null && !unlock.pending && run())
  useRegisterKey(act, whyNot === null)
  useBackKey(() => go('/unlock'))

  const toggle = (loginId: string): void => {
    const next = new Set(loginIds)
    if (!next.delete(loginId)) next.add(loginId)
    setChosen(next)
  }

  return (
    <ChooseUsersPage
      trail={t('userAdministration')}
      title={t('title')}
      steps={[t('stepChoose'), t('stepDone')]}
      explanation={[t('explain1'), t('explain2'), t('explain3'), t('explainRequired')]}
      contract={contract}
      onOther={() => go('/unlock')}
      rows={rows}
      columns={unlockColumns}
      choosing={{ chosen: new Set(loginIds), onToggle: toggle }}
      side={
        <UnlockForm
          entry={entry}
          onEntry={setEntry}
          preview={preview}
          whyNot={whyNot}
          pending={unlock.pending}
          onUnlock={act}
        >
          <Refused refusal={unlock.refusal ?? preview?.refusal ?? null} />
          <ManagerMay
            refusal={unlock.refusal}
            pending={unlock.pending}
            title={t('approverTitle')}
            onApprover={run}
          />
        </UnlockForm>
      }
    />
  )
}
