/** 承認待ち一覧: the list, and beside it what the approver decides on. */
import { Button, Kbd, Switch } from '@mantine/core'
import { Ban, Stamp, Undo2 } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { ApprovalView } from '../../preload/contract/views.ts'
import { useDesk } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { useAbout } from '../routes.ts'
import { EmptyState, Page, Panel, Refused, useRegisterKey } from '../ui/index.ts'
import classes from './approvals.module.css'
import { DecideDialog, type Verdict } from './decide-dialog.tsx'
import { Detail } from './detail.tsx'
import { RequestTable } from './request-table.tsx'
import { words } from './words.ts'

export default function Approvals() {
  const t = useWords(words)
  const about = useAbout()
  const [decidedToo, setDecidedToo] = useState(false)
  const list = useDesk('approvals.list', { waitingOnly: !decidedToo }, { keepPrevious: true })
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [activeId, setActiveId] = useState<string | null>(null)
  const [verdict, setVerdict] = useState<Verdict | null>(null)

  const rows = useMemo(() => list.value ?? [], [list.value])
  const active = rows.find(({ requestId }) => requestId === activeId) ?? null
  const chosen = chosenOf(rows, selected, active)
  const possible = chosen.length > 0
  useRegisterKey(() => setVerdict('approve'), possible && verdict === null)

  const onClose = (decided: boolean) => {
    setVerdict(null)
    if (decided) setSelected(new Set())
  }
  return (
    <Page
      title={t('title')}
      description={t('description')}
      fill
      actions={
        <>
          <Switch
            size="xs"
            label={t('decided')}
            checked={decidedToo}
            onChange={(event) => setDecidedToo(event.currentTarget.checked)}
          />
          <Button
            color="red"
            variant="outline"
            leftSection={<Ban size={14} aria-hidden />}
            disabled={!possible}
            onClick={() => setVerdict('deny')}
          >
            {t('deny')}
          </Button>
          <Button
            variant="default"
            leftSection={<Undo2 size={14} aria-hidden />}
            disabled={!possible}
            onClick={() => setVerdict('sendBack')}
          >
            {t('sendBack')}
          </Button>
          <Button
            leftSection={<Stamp size={14} aria-hidden />}
            rightSection={<Kbd size="xs">F12</Kbd>}
            disabled={!possible}
            onClick={() => setVerdict('approve')}
          >
            {t('approve')}
            {chosen.length > 1 && `（${chosen.length}）`}
          </Button>
        </>
      }
    >
      <Refused refusal={list.refusal} />
      <div className={classes.split}>
        <RequestTable
          rows={rows}
          loading={list.loading}
          decidedToo={decidedToo}
          selection={{ selected, onChange: setSelected }}
          initialId={about.requestId}
          onActive={(request) => setActiveId(request.requestId)}
        />
        <Panel title={active?.subject ?? t('subject')} fill>
          {active === null ? (
            <EmptyState>{t('chooseOne')}</EmptyState>
          ) : (
            <Detail key={active.requestId} request={active} />
          )}
        </Panel>
      </div>
      {verdict !== null && <DecideDialog verdict={verdict} requests={chosen} onClose={onClose} />}
    </Page>
  )
}

/** The ticked ones; without ticks the one whose detail is shown. Only what the person may decide. */
function chosenOf(
  rows: readonly ApprovalView[],
  selected: ReadonlySet<string>,
  active: ApprovalView | null,
): readonly ApprovalView[] {
  const decidable = rows.filter(({ status, refusal }) => status === 'waiting' && refusal === null)
  const ticked = decidable.filter(({ requestId }) => selected.has(requestId))
  if (ticked.length > 0) return ticked
  return decidable.filter(({ requestId }) => requestId === active?.requestId)
}
