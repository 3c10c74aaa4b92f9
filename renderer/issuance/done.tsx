/** Issued: what to do with the fob now, and on to the next application with Enter. */
import { Alert, Button, Group, Text } from '@mantine/core'
import { CheckCircle2 } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useDesk } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { useGo } from '../routes.ts'
import { groupSerial } from '../ui/index.ts'
import type { Ended } from './stage.ts'
import { words } from './words.ts'

export function Done({ last, onNext }: { readonly last: Ended; readonly onNext: () => void }) {
  const t = useWords(words)
  const go = useGo()
  const next = useRef<HTMLButtonElement>(null)
  useEffect(() => next.current?.focus(), [])
  const { applicationId, serial, driftSteps, assigned = false } = last
  const delivery = useDesk('applications.get', { applicationId }).value?.delivery
  return (
    <Alert
      color="green"
      variant="light"
      icon={<CheckCircle2 size={26} aria-hidden />}
      role="status"
      title={t('doneTitle')}
    >
      <Text size="lg" fw={700}>
        {t(assigned ? 'assignedText' : 'doneText', { serial: groupSerial(serial) })}
      </Text>
      {assigned ? (
        <Text size="sm">{t('assignedProof')}</Text>
      ) : (
        <>
          <Text size="sm">{driftSteps === 0 ? t('noDrift') : t('drift', { steps: driftSteps })}</Text>
          <Text size="sm">{t('takeOff')}</Text>
        </>
      )}
      <Group mt="sm" gap="xs">
        <Button ref={next} size="sm" onClick={onNext}>
          {t('nextApplication')} (Enter)
        </Button>
        <Button size="sm" variant="default" onClick={() => go('/dispatch', { applicationId })}>
          {t(delivery === 'counter' ? 'toHandOver' : 'toDispatch')}
        </Button>
      </Group>
    </Alert>
  )
}
