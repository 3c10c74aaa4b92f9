/** Which fob, what happened, who says so; who will be stopped is named before the button. */
import { Text } from '@mantine/core'
import type { ContractView, FobView } from '../../preload/contract/views.ts'
import { useCommand } from '../desk/index.ts'
import { useStaff } from '../desk/use-status.ts'
import { useWords } from '../i18n/index.ts'
import { useLabelScan } from '../scanner/index.ts'
import { useGo } from '../routes.ts'
import { EmptyState, Page, Panel, Refused, useBackKey, useEnterMovesOn, useRegisterKey } from '../ui/index.ts'
import { ContractBand } from '../customers/contract-band.tsx'
import { FobChoice } from './fob-choice.tsx'
import classes from './incident.module.css'
import { LiftPanel } from './lift-panel.tsx'
import { ReportFields } from './report-fields.tsx'
import { StoppedPeople } from './stopped-people.tsx'
import { useReport } from './use-report.ts'
import { whyNotReported } from './why-not.ts'
import { words } from './words.ts'

export function ReportForm({
  contract,
  fobs,
  serial,
  onReported,
}: {
  /** null: the fob serves no contract (stock). */
  readonly contract: ContractView | null
  readonly fobs: readonly FobView[]
  /** The fob that was looked up. */
  readonly serial: string | null
  readonly onReported: (serial: string) => void
}) {
  const t = useWords(words)
  const go = useGo()
  const only = fobs.length === 1 ? fobs[0]?.serial : undefined
  const { entry, change } = useReport(serial ?? only ?? null)
  const report = useCommand('reportIncident')
  const fob = fobs.find((each) => each.serial === entry.serial) ?? null
  const unread = useLabelScan(({ serial: scanned }) => {
    if (fobs.some((each) => each.serial === scanned)) change({ serial: scanned })
    else go('/incident', { serial: scanned })
  })
  // 検査 reads and changes nothing: whom a report would stop, and that of a fob already under one.
  const reads = useStaff().role === 'auditor'
  const missing = whyNotReported(fob, entry)
  const whyNot = reads ? t('auditorReads') : missing && t(missing)

  const run = async (): Promise<void> => {
    if (fob === null || entry.kind === null) return
    const answer = await report.run({
      command: {
        serial: fob.serial,
        kind: entry.kind,
        channel: entry.channel,
        reportedBy: entry.reportedBy.trim(),
        memo: entry.memo.trim(),
      },
    })
    if (answer.ok) onReported(fob.serial)
  }
  const act = (): void => void (whyNot === null && !report.pending && run())
  useRegisterKey(act, whyNot === null)
  useBackKey(() => go('/incident'))
  const enterMovesOn = useEnterMovesOn(act)

  return (
    <Page title={t('title')} description={t('intro')} focusKey={fobs.length}>
      <div className={classes.stack} data-form onKeyDown={enterMovesOn}>
        {contract !== null && <ContractBand contract={contract} onOther={() => go('/incident')} />}
        <div className={classes.columns}>
          <Panel title={t('fobsOf')}>
            {fobs.length === 0 ? (
              <EmptyState>{t('noFobs')}</EmptyState>
            ) : (
              <FobChoice
                fobs={fobs}
                users={contract?.userList ?? []}
                chosen={entry.serial}
                onChoose={(chosen) => change({ serial: chosen })}
              />
            )}
          </Panel>
          <div className={classes.stack}>
            {reads ? (
              <Panel title={t('title')}>
                <Text size="sm">{t('auditorReads')}</Text>
                <StoppedPeople fob={fob} users={contract?.userList ?? []} />
                <Refused refusal={unread} />
              </Panel>
            ) : fob !== null && fob.incident !== null ? (
              <LiftPanel fob={fob} incident={fob.incident} />
            ) : (
              <ReportFields
                fob={fob}
                users={contract?.userList ?? []}
                entry={entry}
                onChange={change}
                refusal={report.refusal ?? unread}
                whyNot={whyNot}
                pending={report.pending}
                onReport={act}
              />
            )}
          </div>
        </div>
      </div>
    </Page>
  )
}
