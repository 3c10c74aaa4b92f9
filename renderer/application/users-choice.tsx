/**
 * 対象の利用者: every user of the contract, with the reason where this kind of application does not fit. One
 * stop for Enter; ↑↓ move within, Space chooses.
 */
import type { KeyboardEvent } from 'react'
import type { ContractView } from '../../preload/contract/views.ts'
import { useWords } from '../i18n/index.ts'
import { useVocabulary } from '../i18n/vocabulary.ts'
import { useRefusalSentence, usePersonName } from '../ui/index.ts'
import classes from './application.module.css'
import type { ApplicationEntry } from './use-application-form.ts'
import { words } from './words.ts'

export function UsersChoice({
  entry,
  contract,
}: {
  readonly entry: ApplicationEntry
  readonly contract: ContractView
}) {
  const t = useWords(words)
  const personName = usePersonName()
  const word = useVocabulary()
  const say = useRefusalSentence()
  const { form, change, defaults } = entry
  const problem = entry.problemOf('loginIds')
  const possible = (loginId: string): boolean =>
    defaults?.users.some((user) => user.loginId === loginId && user.refusal === null) ?? false
  const chosen = form.loginIds
  const stop =
    contract.userList.find((user) => chosen.includes(user.loginId))?.loginId ??
    contract.userList.find((user) => possible(user.loginId))?.loginId
  const toggle = (loginId: string): void =>
    change({
      loginIds: chosen.includes(loginId) ? chosen.filter((each) => each !== loginId) : [...chosen, loginId],
    })
  return (
    <fieldset className={classes.users} data-field="loginIds" onKeyDown={walk}>
      <legend>
        {t('usersField')}　<small>{t('usersHint')}</small>
      </legend>
      <div className={classes.userRows}>
        {contract.userList.map((user) => {
          const refusal = defaults?.users.find((each) => each.loginId === user.loginId)?.refusal ?? null
          return (
            <label
              key={user.loginId}
              className={classes.userRow}
              data-refused={refusal !== null || undefined}
              data-chosen={chosen.includes(user.loginId) || undefined}
            >
              <input
                type="checkbox"
                checked={chosen.includes(user.loginId)}
                disabled={!possible(user.loginId)}
                tabIndex={user.loginId === stop ? 0 : -1}
                onChange={() => toggle(user.loginId)}
              />
              <span className="tabular">{user.loginId}</span>
              <span>{personName(user.name)}</span>
              <span>{word('userRole', user.role)}</span>
              <span>{word('otpStatus', user.otpStatus)}</span>
              {refusal !== null && <small>{say(refusal)}</small>}
            </label>
          )
        })}
      </div>
      {problem !== undefined && <p className={classes.problem}>{say(problem)}</p>}
    </fieldset>
  )
}

function walk(event: KeyboardEvent<HTMLFieldSetElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const boxes = [...event.currentTarget.querySelectorAll<HTMLInputElement>('input:enabled')]
  const at = boxes.findIndex((box) => box === document.activeElement)
  event.preventDefault()
  boxes[at + (event.key === 'ArrowDown' ? 1 : -1)]?.focus()
}
