/**
 * What a training branch has instead of hardware, in one strip under the band so that it covers no screen:
 * the emulated reader and what lies on it, a customer's fob, faults to practise, the clock.
 */
import { Button, Checkbox, Select } from '@mantine/core'
import { useCall, useDesk } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { Refused } from '../ui/index.ts'
import { CustomerFob } from './customer-fob.tsx'
import classes from './training-bar.module.css'
import { words } from './words.ts'

const faults = [
  'none',
  'removeAfterInfo',
  'removeAfterChallenge',
  'removeAfterAnswer',
  'removeAfterConfig',
  'removeAfterSeed',
  'lockedKey',
  'wrongPadding',
  'wrongClock',
  'driftingClock',
  'unknownModel',
  'silent',
] as const

const steps = [
  ['minutes30', 30],
  ['day', 24 * 60],
  ['days7', 7 * 24 * 60],
] as const

/** The display of a fob changes by itself; the strip reads it every second while it is open. */
const EVERY = 1000

export function TrainingTools() {
  const t = useWords(words)
  const reader = useDesk('training.reader', {}, { every: EVERY })
  const plug = useCall('training.plug')
  const place = useCall('training.place')
  const remove = useCall('training.remove')
  const fault = useCall('training.fault')
  const advance = useCall('training.advance')
  const { plugged = false, placed = null, display = null, fobs = [] } = reader.value ?? {}
  const refusal = [reader, plug, place, remove, fault, advance]
    .map((call) => call.refusal)
    .find((r) => r !== null)
  return (
    <div className={classes.tools}>
      <Checkbox
        size="xs"
        label={`${t('reader')} ${t('plugged')}`}
        checked={plugged}
        onChange={(event) => void plug.run({ plugged: event.currentTarget.checked })}
      />
      <Select
        size="xs"
        w={200}
        aria-label={t('fob')}
        placeholder={t('nothing')}
        title={t('fob')}
        searchable
        clearable
        disabled={!plugged}
        value={placed}
        data={fobs.map(({ chipSerial, printedSerial, label }) => ({
          value: chipSerial,
          label: `${printedSerial}　${label}`,
        }))}
        onChange={(chipSerial) => void (chipSerial === null ? remove.run({}) : place.run({ chipSerial }))}
      />
      {display !== null && (
        <span className={classes.display}>
          {t('display')} <b>{display.code}</b>{' '}
          <small>{t('secondsLeft', { seconds: display.secondsLeft })}</small>
        </span>
      )}
      <CustomerFob />
      <Select
        size="xs"
        w={150}
        aria-label={t('fault')}
        placeholder={t('fault')}
        allowDeselect={false}
        data={faults.map((value) => ({ value, label: t(`fault_${value}`) }))}
        onChange={(chosen) => {
          const known = faults.find((name) => name === chosen)
          if (known !== undefined) void fault.run({ fault: known })
        }}
      />
      <span className={classes.clock}>
        {t('clock')}
        {steps.map(([name, minutes]) => (
          <Button
            key={name}
            size="compact-xs"
            variant="default"
            loading={advance.pending}
            onClick={() => void advance.run({ minutes })}
          >
            {t(name)}
          </Button>
        ))}
      </span>
      <Refused refusal={refusal ?? null} />
    </div>
  )
}
