/** 書留番号: checked by its check digit while typing, recorded with Enter. */
import { Button, TextInput } from '@mantine/core'
import { useState, type KeyboardEvent } from 'react'
import { parseTracking } from '../../domain/tracking.ts'
import { mailService, type MailService } from '../../domain/vocabulary.ts'
import type { ApplicationView } from '../../preload/contract/views.ts'
import { useCommand } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { isComposing, Refused, toastDone, useRefusalSentence, usePersonName } from '../ui/index.ts'
import { ActionButton } from '../customers/action-button.tsx'
import { NativeChoice } from '../customers/native-choice.tsx'
import { StartDateDialog } from '../customers/start-date-dialog.tsx'
import classes from './dispatch.module.css'
import { words } from './words.ts'

export function TrackingEntry({
  application,
  service,
  onService,
  onDispatched,
}: {
  readonly application: ApplicationView
  readonly service: MailService
  readonly onService: (service: MailService) => void
  readonly onDispatched: () => void
}) {
  const t = useWords(words)
  const personName = usePersonName()
  const say = useRefusalSentence()
  const [trackingNo, setTrackingNo] = useState('')
  const [changing, setChanging] = useState(false)
  const dispatch = useCommand('recordDispatch')
  const { applicationId, contractName } = application
  const parsed = parseTracking(trackingNo)
  const complete = trackingNo.replace(/\D/g, '').length >= 11
  const problem = complete && !parsed.ok ? say({ code: parsed.code, detail: {} }) : null
  const whyNot =
    application.sealedAt === null
      ? t('sealFirst')
      : !application.seedAtHub
        ? t('hubFirst')
        : trackingNo.trim() === ''
          ? t('whyTracking')
          : parsed.ok
            ? null
            : say({ code: parsed.code, detail: {} })

  const run = async (): Promise<void> => {
    if (!parsed.ok || whyNot !== null || dispatch.pending) return
    const answer = await dispatch.run({ command: { applicationId, service, trackingNo: parsed.trackingNo } })
    if (!answer.ok) return
    toastDone(t('dispatched', { name: personName(contractName), trackingNo: parsed.trackingNo }))
    onDispatched()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || isComposing(event)) return
    event.preventDefault()
    void run()
  }
  return (
    <div className={classes.stack}>
      <div className={classes.row}>
        <NativeChoice
          set="mailService"
          members={mailService.options}
          label={t('service')}
          value={service}
          onChange={onService}
        />
        <TextInput
          className={classes.grow}
          label={t('trackingNo')}
          placeholder="123-45-67890-1"
          inputMode="numeric"
          autoComplete="off"
          maxLength={32}
          disabled={application.sealedAt === null}
          {...(application.sealedAt === null ? {} : { 'data-work-focus': true })}
          value={trackingNo}
          error={problem}
          onChange={(event) => setTrackingNo(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
      </div>
      <Refused refusal={dispatch.refusal} />
      {dispatch.refusal?.code === 'DISPATCH_LATE' && (
        <Button variant="default" onClick={() => setChanging(true)}>
          {t('changeStartDate')}
        </Button>
      )}
      {changing && <StartDateDialog application={application} onClose={() => setChanging(false)} />}
      <ActionButton onAct={() => void run()} whyNot={whyNot} pending={dispatch.pending} keyHint="Enter">
        {t('dispatch')}
      </ActionButton>
    </div>
  )
}
