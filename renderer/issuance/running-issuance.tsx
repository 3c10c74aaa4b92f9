/** 認証 → 設定 → 書き込み → 番号確認, and the code off the fob's display. */
import { Button, Text } from '@mantine/core'
import { Check } from 'lucide-react'
import { useState } from 'react'
import { useCall } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { ConfirmDialog, Panel, useBackKey } from '../ui/index.ts'
import { CodeEntry } from './code-entry.tsx'
import classes from './issuance.module.css'
import { stepsDone, type Running } from './stage.ts'
import { words } from './words.ts'

const steps = ['authenticate', 'configure', 'seed', 'prove'] as const

export function RunningIssuance({ running }: { readonly running: Running }) {
  const t = useWords(words)
  const [asking, setAsking] = useState(false)
  const cancel = useCall('issuance.cancel')
  const { issuanceId, step } = running
  const done = stepsDone(step)
  useBackKey(() => setAsking(true))
  const run = async (): Promise<void> => {
    const answer = await cancel.run({ issuanceId })
    if (answer.ok) setAsking(false)
  }
  return (
    <Panel
      title={t('title')}
      actions={
        <Button variant="subtle" onClick={() => setAsking(true)}>
          {t('cancel')}
        </Button>
      }
    >
      <div className={classes.stack}>
        <ol className={classes.steps} aria-label={t('title')}>
          {steps.map((name, at) => (
            <li key={name} data-done={at < done || undefined} aria-current={at === done ? 'step' : undefined}>
              {at < done ? <Check size={16} aria-hidden /> : <span>{at + 1}</span>}
              {t(`step_${name}`)}
            </li>
          ))}
        </ol>
        {step === 'awaitingCode' ? (
          <CodeEntry running={running} />
        ) : (
          <Text role="status" fw={700} ta="center" py="xl">
            {t('keepStill')}
          </Text>
        )}
      </div>
      <ConfirmDialog
        opened={asking}
        danger
        title={t('cancelTitle')}
        action={t('cancel')}
        pending={cancel.pending}
        refusal={cancel.refusal}
        onCancel={() => setAsking(false)}
        onConfirm={() => void run()}
      >
        {t('cancelText')}
      </ConfirmDialog>
    </Panel>
  )
}
