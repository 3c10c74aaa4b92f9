/** After the report: stopped everywhere, and what the home branch does next. */
import { Alert, Button, Text } from '@mantine/core'
import { OctagonX } from 'lucide-react'
import type { ElsewhereStopped } from '../../preload/contract/views.ts'
import { useLanguage, useWords } from '../i18n/index.ts'
import { useGo } from '../routes.ts'
import { formatInstant, Page, Panel, SerialText, useBackKey } from '../ui/index.ts'
import layout from '../customers/entry.module.css'
import incident from '../incident/incident.module.css'
import { StoppedPeople } from '../incident/stopped-people.tsx'
import { CustomerBand } from './customer-band.tsx'
import type { ElsewhereCustomer } from './use-look-up.ts'
import { words } from './words.ts'

export function StoppedElsewhere({
  stopped,
  customer,
  onAnother,
}: {
  readonly stopped: ElsewhereStopped
  readonly customer: ElsewhereCustomer
  readonly onAnother: () => void
}) {
  const t = useWords(words)
  const language = useLanguage()
  const go = useGo()
  const branch = stopped.branchName
  useBackKey(onAnother)
  return (
    <Page title={t('title')} focusKey={stopped.serial}>
      <div className={incident.stack}>
        <CustomerBand customer={customer} />
        <Alert color="red" variant="light" icon={<OctagonX size={20} aria-hidden />} role="status">
          <Text fw={700}>{t(stopped.again ? 'again' : 'stopped')}</Text>
          <SerialText serial={stopped.serial} />
          {'　'}
          {t('fact', { at: formatInstant(stopped.at, 'minute', language) })}
        </Alert>
        <StoppedPeople
          fob={{ loginIds: stopped.users.map(({ loginId }) => loginId) }}
          users={customer.detail.users}
          done
        />
        <Panel title={t('next')}>
          <Text size="sm">{t('nextThere', { branch })}</Text>
          <Text size="sm">{t('nextCustomer', { branch })}</Text>
        </Panel>
        <div className={layout.actions}>
          <Button data-first-focus onClick={onAnother}>
            {t('another')}
          </Button>
          <Button variant="default" onClick={() => go('/')}>
            {t('toHome')}
          </Button>
        </div>
      </div>
    </Page>
  )
}
