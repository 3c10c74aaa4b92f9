/** Which fob, what happened, who says so; who will be stopped is named before the button. */
import { Text, Textarea, TextInput } from '@mantine/core'
import { incidentKind } from '../../domain/vocabulary.ts'
import type { ContractView, FobView } from '../../preload/contract/views.ts'
import { useCommand } from '../desk/index.ts'
import { useStaff } from '../desk/use-status.ts'
import { useWords } from '../i18n/index.ts'
import { useLabelScan } from '../scanner/index.ts'
import { useGo } from '../routes.ts'
import { EmptyState, Page, Panel, Refused, useBackKey, useEnterMovesOn, useRegisterKey } from '../ui/index.ts'
import { ActionButton } from '../customers/action-button.tsx'
import { ContractBand } from '../customers/contract-band.tsx'
import { KeyedChoice } from '../customers/keyed-choice.tsx'
import { ChannelChoice } from './channel-choice.tsx'
import { FobChoice } from './fob-choice.tsx'
import classes from './incident.module.css'
import { LiftPanel } from './lift-panel.tsx'
import { StoppedPeople } from './stopped-people.tsx'
import { useReport } from './use-report.ts'
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
  const whyNot = reads
    ? t('auditorReads')
    : fob === null
      ? t('whyFob')
      : fob.incident !== null
        ? t('whyReported')
        : entry.kind === null
          ? t('whyKind')
          : entry.reportedBy.trim() === ''
            ? t('whyReporter')
            : null

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
              <Panel title={t('title')}>
                <div className={classes.stack}>
                  <KeyedChoice
                    set="incidentKind"
                    members={incidentKind.options}
                    label={t('kind')}
                    value={entry.kind}
                    onChange={(kind) => change({ kind })}
                    firstFocus={fob !== null}
                  />
                  <ChannelChoice value={entry.channel} onChange={(channel) => change({ channel })} />
                  <TextInput
                    label={t('reportedBy')}
                    placeholder={t('reportedByHint')}
                    maxLength={100}
                    autoComplete="off"
                    value={entry.reportedBy}
                    onChange={(event) => change({ reportedBy: event.currentTarget.value })}
                  />
                  <Textarea
                    label={t('memo')}
                    autosize
                    minRows={1}
                    maxRows={4}
                    maxLength={500}
                    value={entry.memo}
                    onChange={(event) => change({ memo: event.currentTarget.value })}
                  />
                  <StoppedPeople fob={fob} users={contract?.userList ?? []} />
                  <Refused refusal={report.refusal ?? unread} />
                  <ActionButton danger onAct={act} whyNot={whyNot} pending={report.pending}>
                    {t('report')}
                  </ActionButton>
                </div>
              </Panel>
            )}
          </div>
        </div>
      </div>
    </Page>
  )
}
