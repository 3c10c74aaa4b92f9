/** While a batch runs: how far it is, what became of the fob before, skip and stop. */
import { Button, Group, Text } from '@mantine/core'
import { CheckCircle2 } from 'lucide-react'
import { useWords } from '../../i18n/index.ts'
import { groupSerial, Panel, useBackKey, useFunctionKey, usePersonName } from '../../ui/index.ts'
import { issuedIn, placeOf, type Batch } from './batch.ts'
import type { BatchControl } from './use-batch.ts'
import { words } from './words.ts'

export function BatchBar({
  batch,
  current,
  running,
  control,
}: {
  readonly batch: Batch
  readonly current: string
  /** An issuance runs: it is cancelled by itself or brought to its end. */
  readonly running: boolean
  readonly control: BatchControl
}) {
  const t = useWords(words)
  const personName = usePersonName()
  const { at, of } = placeOf(batch, current)
  const before = issuedIn(batch).at(-1)
  // What did not come out stands below, in the way of the next.
  const came = before?.label.status === 'failed' ? undefined : before
  useFunctionKey('F7', control.skip, !running)
  useBackKey(control.stop, !running)
  return (
    <Panel
      title={t('title')}
      actions={
        <Group gap="xs">
          <Text fw={700} size="lg" aria-label={t('progressOf', { at, of })}>
            {t('progress', { at, of })}
          </Text>
          <Button variant="default" disabled={running} onClick={control.skip}>
            {t('skip')} (F7)
          </Button>
          <Button variant="default" disabled={running} onClick={control.stop}>
            {t('stop')} (Esc)
          </Button>
        </Group>
      }
    >
      <div role="status">
        {came !== undefined && (
          <Group gap="xs" justify="space-between" wrap="nowrap">
            <Text size="sm" c="var(--desk-good)" fw={700}>
              <CheckCircle2 size={15} aria-hidden />{' '}
              {t('last', { serial: groupSerial(came.serial), name: personName(came.contractName) })}{' '}
              {t(`label_${came.label.status}`)}
            </Text>
            <Button
              size="compact-xs"
              variant="subtle"
              flex="none"
              loading={came.label.status === 'printing'}
              onClick={() => control.printLabel(came.applicationId)}
            >
              {t('printAgain')}
            </Button>
          </Group>
        )}
      </div>
    </Panel>
  )
}
