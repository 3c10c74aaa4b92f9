/**
 * The cover of a locked desk. A modal `<dialog>` stands in the browser's top layer: it paints over every
 * screen and open dialog and makes them inert, so nothing beneath can be read, clicked or tabbed to.
 */
import { Anchor, Button, PasswordInput, Stack, Text, Title } from '@mantine/core'
import { LockKeyhole } from 'lucide-react'
import { useEffect, useRef, useState, type FormEvent } from 'react'
import { callDesk } from '../desk/bridge.ts'
import { useCall } from '../desk/use-command.ts'
import { useStatus } from '../desk/use-status.ts'
import { useWords } from '../i18n/index.ts'
import { TrainingBar } from '../training-bar/training-bar.tsx'
import { Refused } from '../ui/refused.tsx'
import classes from './lock-cover.module.css'
import { useDelay } from './use-delay.ts'
import { words } from './words.ts'

export function LockCover() {
  const t = useWords(words)
  const { staff, headOffice, emergencyPhone, branchNo, branchName } = useStatus()
  const cover = useRef<HTMLDialogElement>(null)
  const unlock = useCall('session.unlock')
  const [password, setPassword] = useState('')
  const wait = useDelay(unlock.refusal)
  const ready = password !== '' && wait === 0 && !unlock.pending

  useEffect(() => {
    const dialog = cover.current
    dialog?.showModal()
    return () => dialog?.close()
  }, [])

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!ready) return
    setPassword('')
    await unlock.run({ password })
  }
  return (
    <dialog
      ref={cover}
      className={classes.cover}
      aria-label={t('locked')}
      onCancel={(event) => event.preventDefault()}
      data-lock-cover
    >
      <TrainingBar />
      <form className={classes.box} onSubmit={(event) => void submit(event)}>
        <LockKeyhole size={40} strokeWidth={1.5} aria-hidden />
        <Title order={1} size="20px">
          {t('locked')}
        </Title>
        <Text fw={700} size="lg">
          {staff?.name}
        </Text>
        <Text size="sm" c="dimmed">
          {branchNo} {branchName}
        </Text>
        <Stack gap="sm" w="100%" mt="sm">
          <Text size="sm">{t('lockedWhy')}</Text>
          <PasswordInput
            label={t('password')}
            size="md"
            value={password}
            maxLength={200}
            autoComplete="off"
            autoFocus
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Refused refusal={unlock.refusal} />
          <Button type="submit" size="md" disabled={!ready} loading={unlock.pending}>
            {wait > 0 ? t('wait', { seconds: wait }) : t('unlock')}
          </Button>
          <Text size="xs" c="dimmed" ta="center">
            <Anchor
              component="button"
              type="button"
              size="xs"
              onClick={() => void callDesk('session.signOut', {})}
            >
              {t('other')}
            </Anchor>{' '}
            {t('otherWhy')}
          </Text>
        </Stack>
        {headOffice.unreflected > 0 && (
          <p className={classes.urgent} role="status">
            {t('unreflected', { count: headOffice.unreflected, phone: emergencyPhone })}
          </p>
        )}
      </form>
    </dialog>
  )
}
