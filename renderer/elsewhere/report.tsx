/** 事故届 of another branch's customer: what head office tells of them, and the report's own fields. */
import { Text } from '@mantine/core'
import { useMemo } from 'react'
import type { ElsewhereStopped } from '../../preload/contract/views.ts'
import { useCall } from '../desk/index.ts'
import { useLanguage, useWords } from '../i18n/index.ts'
import { useVocabulary } from '../i18n/vocabulary.ts'
import { useLabelScan } from '../scanner/index.ts'
import {
  AuthStatusBadge,
  DataTable,
  EmptyState,
  formatInstant,
  OtpStatusBadge,
  Page,
  Panel,
  useBackKey,
  useEnterMovesOn,
  useRegisterKey,
  type Column,
} from '../ui/index.ts'
import { PersonName } from '../ui/person-name.tsx'
import { FobChoice } from '../incident/fob-choice.tsx'
import incident from '../incident/incident.module.css'
import { ReportFields } from '../incident/report-fields.tsx'
import { StoppedPeople } from '../incident/stopped-people.tsx'
import { useReport } from '../incident/use-report.ts'
import { whyNotReported } from '../incident/why-not.ts'
import { words as incidentWords } from '../incident/words.ts'
import { CustomerBand } from './customer-band.tsx'
import classes from './elsewhere.module.css'
import type { ElsewhereCustomer } from './use-look-up.ts'
import { words } from './words.ts'

export function ReportElsewhere({
  customer,
  serial,
  onBack,
  onScan,
  onStopped,
}: {
  readonly customer: ElsewhereCustomer
  /** The fob that was looked up; null: the customer was. */
  readonly serial: string | null
  readonly onBack: () => void
  /** Another customer's label. */
  readonly onScan: (serial: string) => void
  readonly onStopped: (stopped: ElsewhereStopped) => void
}) {
  const t = useWords(words)
  const i = useWords(incidentWords)
  const word = useVocabulary()
  const language = useLanguage()
  const { users, fobs } = customer.detail
  const only = fobs.length === 1 ? fobs[0]?.serial : undefined
  const { entry, change } = useReport(fobs.some((fob) => fob.serial === serial) ? serial : (only ?? null))
  const report = useCall('elsewhere.reportIncident')
  const fob = fobs.find((each) => each.serial === entry.serial) ?? null
  const unread = useLabelScan(({ serial: scanned }) => {
    if (fobs.some((each) => each.serial === scanned)) change({ serial: scanned })
    else onScan(scanned)
  })
  const missing = whyNotReported(fob, entry)
  const run = async (): Promise<void> => {
    if (fob === null || entry.kind === null) return
    const answer = await report.run({
      serial: fob.serial,
      kind: entry.kind,
      channel: entry.channel,
      reportedBy: entry.reportedBy.trim(),
      memo: entry.memo.trim(),
    })
    if (answer.ok) onStopped(answer.value)
  }
  const act = (): void => void (missing === null && !report.pending && run())
  useRegisterKey(act, missing === null)
  useBackKey(onBack)
  const enterMovesOn = useEnterMovesOn(act)
  const home = `${customer.branchNo} ${customer.branchName}`

  return (
    <Page title={t('title')} description={t('recognise')} focusKey={customer.contractNo}>
      <div className={incident.stack} data-form onKeyDown={enterMovesOn}>
        <CustomerBand customer={customer} onBack={onBack} />
        <div className={classes.columns}>
          <div className={incident.stack}>
            <Panel title={t('fobs')}>
              {fobs.length === 0 ? (
                <EmptyState>{t('noFobs')}</EmptyState>
              ) : (
                <FobChoice
                  fobs={fobs}
                  users={users}
                  chosen={entry.serial}
                  onChoose={(chosen) => change({ serial: chosen })}
                />
              )}
            </Panel>
            <Users users={users} />
          </div>
          {fob !== null && fob.incident !== null ? (
            <Panel title={i('title')}>
              <div className={classes.already} role="status">
                <strong>
                  {t('reportedAlready', {
                    kind: word('incidentKind', fob.incident.kind),
                    at: formatInstant(fob.incident.at, 'minute', language),
                  })}
                </strong>
                <Text size="sm">{t('liftThere', { branch: home })}</Text>
                <StoppedPeople fob={fob} users={users} done />
              </div>
            </Panel>
          ) : (
            fobs.length > 0 && (
              <ReportFields
                fob={fob}
                users={users}
                entry={entry}
                onChange={change}
                refusal={report.refusal ?? unread}
                whyNot={missing && i(missing)}
                pending={report.pending}
                onReport={act}
              />
            )
          )}
        </div>
      </div>
    </Page>
  )
}

type User = ElsewhereCustomer['detail']['users'][number]

function Users({ users }: { readonly users: readonly User[] }) {
  const t = useWords(words)
  const word = useVocabulary()
  const columns = useMemo(
    (): readonly Column<User>[] => [
      { id: 'name', header: t('userName'), cell: ({ name }) => <PersonName name={name} /> },
      { id: 'loginId', header: t('loginId'), width: 128, cell: ({ loginId }) => loginId },
      { id: 'role', header: t('role'), width: 112, cell: ({ role }) => word('userRole', role) },
      {
        id: 'otp',
        header: t('otpStatus'),
        width: 130,
        cell: ({ otpStatus }) => <OtpStatusBadge status={otpStatus} />,
      },
      {
        id: 'auth',
        header: t('authStatus'),
        width: 100,
        cell: ({ authStatus }) => <AuthStatusBadge status={authStatus} />,
      },
    ],
    [t, word],
  )
  return (
    <Panel title={t('users')}>
      <DataTable
        label={t('users')}
        columns={columns}
        rows={users}
        rowId={({ loginId }) => loginId}
        height={Math.min(66 + users.length * 32, 260)}
      />
    </Panel>
  )
}
