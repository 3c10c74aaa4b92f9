/** A fob seeded at the factory needs no reader: its label is scanned or typed, and the issuance is done. */
import { Text } from '@mantine/core'
import { useState } from 'react'
import { readFobLabel } from '../../domain/label.ts'
import type { ApplicationView } from '../../preload/contract/views.ts'
import { ActionButton } from '../customers/action-button.tsx'
import { useCall } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { isComposing, Panel, SerialField, useNow } from '../ui/index.ts'
import classes from './issuance.module.css'
import { Refusal } from './refusal.tsx'
import { words } from './words.ts'

export function AssignFactorySeeded({
  applicationId,
  application,
  onNext,
}: {
  readonly applicationId: string
  readonly application: ApplicationView | null
  readonly onNext: () => void
}) {
  const t = useWords(words)
  const [label, setLabel] = useState('')
  const assign = useCall('issuance.assign')
  const read = readFobLabel(label, useNow())
  const typed = label.trim()
  const serial = read.ok ? read.label.serial : typed
  const whyNot = typed === '' ? t('assignWhyEmpty') : null
  const run = (): void => {
    if (whyNot === null && !assign.pending) void assign.run({ applicationId, serial })
  }
  return (
    <Panel title={t('assignTitle')}>
      <div className={classes.stack}>
        <Text size="sm">{t('assignText')}</Text>
        <SerialField
          label={t('compareLabel')}
          value={label}
          onChange={(value) => {
            if (value === label) return
            setLabel(value)
            assign.forget()
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.ctrlKey || isComposing(event)) return
            event.preventDefault()
            run()
          }}
        />
        {assign.refusal !== null && (
          <Refusal
            refusal={assign.refusal}
            application={application}
            serial={serial}
            onRetry={run}
            onNext={onNext}
          />
        )}
        <ActionButton onAct={run} whyNot={whyNot} pending={assign.pending} keyHint="Enter">
          {t('assign')}
        </ActionButton>
      </div>
    </Panel>
  )
}
