/** お客さまのログイン: the login table's answer for a user, with staff's exact reason where it is refused. */
import { Button, Group, Text, TextInput } from '@mantine/core'
import { LogIn } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import type { ChannelOutput } from '../../preload/contract/channels.ts'
import type { UserView } from '../../preload/contract/views.ts'
import { useCall } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { useGo } from '../routes.ts'
import { Panel, Refused, Succeeded } from '../ui/index.ts'
import classes from './activation.module.css'
import { words as uiWords } from '../ui/words.ts'
import { words } from './words.ts'

type Next = ChannelOutput<'activation.login'>['next']

export function LoginPanel({
  user,
  contractNo,
}: {
  readonly user: UserView | null
  readonly contractNo: string
}) {
  const t = useWords(words)
  const ui = useWords(uiWords)
  const go = useGo()
  const login = useCall('activation.login')
  const [next, setNext] = useState<Next | null>(null)
  const [code, setCode] = useState('')
  if (user === null) {
    return (
      <Panel title={t('login')}>
        <Text size="sm">{t('chooseUser')}</Text>
      </Panel>
    )
  }
  const { loginId } = user
  const ask = async (typed: string | null): Promise<void> => {
    const answer = await login.run({ loginId, code: typed })
    if (answer.ok) setNext(answer.value.next)
    // A wrong code leaves the question open; any other refusal is the answer.
    else if (typed === null) setNext(null)
    setCode('')
  }
  const tryCode = (event: FormEvent): void => {
    event.preventDefault()
    const digits = code.normalize('NFKC').trim()
    if (digits !== '') void ask(digits)
  }
  const refusal = login.refusal
  return (
    <Panel title={t('login')}>
      <div className={classes.stack}>
        <Text size="sm">{t('loginIntro')}</Text>
        <Group justify="space-between">
          <strong>{t('loginFor', { name: user.name || ui('erased'), loginId })}</strong>
          <Button
            variant="default"
            leftSection={<LogIn size={15} aria-hidden />}
            loading={login.pending}
            onClick={() => void ask(null)}
          >
            {t('loginAsk')}
          </Button>
        </Group>
        {next !== null && (refusal === null || next === 'passwordAndOtp') && (
          <Succeeded color="ai">{t(`loginNext_${next}`)}</Succeeded>
        )}
        {next === 'passwordAndOtp' && (
          <form className={classes.row} onSubmit={tryCode}>
            <TextInput
              label={t('loginCode')}
              inputMode="numeric"
              autoComplete="off"
              maxLength={12}
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
            />
            <Button type="submit" size="sm" disabled={code.trim() === ''} loading={login.pending}>
              {t('loginTry')}
            </Button>
          </form>
        )}
        {refusal !== null && (
          <>
            <Text size="sm">{t('loginRefused')}</Text>
            <Refused refusal={refusal} />
            <Group gap="xs">
              {refusal.code === 'USER_STOPPED' && (
                <Button variant="default" onClick={() => go('/unlock', { contractNo, loginId })}>
                  {t('toUnlock')}
                </Button>
              )}
              {(refusal.code === 'TOKEN_EXPIRED' ||
                refusal.code === 'USER_REVOKED' ||
                refusal.code === 'NO_TIE') && (
                <Button variant="default" onClick={() => go('/application', { contractNo, loginId })}>
                  {t('toApplication')}
                </Button>
              )}
            </Group>
          </>
        )}
      </div>
    </Panel>
  )
}
