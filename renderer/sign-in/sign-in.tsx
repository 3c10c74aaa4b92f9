/** 職員番号 and password. */
import { Anchor, Button, Collapse, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core'
import { useRef, useState, type FormEvent } from 'react'
import { trainingStaff } from '../../domain/training-staff.ts'
import { useCall } from '../desk/use-command.ts'
import { useStatus } from '../desk/use-status.ts'
import { useWords } from '../i18n/index.ts'
import { Gate } from '../start/gate.tsx'
import panel from '../start/start.module.css'
import { useEnterMovesOn } from '../ui/keys.ts'
import { Refused } from '../ui/refused.tsx'
import { useDelay } from './use-delay.ts'
import { words } from './words.ts'

export function SignIn({ onRecover }: { readonly onRecover: () => void }) {
  const t = useWords(words)
  const { branchNo, branchName, realm } = useStatus()
  const signIn = useCall('session.signIn')
  const [staffNo, setStaffNo] = useState('')
  const [password, setPassword] = useState('')
  const passwordField = useRef<HTMLInputElement>(null)
  const wait = useDelay(signIn.refusal)
  const ready = staffNo.trim() !== '' && password !== '' && wait === 0 && !signIn.pending

  const submit = async () => {
    if (!ready) return
    // At once: what is typed while the password is being tried must not be lost with it.
    setPassword('')
    const answer = await signIn.run({ staffNo: staffNo.normalize('NFKC').trim(), password })
    if (!answer.ok) passwordField.current?.focus()
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
          <div>
            <Title order={1} size="20px">
              {t('title')}
            </Title>
            <Text size="sm" c="dimmed">
              {branchNo} {branchName}
            </Text>
          </div>
          <TextInput
            label={t('staffNo')}
            size="md"
            value={staffNo}
            maxLength={16}
            inputMode="numeric"
            autoComplete="off"
            autoFocus
            onChange={(event) => setStaffNo(event.currentTarget.value)}
          />
          <PasswordInput
            ref={passwordField}
            label={t('password')}
            size="md"
            value={password}
            maxLength={200}
            autoComplete="off"
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Refused refusal={signIn.refusal} />
          <Button type="submit" size="md" loading={signIn.pending} disabled={!ready}>
            {wait > 0 ? t('wait', { seconds: wait }) : t('signIn')}
          </Button>
          <Anchor component="button" type="button" size="sm" ta="center" onClick={onRecover}>
            {t('recover')}
          </Anchor>
          {realm === 'training' && (
            <TrainingPeople
              onChoose={(person) => {
                setStaffNo(person.staffNo)
                setPassword(person.password)
              }}
            />
          )}
        </Stack>
      </form>
    </Gate>
  )
}

/** In training the people and their passwords are no secret: one click fills the form. */
function TrainingPeople({
  onChoose,
}: {
  readonly onChoose: (person: { staffNo: string; password: string }) => void
}) {
  const t = useWords(words)
  const [open, setOpen] = useState(false)
  return (
    <div>
      <Button variant="subtle" onClick={() => setOpen(!open)} aria-expanded={open}>
        {t('trainingPeople')}
      </Button>
      <Collapse expanded={open} transitionDuration={0}>
        <Stack gap={4} mt={4}>
          {trainingStaff.map((person) => (
            <Button
              key={person.staffNo}
              variant="default"
              justify="flex-start"
              onClick={() => onChoose(person)}
            >
              {person.staffNo}　{person.name}　{person.password}
            </Button>
          ))}
        </Stack>
      </Collapse>
    </div>
  )
}
