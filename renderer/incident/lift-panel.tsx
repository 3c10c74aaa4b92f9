/** A fob already under a report: a manager can lift it, with a reason and the password again (rule 6). */
import { PasswordInput, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { FobView } from '../../preload/contract/views.ts'
import { useCommand } from '../desk/index.ts'
import { useLanguage, useWords } from '../i18n/index.ts'
import { useVocabulary } from '../i18n/vocabulary.ts'
import { formatInstant, Panel, Refused, toastDone, useEnterMovesOn, type Approver } from '../ui/index.ts'
import { ActionButton } from '../customers/action-button.tsx'
import { ManagerMay } from '../customers/manager-may.tsx'
import classes from './incident.module.css'
import { words } from './words.ts'

export function LiftPanel({
  fob,
  incident,
}: {
  readonly fob: FobView
  readonly incident: NonNullable<FobView['incident']>
}) {
  const t = useWords(words)
  const word = useVocabulary()
  const language = useLanguage()
  const [memo, setMemo] = useState('')
  const [password, setPassword] = useState('')
  const lift = useCommand('liftIncident')
  const whyNot = memo.trim() === '' ? t('whyLiftReason') : password === '' ? t('whyLiftPassword') : null
  const run = async (approver?: Approver): Promise<boolean> => {
    const answer = await lift.run({
      command: { serial: fob.serial, memo: memo.trim() },
      password,
      ...(approver === undefined ? {} : { approver }),
    })
    if (answer.ok) toastDone(t('lifted'))
    return answer.ok
  }
  const act = (): void => void (whyNot === null && !lift.pending && run())
  const fact = t('reportedFact', {
    kind: word('incidentKind', incident.kind),
    at: formatInstant(incident.at, 'minute', language),
  })
  const enterMovesOn = useEnterMovesOn(act)
  return (
    <Panel title={t('lift')}>
      <div
        className={classes.stack}
        onKeyDown={(event) => {
          event.stopPropagation() // the report form around it has fields of its own
          enterMovesOn(event)
        }}
      >
        <Text fw={700}>{fact}</Text>
        <Text size="sm">{t('liftWhy')}</Text>
        <Textarea
          label={t('liftReason')}
          autosize
          minRows={2}
          maxRows={4}
          maxLength={500}
          value={memo}
          onChange={(event) => setMemo(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('liftPassword')}
          autoComplete="off"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Refused refusal={lift.refusal} />
        <ManagerMay refusal={lift.refusal} pending={lift.pending} title={t('lift')} onApprover={run} />
        <ActionButton onAct={act} whyNot={whyNot} pending={lift.pending} keyHint="Enter">
          {t('liftDo')}
        </ActionButton>
      </div>
    </Panel>
  )
}
