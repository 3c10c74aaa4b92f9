/** Beside the list: reason, memo, those affected, 担当者パスワード and the button. */
import { PasswordInput, Text, Textarea } from '@mantine/core'
import type { ReactNode } from 'react'
import { revocationReason } from '../../domain/vocabulary.ts'
import { useLanguage, useWords } from '../i18n/index.ts'
import { useVocabulary } from '../i18n/vocabulary.ts'
import { DateTimeText, Panel, useEnterMovesOn, Warnings } from '../ui/index.ts'
import { ActionButton } from '../customers/action-button.tsx'
import { NativeChoice } from '../customers/native-choice.tsx'
import { listNames } from '../customers/names.ts'
import layout from '../customers/entry.module.css'
import { PersonName } from '../ui/person-name.tsx'
import type { useRevocation } from './use-revocation.ts'
import { words } from './words.ts'

/** 利用者操作 is the customer's own screen's reason, never the desk's. */
const reasons = revocationReason.options.filter((reason) => reason !== 'byCustomer')

export function RevocationForm({
  revocation,
  whyNot,
  pending,
  onRevoke,
  children,
}: {
  readonly revocation: ReturnType<typeof useRevocation>
  readonly whyNot: string | null
  readonly pending: boolean
  readonly onRevoke: () => void
  /** Refusals, above the button. */
  readonly children: ReactNode
}) {
  const t = useWords(words)
  const { choice, change, loginIds } = revocation
  return (
    <div onKeyDown={useEnterMovesOn(onRevoke)}>
      <Panel title={t('affectedTitle')}>
        <div className={layout.form}>
          <NativeChoice
            set="revocationReason"
            members={reasons}
            label={t('reason')}
            placeholder={t('chooseReason')}
            value={choice.reason}
            onChange={(reason) => change({ reason })}
          />
          <Textarea
            label={t(choice.reason === 'other' ? 'memoRequired' : 'memo')}
            autosize
            minRows={1}
            maxRows={3}
            maxLength={500}
            value={choice.memo}
            onChange={(event) => change({ memo: event.currentTarget.value })}
          />
          <Affected revocation={revocation} />
          <PasswordInput
            label={t('password')}
            autoComplete="off"
            value={choice.password}
            onChange={(event) => change({ password: event.currentTarget.value })}
          />
          {children}
          <ActionButton danger onAct={onRevoke} whyNot={whyNot} pending={pending}>
            {t('revokeCount', { count: loginIds.length })}
          </ActionButton>
        </div>
      </Panel>
    </div>
  )
}

function Affected({ revocation }: { readonly revocation: ReturnType<typeof useRevocation> }) {
  const t = useWords(words)
  const word = useVocabulary()
  const language = useLanguage()
  const { preview, added, choice, loginIds } = revocation
  if (loginIds.length === 0) return <Text size="sm">{t('affectedNobody')}</Text>
  if (preview === undefined || choice.reason === null)
    return <Text size="sm">{t('affectedChooseReason')}</Text>
  const reason = word('revocationReason', choice.reason)
  const addedRows = preview.affected.filter((row) => added.includes(row.loginId))
  const left = preview.sharers.filter((row) => !loginIds.includes(row.loginId))
  const stillHeld = left.filter((row) => preview.preselect.includes(row.loginId))
  return (
    <div role="status" className={layout.affected}>
      <ul>
        {preview.affected.map((row) => (
          <li key={row.loginId}>
            <strong>
              <PersonName name={row.name} />
            </strong>{' '}
            {row.loginId}　{word('userRole', row.role)}
          </li>
        ))}
      </ul>
      {addedRows.length > 0 && <p>{t('sharersAdded', { reason, names: listNames(addedRows, language) })}</p>}
      {stillHeld.length > 0 ? (
        <p className={layout.warning}>
          {t('sharersMissing', { reason, names: listNames(stillHeld, language) })}
        </p>
      ) : (
        left.length > 0 && <p>{t('sharersKeep', { names: listNames(left, language) })}</p>
      )}
      <Warnings warnings={preview.warnings} />
      <p>
        {t('irreversible')} {t('waitingUntilLabel')}:{' '}
        <strong>{<DateTimeText at={preview.waitingUntil} />}</strong>
      </p>
    </div>
  )
}
