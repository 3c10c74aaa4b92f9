/** The label did not come out: the next fob waits until it has, or until somebody goes on without it. */
import { Button, Group, Text } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useWords } from '../../i18n/index.ts'
import { groupSerial, Panel, Refused, usePersonName } from '../../ui/index.ts'
import type { heldUpBy } from './batch.ts'
import type { BatchControl } from './use-batch.ts'
import { words } from './words.ts'

export function HeldUp({
  by: { applicationId, serial, contractName, refusal },
  control,
}: {
  readonly by: NonNullable<ReturnType<typeof heldUpBy>>
  readonly control: BatchControl
}) {
  const t = useWords(words)
  const personName = usePersonName()
  const again = useRef<HTMLButtonElement>(null)
  useEffect(() => again.current?.focus(), [])
  return (
    <Panel title={t('heldUpTitle')}>
      <Text fw={700}>{t('heldUpText', { serial: groupSerial(serial), name: personName(contractName) })}</Text>
      <Refused refusal={refusal} />
      <Group gap="xs" mt="xs">
        <Button ref={again} onClick={() => control.printLabel(applicationId)}>
          {t('printAgain')} (Enter)
        </Button>
        <Button variant="default" onClick={() => control.doWithoutLabel(applicationId)}>
          {t('withoutLabel')}
        </Button>
      </Group>
    </Panel>
  )
}
