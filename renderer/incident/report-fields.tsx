/** What happened and who says so; who will be stopped is named before the button. */
import { Textarea, TextInput } from '@mantine/core'
import { incidentKind } from '../../domain/vocabulary.ts'
import type { RefusalView } from '../../preload/contract/views.ts'
import { useWords } from '../i18n/index.ts'
import { Panel, Refused } from '../ui/index.ts'
import { ActionButton } from '../customers/action-button.tsx'
import { KeyedChoice } from '../customers/keyed-choice.tsx'
import { ChannelChoice } from './channel-choice.tsx'
import classes from './incident.module.css'
import { StoppedPeople } from './stopped-people.tsx'
import type { ReportedFob, ReportEntry, ReportingUser } from './use-report.ts'
import { words } from './words.ts'

export function ReportFields({
  fob,
  users,
  entry,
  onChange,
  refusal,
  whyNot,
  pending,
  onReport,
}: {
  /** null: none chosen yet. */
  readonly fob: ReportedFob | null
  readonly users: readonly ReportingUser[]
  readonly entry: ReportEntry
  readonly onChange: (part: Partial<ReportEntry>) => void
  readonly refusal: RefusalView | null
  /** In words; null: it can be reported. */
  readonly whyNot: string | null
  readonly pending: boolean
  readonly onReport: () => void
}) {
  const t = useWords(words)
  return (
    <Panel title={t('title')}>
      <div className={classes.stack}>
        <KeyedChoice
          set="incidentKind"
          members={incidentKind.options}
          label={t('kind')}
          value={entry.kind}
          onChange={(kind) => onChange({ kind })}
          firstFocus={fob !== null}
        />
        <ChannelChoice value={entry.channel} onChange={(channel) => onChange({ channel })} />
        <TextInput
          label={t('reportedBy')}
          placeholder={t('reportedByHint')}
          maxLength={100}
          autoComplete="off"
          value={entry.reportedBy}
          onChange={(event) => onChange({ reportedBy: event.currentTarget.value })}
        />
        <Textarea
          label={t('memo')}
          autosize
          minRows={1}
          maxRows={4}
          maxLength={500}
          value={entry.memo}
          onChange={(event) => onChange({ memo: event.currentTarget.value })}
        />
        <StoppedPeople fob={fob} users={users} />
        <Refused refusal={refusal} />
        <ActionButton danger onAct={onReport} whyNot={whyNot} pending={pending}>
          {t('report')}
        </ActionButton>
      </div>
    </Panel>
  )
}
