/** After a hand-over: register it right now while the customer stands here, or go on with the queue. */
import { Alert, Button, Group } from '@mantine/core'
import { CheckCircle2 } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { ApplicationView } from '../../preload/contract/views.ts'
import { useWords } from '../i18n/index.ts'
import { useGo } from '../routes.ts'
import { usePersonName } from '../ui/index.ts'
import { words } from './words.ts'

export function HandedOver({
  application,
  onNext,
}: {
  readonly application: ApplicationView
  readonly onNext: () => void
}) {
  const t = useWords(words)
  const personName = usePersonName()
  const go = useGo()
  const first = useRef<HTMLButtonElement>(null)
  useEffect(() => first.current?.focus(), [])
  const { contractNo, contractName, serial, loginIds } = application
  const loginId = loginIds[0]
  return (
    <Alert color="green" variant="light" icon={<CheckCircle2 size={20} aria-hidden />} role="status">
      <strong>{t('handedOver', { name: personName(contractName) })}</strong>
      <Group mt="sm" gap="xs">
        <Button
          ref={first}
          onClick={() =>
            go('/activation', {
              contractNo,
              ...(loginId === undefined ? {} : { loginId }),
              ...(serial === null ? {} : { serial }),
            })
          }
        >
          {t('toActivation')}
        </Button>
        <Button variant="default" onClick={onNext}>
          {t('nextInQueue')}
        </Button>
      </Group>
    </Alert>
  )
}
