/** 本番の店を登録する: code → fingerprint by telephone → two managers. The recovery code follows (`recovery-code.tsx`). */
import { Stepper, Text, TextInput, VisuallyHidden } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useCall } from '../desk/use-command.ts'
import { useWords } from '../i18n/index.ts'
import { DialogFoot } from '../ui/dialogs.tsx'
import { Refused } from '../ui/refused.tsx'
import { useEnterMovesOn } from '../ui/keys.ts'
import { Fingerprint } from './fingerprint.tsx'
import { Gate } from './gate.tsx'
import { Managers, type Manager } from './managers.tsx'
import classes from './start.module.css'
import { words } from './words.ts'

/** What the last step shows once and never again. */
export interface Enrolled {
  readonly recoveryCode: string
  readonly branchName: string
  /** After a restore: what is there, what is not, what to do. */
  readonly what?: string
}

type Step =
  | { readonly at: 'code' }
  | { readonly at: 'fingerprint'; readonly fingerprint: string }
  | { readonly at: 'managers' }

const order: readonly Step['at'][] = ['code', 'fingerprint', 'managers']

export function Enrolment({
  onBack,
  onEnrolled,
}: {
  readonly onBack: () => void
  readonly onEnrolled: (enrolled: Enrolled) => void
}) {
  const t = useWords(words)
  const [address, setAddress] = useState('')
  const [code, setCode] = useState('')
  const [step, setStep] = useState<Step>({ at: 'code' })
  const enterMovesOn = useEnterMovesOn()
  const identify = useCall('start.identify')
  const enrol = useCall('start.enrol')

  const onCode = async (event: FormEvent) => {
    event.preventDefault()
    const answer = await identify.run({ address: address.trim(), code: code.trim() })
    if (answer.ok) setStep({ at: 'fingerprint', fingerprint: answer.value.fingerprint })
  }
  const onManagers = async (managers: readonly [Manager, Manager]) => {
    const answer = await enrol.run({ code: code.trim(), fingerprintConfirmed: true, managers: [...managers] })
    if (answer.ok) onEnrolled(answer.value)
  }

  return (
    <Gate width={760}>
      <div className={classes.panel}>
        <VisuallyHidden>
          <h1>{t('realTitle')}</h1>
        </VisuallyHidden>
        <Stepper active={order.indexOf(step.at)} size="xs" mb="lg" allowNextStepsSelect={false}>
          <Stepper.Step label={t('stepCode')} />
          <Stepper.Step label={t('stepFingerprint')} />
          <Stepper.Step label={t('stepManagers')} />
          <Stepper.Step label={t('stepRecovery')} />
        </Stepper>
        {step.at === 'code' && (
          <form onSubmit={(event) => void onCode(event)} onKeyDown={enterMovesOn}>
            <Text size="sm" mb="sm">
              {t('codeWhy')}
            </Text>
            <TextInput
              label={t('address')}
              description={t('addressWhy')}
              size="md"
              value={address}
              maxLength={200}
              onChange={(event) => setAddress(event.currentTarget.value)}
              autoComplete="off"
              spellCheck={false}
              autoFocus
              mb="md"
            />
            <TextInput
              label={t('code')}
              size="md"
              value={code}
              maxLength={64}
              onChange={(event) => setCode(event.currentTarget.value)}
              autoComplete="off"
              mb="md"
            />
            <Refused refusal={identify.refusal} />
            <DialogFoot
              action={t('next')}
              onCancel={onBack}
              disabled={address.trim() === '' || code.trim() === ''}
              pending={identify.pending}
            />
          </form>
        )}
        {step.at === 'fingerprint' && (
          <Fingerprint
            fingerprint={step.fingerprint}
            onSame={() => setStep({ at: 'managers' })}
            onDiffers={onBack}
          />
        )}
        {step.at === 'managers' && (
          <Managers
            why={t('managersWhy')}
            action={t('enrol')}
            pending={enrol.pending}
            refusal={enrol.refusal}
            onManagers={(managers) => void onManagers(managers)}
            onBack={onBack}
          />
        )}
      </div>
    </Gate>
  )
}
