/** Staff's side: which user, identity checked, then the screen is turned to the customer. */
import { Checkbox, Text } from '@mantine/core'
import { useState } from 'react'
import type { ContractView } from '../../preload/contract/views.ts'
import { useCall, useStatus } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { useFobOfContract } from '../scanner/index.ts'
import { useGo, type About } from '../routes.ts'
import {
  groupSerial,
  Page,
  Panel,
  Refused,
  Succeeded,
  useBackKey,
  useEnterMovesOn,
  useRefusalSentence,
  useRegisterKey,
} from '../ui/index.ts'
import { ActionButton } from '../customers/action-button.tsx'
import { ContractBand } from '../customers/contract-band.tsx'
import classes from './activation.module.css'
import { CustomerTurn } from './customer-turn.tsx'
import { LoginPanel } from './login-panel.tsx'
import { UserChoice } from './user-choice.tsx'
import { WhyPanel } from './why-panel.tsx'
import { words } from './words.ts'

export function AtTheCounter({
  contract,
  about,
}: {
  readonly contract: ContractView
  readonly about: About
}) {
  const t = useWords(words)
  const say = useRefusalSentence()
  const go = useGo()
  const { headOffice } = useStatus()
  const issued = contract.userList.filter((user) => user.otpStatus === 'tokenIssued')
  const [loginId, setLoginId] = useState<string | null>(
    about.loginId ?? (issued.length === 1 ? (issued[0]?.loginId ?? null) : null),
  )
  const [identityChecked, setIdentityChecked] = useState(false)
  const [turned, setTurned] = useState(false)
  const activate = useCall('activation.activate')
  const [registered, setRegistered] = useState<{ loginId: string; serial: string } | null>(null)
  const user = contract.userList.find((each) => each.loginId === loginId) ?? null
  const nameOf = (id: string): string => contract.userList.find((each) => each.loginId === id)?.name || id

  const choose = (next: string): void => {
    setLoginId(next)
    setIdentityChecked(false)
    setRegistered(null)
    activate.forget()
  }
  const scan = useFobOfContract(contract, (holders) => {
    // A shared fob leaves open who of them stands at the counter.
    const waiting = holders.filter((each) => each.otpStatus === 'tokenIssued')
    const [only] = waiting.length === 0 ? holders : waiting
    if (only !== undefined && waiting.length <= 1 && only.loginId !== loginId) choose(only.loginId)
  })

  const obstacle = (): string | null => {
    if (user === null) return t('whyUser')
    if (user.otpStatus === 'inService')
      return say({ code: 'ALREADY_IN_SERVICE', detail: { loginId: user.loginId } })
    if (!identityChecked) return t('whyIdentity')
    return headOffice.online ? null : t('whyOffline')
  }
  const whyNot = obstacle()
  const turn = (): void => {
    if (whyNot !== null) return
    activate.forget()
    setRegistered(null)
    setTurned(true)
  }
  useRegisterKey(turn, whyNot === null && !turned)
  useBackKey(() => go('/application', { contractNo: contract.contractNo }), !turned)
  const enterMovesOn = useEnterMovesOn(turn)

  if (turned && user !== null) {
    return (
      <CustomerTurn
        user={user}
        pending={activate.pending}
        refusal={activate.refusal}
        registered={registered !== null}
        onConfirm={async (serial, code) => {
          const answer = await activate.run({ loginId: user.loginId, serial, code, identityChecked })
          if (answer.ok) setRegistered(answer.value)
        }}
        onBack={() => setTurned(false)}
      />
    )
  }
  return (
    <Page title={t('title')} focusKey={String(turned)}>
      <div className={classes.stack}>
        <ContractBand contract={contract} onOther={() => go('/activation')} />
        <div className={classes.columns}>
          <div className={classes.stack} data-form onKeyDown={enterMovesOn}>
            <Panel title={t('users')}>
              <Refused refusal={scan} />
              <UserChoice users={contract.userList} chosen={loginId} onChoose={choose} />
            </Panel>
            <Panel title={t('staffPart')}>
              <div className={classes.stack}>
                <Checkbox
                  label={t('identityChecked')}
                  checked={identityChecked}
                  onChange={(event) => setIdentityChecked(event.currentTarget.checked)}
                />
                <Text size="sm">{t('staffNote')}</Text>
                {registered !== null && (
                  <Succeeded>
                    {t('registeredStaff', {
                      name: nameOf(registered.loginId),
                      loginId: registered.loginId,
                      serial: groupSerial(registered.serial),
                    })}
                  </Succeeded>
                )}
                {activate.refusal !== null && (
                  <>
                    <Text size="xs" c="dimmed">
                      {t('staffReason')}
                    </Text>
                    <Refused refusal={activate.refusal} />
                  </>
                )}
                <ActionButton onAct={turn} whyNot={whyNot}>
                  {t('turn')}
                </ActionButton>
              </div>
            </Panel>
          </div>
          <div className={classes.stack}>
            <LoginPanel key={loginId ?? ''} user={user} contractNo={contract.contractNo} />
            {user !== null && <WhyPanel key={user.loginId} user={user} identityChecked={identityChecked} />}
          </div>
        </div>
      </div>
    </Page>
  )
}
