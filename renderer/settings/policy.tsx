/** What the institution has decided, and a proposal to change it. */
import { Button, Text } from '@mantine/core'
import { useState } from 'react'
import type { Policy as PolicyValues } from '../../domain/policy.ts'
import { useDesk, useStaff } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { useVocabulary } from '../i18n/vocabulary.ts'
import { Facts, Panel, Refused } from '../ui/index.ts'
import { PolicyForm } from './policy-form.tsx'
import { words as names } from './policy-words.ts'
import classes from './settings.module.css'
import { words } from './words.ts'

export function Policy() {
  const t = useWords(words)
  const { role } = useStaff()
  const { value, refusal } = useDesk('policy.get', {})
  const [changing, setChanging] = useState(false)
  const shown = useShown()
  return (
    <div className={classes.narrow}>
      <Panel
        title={t('policy')}
        actions={
          <Button disabled={role !== 'manager' || value === undefined} onClick={() => setChanging(true)}>
            {t('policyChange')}
          </Button>
        }
      >
        <Text size="sm" mb="sm">
          {t('policyWhy')}
        </Text>
        <Refused refusal={refusal} />
        {value !== undefined && <Facts facts={shown(value)} />}
      </Panel>
      {changing && value !== undefined && <PolicyForm policy={value} onClose={() => setChanging(false)} />}
    </div>
  )
}

function useShown(): (policy: PolicyValues) => readonly (readonly [string, string])[] {
  const t = useWords(words)
  const name = useWords(names)
  const word = useVocabulary()
  return (policy) => [
    [name('lockThreshold'), String(policy.lockThreshold)],
    [name('longRunThreshold'), String(policy.longRunThreshold)],
    [name('longRunDays'), String(policy.longRunDays)],
    [name('mailBusinessDays'), String(policy.mailBusinessDays)],
    [name('minimumRemainingMonths'), String(policy.minimumRemainingMonths)],
    [name('replacementDays'), String(policy.replacementDays)],
    [name('dualControl'), t(policy.dualControl ? 'on' : 'off')],
    [name('idleLockMinutes'), String(policy.idleLockMinutes)],
    [name('emergencyPhone'), policy.emergencyPhone],
    [name('otpAlgorithm'), word('otpAlgorithm', policy.otpAlgorithm)],
  ]
}
