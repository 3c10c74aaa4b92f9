import { Button, PasswordInput, Stack, Text } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useCall } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { Panel, Refused, toastDone, useEnterMovesOn } from '../ui/index.ts'
import { isRepeated, NewPasswordFields, noPassword } from './new-password.tsx'
import classes from './settings.module.css'
import { words } from './words.ts'

/** The signed-in person changes their own password. */
export function OwnPassword() {
  const t = useWords(words)
  const change = useCall('session.changePassword')
  const [password, setPassword] = useState('')
  const [fresh, setFresh] = useState(noPassword)
  const ready = password !== '' && isRepeated(fresh) && !change.pending
  const submit = async () => {
    if (!ready) return
    const answer = await change.run({ password, newPassword: fresh.first })
    if (!answer.ok) return
    setPassword('')
    setFresh(noPassword)
    toastDone(t('passwordChanged'))
  }
  const enterMovesOn = useEnterMovesOn(() => void submit())
  return (
    <div className={classes.narrow}>
      <Panel title={t('changePassword')}>
        <form
          onKeyDown={enterMovesOn}
          onSubmit={(event: FormEvent) => {
            event.preventDefault()
            void submit()
          }}
        >
          <Stack gap="sm">
            <Text size="sm">{t('passwordWhy')}</Text>
            <PasswordInput
              label={t('currentPassword')}
              value={password}
              maxLength={200}
              autoComplete="off"
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            <NewPasswordFields value={fresh} onChange={setFresh} />
            <Refused refusal={change.refusal} />
            <Button type="submit" disabled={!ready} loading={change.pending}>
              {t('changePassword')}
            </Button>
          </Stack>
        </form>
      </Panel>
    </div>
  )
}
