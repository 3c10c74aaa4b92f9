/** Proposes new values; only what differs is sent and shown to the approver. */
import { NumberInput, SimpleGrid, Switch, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { policySchema, type Policy } from '../../domain/policy.ts'
import { useCommand } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { ChoiceField, DialogFoot, FormDialog, Refused, toastDone } from '../ui/index.ts'
import { words as names } from './policy-words.ts'
import { words } from './words.ts'

const numbers = [
  'lockThreshold',
  'longRunThreshold',
  'longRunDays',
  'mailBusinessDays',
  'minimumRemainingMonths',
  'replacementDays',
  'idleLockMinutes',
] as const

/** The values that differ. */
export function policyChanges(before: Policy, after: Policy): Partial<Policy> {
  const changed = Object.entries(after).filter(([name, value]) => before[name as keyof Policy] !== value)
  return Object.fromEntries(changed)
}

export function PolicyForm({ policy, onClose }: { readonly policy: Policy; readonly onClose: () => void }) {
  const t = useWords(words)
  const name = useWords(names)
  const propose = useCommand('proposePolicy')
  const [next, setNext] = useState(policy)
  const changes = policyChanges(policy, next)
  const count = Object.keys(changes).length
  const ready = count > 0 && policySchema.safeParse(next).success && !propose.pending
  const submit = async () => {
    if (!ready) return
    const answer = await propose.run({ command: { changes } })
    if (!answer.ok) return
    toastDone(t('proposed'))
    onClose()
  }
  return (
    <FormDialog opened onCancel={onClose} title={t('policyChange')} size="lg" onSubmit={() => void submit()}>
      <Text size="sm">{t('approvalFollows')}</Text>
      <SimpleGrid cols={2} spacing="sm" verticalSpacing="xs">
        {numbers.map((field) => (
          <NumberInput
            key={field}
            label={name(field)}
            value={next[field]}
            min={policySchema.shape[field].minValue ?? 0}
            max={policySchema.shape[field].maxValue ?? 1000}
            allowDecimal={false}
            onChange={(value) =>
              setNext({ ...next, [field]: typeof value === 'number' ? value : Number.NaN })
            }
          />
        ))}
        <TextInput
          label={name('emergencyPhone')}
          value={next.emergencyPhone}
          maxLength={20}
          onChange={(event) => setNext({ ...next, emergencyPhone: event.currentTarget.value })}
        />
        <ChoiceField
          set="otpAlgorithm"
          label={name('otpAlgorithm')}
          value={next.otpAlgorithm}
          onChange={(otpAlgorithm) => otpAlgorithm !== null && setNext({ ...next, otpAlgorithm })}
        />
        <Switch
          label={name('dualControl')}
          checked={next.dualControl}
          onChange={(event) => setNext({ ...next, dualControl: event.currentTarget.checked })}
        />
      </SimpleGrid>
      <Text size="sm" role="status">
        {count === 0 ? t('nothingChanged') : t('changed', { number: count })}
      </Text>
      <Refused refusal={propose.refusal} />
      <DialogFoot action={t('propose')} disabled={!ready} pending={propose.pending} onCancel={onClose} />
    </FormDialog>
  )
}
