/** 復旧コードで開く: the code from the sheet → two managers. The new code follows (`start/recovery-code.tsx`). */
import { Stack, Stepper, Text, TextInput, Title } from '@mantine/core'
import { useState, type FormEvent, type ReactNode } from 'react'
import { useCall } from '../desk/use-command.ts'
import { useWords } from '../i18n/index.ts'
import { Gate } from '../start/gate.tsx'
import { Managers, type Manager } from '../start/managers.tsx'
import panel from '../start/start.module.css'
import { DialogFoot } from '../ui/dialogs.tsx'
import { Refused } from '../ui/refused.tsx'
import { useDelay } from './use-delay.ts'
import { words } from './words.ts'

export interface Recovered {
  readonly recoveryCode: string
  readonly branchName: string
}

export function Recover({
  onBack,
  onRecovered,
}: {
  readonly onBack: () => void
  readonly onRecovered: (recovered: Recovered) => void
}) {
  const t = useWords(words)
  const [code, setCode] = useState('')
  const [isCode, setIsCode] = useState(false)
  const recover = useCall('session.recover')
  const wait = useDelay(recover.refusal)
  const onManagers = async (managers: readonly [Manager, Manager]) => {
    const answer = await recover.run({ recoveryCode: code, managers: [...managers] })
    if (answer.ok) onRecovered(answer.value)
    // The sheet is read again; what the two have chosen is typed again with it.
    else if (answer.code === 'RECOVERY_REFUSED' || answer.code === 'RECOVERY_CODE_INVALID') setIsCode(false)
  }
  return (
    <Gate width={760}>
      <div className={panel.panel}>
        <Title order={1} size="20px" mb="md">
          {t('recoverTitle')}
        </Title>
        <Stepper active={isCode ? 1 : 0} size="xs" mb="lg" allowNextStepsSelect={false}>
          <Stepper.Step label={t('recoverStepCode')} />
          <Stepper.Step label={t('recoverStepManagers')} />
          <Stepper.Step label={t('recoverStepNew')} />
        </Stepper>
        {isCode ? (
          <Managers
            why={t('recoverManagersWhy')}
            action={wait > 0 ? t('wait', { seconds: wait }) : t('recoverDo')}
            pending={recover.pending}
            disabled={wait > 0}
            refusal={recover.refusal}
            onManagers={(managers) => void onManagers(managers)}
            onBack={() => setIsCode(false)}
          />
        ) : (
          <CodeForm
            code={code}
            onCode={setCode}
            refused={<Refused refusal={recover.refusal} />}
            wait={wait}
            onChecked={() => {
              recover.forget()
              setIsCode(true)
            }}
            onBack={onBack}
          />
        )}
      </div>
    </Gate>
  )
}

function CodeForm({
  code,
  onCode,
  refused,
  wait,
  onChecked,
  onBack,
}: {
  readonly code: string
  readonly onCode: (code: string) => void
  /** Why the code did not open, when it was tried before. */
  readonly refused: ReactNode
  readonly wait: number
  readonly onChecked: () => void
  readonly onBack: () => void
}) {
  const t = useWords(words)
  const check = useCall('session.checkRecoveryCode')
  const [mistyped, setMistyped] = useState(false)
  const typed = symbolsOf(code)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (typed === 0 || wait > 0 || check.pending) return
    const answer = await check.run({ recoveryCode: code })
    if (answer.ok && answer.value.wellFormed) onChecked()
    else setMistyped(answer.ok)
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="sm">
        <Text size="sm">{t('recoverWhy')}</Text>
        <TextInput
          label={t('recoverCode')}
          description={t('recoverCodeHow')}
          size="lg"
          value={code}
          maxLength={100}
          autoComplete="off"
          spellCheck={false}
          autoFocus
          className={panel.codeField}
          onChange={(event) => {
            onCode(event.currentTarget.value)
            setMistyped(false)
          }}
        />
        <Text size="sm" c="dimmed" role="status">
          {t('recoverTyped', { typed, all: SYMBOLS })}
        </Text>
        {mistyped ? <Refused refusal={{ code: 'RECOVERY_CODE_INVALID', detail: {} }} /> : refused}
        <Refused refusal={check.refusal} />
        <DialogFoot
          action={wait > 0 ? t('wait', { seconds: wait }) : t('recoverNext')}
          onCancel={onBack}
          disabled={typed === 0 || wait > 0}
          pending={check.pending}
        />
      </Stack>
    </form>
  )
}

/** Letters and digits on the sheet: seven groups of five. */
const SYMBOLS = 35

function symbolsOf(code: string): number {
  return code.normalize('NFKC').replace(/[^0-9A-Za-z]/g, '').length
}
