/** Beside the list: who will be unlocked, identity, what was found, 担当者パスワード and the button. */
import { Checkbox, PasswordInput, Text, Textarea } from '@mantine/core'
import type { ReactNode } from 'react'
import type { UnlockPreview } from '../../preload/contract/views.ts'
import { useLanguage, useWords } from '../i18n/index.ts'
import { AuthStatusBadge, Panel, SerialText, useEnterMovesOn } from '../ui/index.ts'
import { ActionButton } from '../customers/action-button.tsx'
import { listNames } from '../customers/names.ts'
import layout from '../customers/entry.module.css'
import { PersonName } from '../ui/person-name.tsx'
import { words } from './words.ts'

export interface UnlockEntry {
  readonly identityChecked: boolean
  readonly memo: string
  readonly password: string
}

export const emptyUnlock: UnlockEntry = { identityChecked: false, memo: '', password: '' }

export function UnlockForm({
  entry,
  onEntry,
  preview,
  whyNot,
  pending,
  onUnlock,
  children,
}: {
  readonly entry: UnlockEntry
  readonly onEntry: (entry: UnlockEntry) => void
  /** undefined: nobody chosen. */
  readonly preview: UnlockPreview | undefined
  readonly whyNot: string | null
  readonly pending: boolean
  readonly onUnlock: () => void
  /** Refusals, above the button. */
  readonly children: ReactNode
}) {
  const t = useWords(words)
  return (
    <div onKeyDown={useEnterMovesOn(onUnlock)}>
      <Panel title={t('affectedTitle')}>
        <div className={layout.form}>
          <Affected preview={preview} />
          <Checkbox
            label={t('identityChecked')}
            checked={entry.identityChecked}
            onChange={(event) => onEntry({ ...entry, identityChecked: event.currentTarget.checked })}
          />
          <Textarea
            label={t('memo')}
            placeholder={t('memoHint')}
            autosize
            minRows={2}
            maxRows={4}
            maxLength={500}
            value={entry.memo}
            onChange={(event) => onEntry({ ...entry, memo: event.currentTarget.value })}
          />
          <PasswordInput
            label={t('password')}
            autoComplete="off"
            value={entry.password}
            onChange={(event) => onEntry({ ...entry, password: event.currentTarget.value })}
          />
          {children}
          <ActionButton onAct={onUnlock} whyNot={whyNot} pending={pending}>
            {t('unlockCount', { count: preview?.affected.length ?? 0 })}
          </ActionButton>
        </div>
      </Panel>
    </div>
  )
}

function Affected({ preview }: { readonly preview: UnlockPreview | undefined }) {
  const t = useWords(words)
  const language = useLanguage()
  if (preview === undefined) return <Text size="sm">{t('affectedNobody')}</Text>
  const also = preview.affected.filter((row) => preview.alsoOnSameFob.includes(row.loginId))
  return (
    <div role="status" className={layout.affected}>
      <ul>
        {preview.affected.map((row) => (
          <li key={row.loginId}>
            <strong>
              <PersonName name={row.name} />
            </strong>{' '}
            {row.loginId}　<SerialText serial={row.serial} />{' '}
            <AuthStatusBadge status={row.authStatus} causes={row.causes} />
            {also.includes(row) && <em>　{t('sameFob')}</em>}
          </li>
        ))}
      </ul>
      {also.length > 0 && (
        <p className={layout.warning}>{t('alsoOnSameFob', { names: listNames(also, language) })}</p>
      )}
    </div>
  )
}
