/** What the batch came to, until it was read. */
import { Button, Group, Table, Text } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useWords } from '../../i18n/index.ts'
import { useGo } from '../../routes.ts'
import { Panel, SerialText, usePersonName } from '../../ui/index.ts'
import { issuedIn, type Batch } from './batch.ts'
import type { BatchControl } from './use-batch.ts'
import { words } from './words.ts'

export function BatchEnd({
  batch,
  control,
  onLeave,
}: {
  readonly batch: Batch
  readonly control: BatchControl
  /** The end was read. */
  readonly onLeave: () => void
}) {
  const t = useWords(words)
  const personName = usePersonName()
  const go = useGo()
  const close = useRef<HTMLButtonElement>(null)
  useEffect(() => close.current?.focus(), [])
  const issued = issuedIn(batch)
  const rest = batch.applications.length - issued.length
  return (
    <Panel title={t('endTitle')}>
      <Text fw={700} size="md" role="status">
        {t('endText', { issued: issued.length, rest })}
      </Text>
      {issued.length > 0 && (
        <Table aria-label={t('fobsIssued')} fz="sm">
          <Table.Tbody>
            {issued.map(({ applicationId, serial, contractName, label }) => (
              <Table.Tr key={applicationId}>
                <Table.Td>
                  <SerialText serial={serial} />
                </Table.Td>
                <Table.Td>{personName(contractName)}</Table.Td>
                <Table.Td>{t(`label_${label.status}`)}</Table.Td>
                <Table.Td>
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    loading={label.status === 'printing'}
                    onClick={() => control.printLabel(applicationId)}
                  >
                    {t('printAgain')}
                  </Button>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      <Group gap="xs" mt="xs">
        <Button ref={close} onClick={onLeave}>
          {t('close')} (Enter)
        </Button>
        {issued.length > 0 && (
          <Button variant="default" onClick={() => go('/dispatch')}>
            {t('toDispatch')}
          </Button>
        )}
      </Group>
    </Panel>
  )
}
