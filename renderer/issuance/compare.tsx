/**
 * 「三つとも一致」: the serial on the fob's back, the lot's serial, the chip. By eye (an empty field and Enter)
 * or by scanning the label. A difference stops here; the rules check it again.
 */
import { Text } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { labelObstacle, readFobLabel } from '../../domain/label.ts'
import type { ApplicationView } from '../../preload/contract/views.ts'
import { useCall } from '../desk/index.ts'
import { useLanguage, useWords } from '../i18n/index.ts'
import { useScan } from '../scanner/index.ts'
import { useVocabulary } from '../i18n/vocabulary.ts'
import {
  formatInstant,
  groupSerial,
  isComposing,
  Panel,
  PlaceBadge,
  SerialField,
  ToneBadge,
  useNow,
  useRefusalSentence,
  useRegisterKey,
} from '../ui/index.ts'
import { ActionButton } from '../customers/action-button.tsx'
import classes from './issuance.module.css'
import { Refusal } from './refusal.tsx'
import type { Stage } from './stage.ts'
import { words } from './words.ts'

export function Compare({
  stage,
  applicationId,
  application,
  onNext,
}: {
  readonly stage: Extract<Stage, { at: 'ready' }>
  readonly applicationId: string
  readonly application: ApplicationView | null
  readonly onNext: () => void
}) {
  const t = useWords(words)
  const word = useVocabulary()
  const language = useLanguage()
  const { fob, chipSerial, offset } = stage
  const [label, setLabel] = useState('')
  const [scanned, setScanned] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const begin = useCall('issuance.begin')
  useEffect(() => field.current?.focus(), [])

  const say = useRefusalSentence()
  const now = useNow()
  const read = readFobLabel(label, now)
  const obstacle = read.ok ? labelObstacle(read.label, fob) : null
  const printed = read.ok ? read.label.serial : null
  // What is being typed is not a label yet; what was scanned is one or is none.
  const unread = scanned && !read.ok ? read : null
  const whyNot = unread !== null ? t('whyUnread') : obstacle === null ? null : t('whyLabel')
  const beginWith = (serial: string): void => {
    if (!begin.pending) void begin.run({ applicationId, serial })
  }
  const run = (): void => {
    // Compared by eye: the serial that was on the screen, so that a fob exchanged meanwhile is refused.
    if (whyNot === null) beginWith(label.trim() === '' ? fob.serial : (printed ?? label.trim()))
  }
  useScan({
    wants: () => true,
    onScan: (text) => {
      setLabel(text)
      setScanned(true)
      begin.forget()
      const found = readFobLabel(text, now)
      if (found.ok && labelObstacle(found.label, fob) === null) beginWith(found.label.serial)
    },
  })
  useRegisterKey(run, whyNot === null)

  return (
    <Panel title={t('fobOnReader')}>
      <div className={classes.stack}>
        <Text fw={700} size="md">
          {t('compareTitle')}
        </Text>
        <div className={classes.compare}>
          <div>
            <span>{t('compareLot')}</span>
            <b className={classes.serial}>{groupSerial(fob.serial)}</b>
          </div>
          <div>
            <span>{t('compareChip')}</span>
            <b className={classes.serial}>{chipSerial}</b>
          </div>
        </div>
        <SerialField
          ref={field}
          size="md"
          label={t('compareLabel')}
          description={t('compareLabelHint')}
          value={label}
          data-first-focus
          onChange={(typed) => {
            // Leaving the field says its value again; only another one makes the refusal obsolete.
            if (typed === label) return
            setLabel(typed)
            setScanned(false)
            begin.forget()
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.ctrlKey || isComposing(event)) return
            event.preventDefault()
            run()
          }}
        />
        <div role="alert">
          {unread !== null && (
            <Text c="var(--desk-bad)" fw={700}>
              {say(unread)}
            </Text>
          )}
          {obstacle !== null && printed !== null && (
            <Text c="var(--desk-bad)" fw={700} size="md">
              {printed === fob.serial
                ? say(obstacle)
                : t('labelDiffers', { printed: groupSerial(printed), expected: groupSerial(fob.serial) })}
            </Text>
          )}
          {read.ok && obstacle === null && (
            <Text c="var(--desk-good)" fw={700}>
              {t('labelMatches')}
            </Text>
          )}
        </div>
        <dl className={classes.facts}>
          {(
            [
              [t('lotNo'), fob.lotNo],
              [t('model'), fob.modelName],
              [t('expiresAt'), formatInstant(fob.expiresAt, 'expiry', language)],
              [
                t('clockOffset'),
                offset === null ? '―' : `${t('seconds', { count: offset })}（${t('clockSetNow')}）`,
              ],
            ] as const
          ).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
          <div>
            <dt>{t('place')}</dt>
            <dd>
              <PlaceBadge place={fob.place} />
            </dd>
          </div>
        </dl>
        {fob.incident !== null && (
          <ToneBadge tone="bad">
            {t('incident')} {word('incidentKind', fob.incident.kind)}
          </ToneBadge>
        )}
        {begin.refusal !== null && (
          <Refusal
            refusal={begin.refusal}
            application={application}
            serial={fob.serial}
            onRetry={run}
            onNext={onNext}
          />
        )}
        <ActionButton onAct={run} whyNot={whyNot} pending={begin.pending} keyHint="Enter">
          {t('write')}
        </ActionButton>
      </div>
    </Panel>
  )
}
