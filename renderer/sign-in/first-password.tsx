/** A password that others set: it is changed before anything else is on the screen. */
import { Anchor, Button, PasswordInput, Stack, Text, Title } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { callDesk } from '../desk/bridge.ts'
import { useCall } from '../desk/use-command.ts'
import { useStaff } from '../desk/use-status.ts'
import { useWords } from '../i18n/index.ts'
import { isRepeated, NewPasswordFields, noPassword } from '../settings/new-password.tsx'
import { Gate } from '../start/gate.tsx'
import panel from '../start/start.module.css'
import { useEnterMovesOn } from '../ui/keys.ts'
import { Refused } from '../ui/refused.tsx'
import { useDelay } from './use-delay.ts'
import { words } from './words.ts'

export function FirstPassword() {
  const t = useWords(words)
  const { name } = useStaff()
  const change = useCall('session.changePassword')
  const [password, setPassword] = useState('')
  const [fresh, setFresh] = useState(noPassword)
  const wait = useDelay(change.refusal)
  const ready = password !== '' && isRepeated(fresh) && wait === 0 && !change.pending
  const submit = async () => {
    if (ready) await change.run({ password, newPassword: fresh.first })
  }
  const enterMovesOn = useEnterMovesOn(() => void submit())
  return (
    <Gate>
      <form
        className={panel.panel}
        onKeyDown={enterMovesOn}
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          void submit()
        }}
      >
        <Stack gap="md">
          <Title order={1} size="20px">
            {t('firstTitle', { name })}
          </Title>
          <Text size="sm">{t('firstWhy')}</Text>
          <PasswordInput
            label={t('givenPassword')}
            size="md"
            value={password}
            maxLength={200}
            autoComplete="off"
            autoFocus
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <NewPasswordFields value={fresh} onChange={setFresh} />
          <Refused refusal={change.refusal} />
          <Button type="submit" size="md" disabled={!ready} loading={change.pending}>
            {wait > 0 ? t('wait', { seconds: wait }) : t('firstChange')}
          </Button>
          <Text size="xs" ta="center">
            <Anchor
              component="button"
              type="button"
              size="xs"
              onClick={() => void callDesk('session.signOut', {})}
            >
              {t('other')}
            </Anchor>
          </Text>
        </Stack>
      </form>
    </Gate>
  )
}
