/** Nothing leaves the house before head office has the seed (architecture, Sync): the way on is to synchronise. */
import { Alert, Button, Group } from '@mantine/core'
import { CloudOff } from 'lucide-react'
import type { ApplicationView } from '../../preload/contract/views.ts'
import { useCall } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { Refused } from '../ui/index.ts'
import { words } from './words.ts'

export function HubFirst({ application }: { readonly application: ApplicationView }) {
  const t = useWords(words)
  const sync = useCall('sync.now')
  if (application.seedAtHub) return null
  return (
    <>
      <Alert
        color="yellow"
        variant="light"
        p="xs"
        mb="xs"
        icon={<CloudOff size={18} aria-hidden />}
        role="status"
      >
        <Group justify="space-between" wrap="nowrap">
          {t('hubFirst')}
          <Button variant="default" flex="none" loading={sync.pending} onClick={() => void sync.run({})}>
            {t('synchronise')}
          </Button>
        </Group>
      </Alert>
      <Refused refusal={sync.refusal} />
    </>
  )
}
