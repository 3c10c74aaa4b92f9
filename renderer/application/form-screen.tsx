/** The application form: Enter moves on, digits choose, Ctrl+S saves a draft, Ctrl+Enter or F12 registers. */
import { Alert } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { ContractView } from '../../preload/contract/views.ts'
import { useWords } from '../i18n/index.ts'
import { useVocabulary } from '../i18n/vocabulary.ts'
import {
  ConfirmDialog,
  isComposing,
  Page,
  Refused,
  toastDone,
  useBackKey,
  useEnterMovesOn,
  useRegisterKey,
  Warnings,
} from '../ui/index.ts'
import { ContractBand } from '../customers/contract-band.tsx'
import classes from './application.module.css'
import { AboutFields } from './about-fields.tsx'
import { EvidenceFields } from './evidence-fields.tsx'
import { FormFoot } from './form-foot.tsx'
import type { ApplicationFormState } from './form-state.ts'
import type { SubmittedApplication } from './submitted.tsx'
import { useApplicationForm } from './use-application-form.ts'
import { words } from './words.ts'

export function FormScreen({
  contract,
  initial,
  restored = false,
  decisionMemo = '',
  onLeave,
  onSubmitted,
}: {
  readonly contract: ContractView
  readonly initial: ApplicationFormState
  /** It was left unsent before and must not be lost by leaving again. */
  readonly restored?: boolean
  /** Why it was sent back. */
  readonly decisionMemo?: string
  readonly onLeave: () => void
  readonly onSubmitted: (submitted: SubmittedApplication) => void
}) {
  const t = useWords(words)
  const word = useVocabulary()
  const entry = useApplicationForm(contract, initial, restored, onSubmitted)
  const { form, defaults, saveDraft, submit } = entry
  const blocker = useBlocker({
    shouldBlockFn: () => entry.unsent(),
    withResolver: true,
    enableBeforeUnload: false,
  })
  useRegisterKey(() => void submit())
  useBackKey(() => (entry.unsent() ? entry.askToLeave(true) : onLeave()))

  const save = async (): Promise<void> => {
    if (await saveDraft()) toastDone(t('draftSaved'))
  }
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 's' || !event.ctrlKey || isComposing(event)) return
      event.preventDefault()
      void save()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  })
  const enterMovesOn = useEnterMovesOn()

  return (
    <Page title={t('formFor', { kind: word('applicationKind', form.kind) })} trail={t('title')} fill>
      <ContractBand contract={contract} />
      {decisionMemo !== '' && (
        <Alert color="yellow" variant="light" p="xs" role="status">
          {t('sentBack', { memo: decisionMemo })}
        </Alert>
      )}
      <div className={classes.form} data-form onKeyDown={enterMovesOn}>
        <div className={classes.fields}>
          <div className={classes.column}>
            <AboutFields entry={entry} contract={contract} />
          </div>
          <div className={classes.column}>
            <EvidenceFields entry={entry} />
            <Warnings warnings={defaults?.warnings ?? []} />
            <Refused refusal={entry.refusal} />
          </div>
        </div>
        <FormFoot
          entry={entry}
          onSubmit={() => void submit()}
          onSave={() => void save()}
          onBack={() => (entry.unsent() ? entry.askToLeave(true) : onLeave())}
        />
      </div>
      <ConfirmDialog
        opened={entry.leaving || blocker.status === 'blocked'}
        title={t('leaveTitle')}
        action={t('leaveGo')}
        onCancel={() => {
          entry.askToLeave(false)
          blocker.reset?.()
        }}
        onConfirm={() => {
          if (blocker.status === 'blocked') blocker.proceed()
          else onLeave()
        }}
      >
        {t('leaveText')}
      </ConfirmDialog>
    </Page>
  )
}
