/** After the report: stopped, whether head office knows it, and the revocation that waits for a manager. */
import { Alert, Button, Text } from '@mantine/core'
import { OctagonX } from 'lucide-react'
import type { ContractView } from '../../preload/contract/views.ts'
import { useDesk } from '../desk/index.ts'
import { useLanguage, useWords } from '../i18n/index.ts'
import { useVocabulary } from '../i18n/vocabulary.ts'
import { useGo, type About, type ScreenPath } from '../routes.ts'
import { formatInstant, Page, Panel, SerialText, useBackKey } from '../ui/index.ts'
import { ContractBand } from '../customers/contract-band.tsx'
import { UnreflectedNotice } from '../customers/unreflected-notice.tsx'
import layout from '../customers/entry.module.css'
import classes from './incident.module.css'
import { StoppedPeople } from './stopped-people.tsx'
import { words } from './words.ts'

export function Reported({
  serial,
  contract,
  onLeave,
}: {
  readonly serial: string
  readonly contract: ContractView | null
  readonly onLeave: () => void
}) {
  const t = useWords(words)
  const word = useVocabulary()
  const language = useLanguage()
  const go = useGo()
  const fob = useDesk('fobs.get', { serial }).value ?? null
  const approvals = useDesk('approvals.list', { waitingOnly: true })
  const followUp = approvals.value?.some(
    ({ proposal }) => proposal.kind === 'incidentRevocation' && proposal.serial === serial,
  )
  const leave = (to: ScreenPath, about: About = {}): void => {
    onLeave()
    go(to, about)
  }
  const contractNo = contract?.contractNo
  useBackKey(() => leave('/incident'))
  return (
    <Page title={t('title')} focusKey={serial}>
      <div className={classes.stack}>
        {contract !== null && <ContractBand contract={contract} />}
        <Alert color="red" variant="light" icon={<OctagonX size={20} aria-hidden />} role="status">
          <Text fw={700}>{t('reported')}</Text>
          <SerialText serial={serial} />
          {'　'}
          {fob?.incident &&
            t('reportedFact', {
              kind: word('incidentKind', fob.incident.kind),
              at: formatInstant(fob.incident.at, 'minute', language),
            })}
        </Alert>
        <UnreflectedNotice />
        <StoppedPeople fob={fob} users={contract?.userList ?? []} done />
        <Panel title={t('followUp')}>
          <Text size="sm">{t(followUp === true ? 'followUpText' : 'followUpDone')}</Text>
        </Panel>
        <div className={layout.actions}>
          {contractNo !== undefined && (
            <Button data-first-focus onClick={() => leave('/application', { contractNo })}>
              {t('toReissue')}
            </Button>
          )}
          <Button variant="default" onClick={() => leave('/approvals')}>
            {t('toApprovals')}
          </Button>
          <Button variant="default" onClick={() => leave('/incident')}>
            {t('another')}
          </Button>
        </div>
      </div>
    </Page>
  )
}
