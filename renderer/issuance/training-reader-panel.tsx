/** 研修モード only: the emulated reader, which fob lies on it, faults, and the fob's own display. */
import { Button, Group, NativeSelect, Select } from '@mantine/core'
import { useRef, useState } from 'react'
import type { ChannelInput } from '../../preload/contract/channels.ts'
import { useCall, useDesk } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { groupSerial, Panel, Refused } from '../ui/index.ts'
import { FobPicture } from './fob-picture.tsx'
import classes from './issuance.module.css'
import { words } from './words.ts'

type Fault = ChannelInput<'training.fault'>['fault']

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
] as const satisfies readonly Fault[]

export function TrainingReaderPanel() {
  const t = useWords(words)
  const reader = useDesk('training.reader', {}, { every: 1000 })
  const place = useCall('training.place')
  const remove = useCall('training.remove')
  const plug = useCall('training.plug')
  const arm = useCall('training.fault')
  const [fault, setFault] = useState<Fault>('none')
  const { plugged = true, placed = null, display = null, fobs = [] } = reader.value ?? {}
  const choice = useRef<HTMLInputElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const lift = async (): Promise<void> => {
    await remove.run({})
    // The button has nothing left to do; what follows is the next fob. Whoever has gone on is not called back.
    const at = document.activeElement
    if (at === document.body || at === button.current) choice.current?.focus()
  }
  const onFob = fobs.find((fob) => fob.chipSerial === placed)
  return (
    <Panel title={t('training')}>
      <div className={classes.training}>
        <div className={classes.stack}>
          <Select
            ref={choice}
            size="xs"
            label={t('trainingPlace')}
            placeholder={t('trainingNone')}
            searchable
            limit={40}
            nothingFoundMessage="―"
            value={placed}
            disabled={!plugged}
            data={fobs.map((fob) => ({
              value: fob.chipSerial,
              label: [groupSerial(fob.printedSerial), fob.model, t(`trainingFob_${fob.label}`)].join('　'),
            }))}
            onChange={(chipSerial) => chipSerial !== null && void place.run({ chipSerial })}
          />
          <NativeSelect
            size="xs"
            label={t('trainingFault')}
            value={fault}
            data={faults.map((each) => ({ value: each, label: t(`fault_${each}`) }))}
            onChange={(event) => {
              const next = faults.find((each) => each === event.target.value) ?? 'none'
              setFault(next)
              void arm.run({ fault: next })
            }}
          />
          <Group gap="xs">
            <Button ref={button} variant="default" disabled={placed === null} onClick={() => void lift()}>
              {t('trainingRemove')}
            </Button>
            <Button variant="default" onClick={() => void plug.run({ plugged: !plugged })}>
              {t(plugged ? 'trainingUnplug' : 'trainingPlug')}
            </Button>
          </Group>
          <Refused
            refusal={reader.refusal ?? place.refusal ?? remove.refusal ?? plug.refusal ?? arm.refusal}
          />
        </div>
        {onFob !== undefined && <FobPicture serial={onFob.printedSerial} display={display} />}
      </div>
    </Panel>
  )
}
