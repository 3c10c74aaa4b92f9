/** 要対応一覧: in words, with the way to where it is dealt with. */
import { Button, Text, Textarea } from '@mantine/core'
import { CheckCheck, ExternalLink } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { TaskView } from '../../preload/contract/views.ts'
import { useCommand, useDesk } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { useGo } from '../routes.ts'
import {
  DataTable,
  DateTimeText,
  DialogFoot,
  EmptyState,
  FormDialog,
  Page,
  Refused,
  toastDone,
  useRefusalSentence,
  type Column,
} from '../ui/index.ts'
import classes from './tasks.module.css'
import { pathOf } from './subject-path.ts'
import { words } from './words.ts'

export default function Tasks() {
  const t = useWords(words)
  const say = useRefusalSentence()
  const go = useGo()
  const list = useDesk('tasks.list', {})
  const [active, setActive] = useState<TaskView | null>(null)
  const [settling, setSettling] = useState<TaskView | null>(null)
  const open = (task: TaskView) => go(...pathOf(task))
  const columns = useMemo(
    (): readonly Column<TaskView>[] => [
      {
        id: 'subject',
        header: t('subject'),
        width: 240,
        sortBy: ({ title }) => title,
        cell: ({ title }) => title,
      },
      {
        id: 'what',
        header: t('what'),
        cell: ({ code, subject, detail }) => {
          const said = say({ code, detail: { ...detail, id: subject.id } })
          return <span title={said}>{said}</span>
        },
      },
      {
        id: 'raisedAt',
        header: t('raisedAt'),
        width: 140,
        sortBy: ({ raisedAt }) => raisedAt,
        cell: ({ raisedAt }) => <DateTimeText at={raisedAt} />,
      },
    ],
    [t, say],
  )
  const rows = list.value ?? []
  const chosen = rows.find(({ taskId }) => taskId === active?.taskId) ?? null
  return (
    <Page
      title={t('title')}
      description={t('description')}
      fill
      actions={
        <>
          <Button
            variant="default"
            leftSection={<CheckCheck size={14} aria-hidden />}
            disabled={chosen === null}
            onClick={() => setSettling(chosen)}
          >
            {t('settle')}
          </Button>
          <Button
            leftSection={<ExternalLink size={14} aria-hidden />}
            disabled={chosen === null}
            onClick={() => chosen !== null && open(chosen)}
          >
            {t('open')}
          </Button>
        </>
      }
    >
      <Refused refusal={list.refusal} />
      <div className={classes.tasks}>
        <DataTable
          label={t('title')}
          columns={columns}
          rows={rows}
          rowId={({ taskId }) => taskId}
          onActive={setActive}
          onOpen={open}
          initialSort={{ id: 'raisedAt', descending: false }}
          loading={list.loading}
          empty={<EmptyState icon={CheckCheck}>{t('none')}</EmptyState>}
        />
        {chosen !== null && <Said task={chosen} />}
      </div>
      {settling !== null && <Settle task={settling} onClose={() => setSettling(null)} />}
    </Page>
  )
}

/** The chosen task's sentence whole: it says what to do, and a row of the list may cut it. */
function Said({ task: { code, subject, detail, title } }: { readonly task: TaskView }) {
  const t = useWords(words)
  const say = useRefusalSentence()
  return (
    <section className={classes.said} aria-label={t('what')}>
      <strong>{title}</strong>
      <p>{say({ code, detail: { ...detail, id: subject.id } })}</p>
    </section>
  )
}

function Settle({ task, onClose }: { readonly task: TaskView; readonly onClose: () => void }) {
  const t = useWords(words)
  const say = useRefusalSentence()
  const settle = useCommand('settleTask')
  const [memo, setMemo] = useState('')
  const submit = async () => {
    if (memo.trim() === '') return
    const answer = await settle.run({ command: { taskId: task.taskId, memo: memo.trim() } })
    if (!answer.ok) return
    toastDone(t('settled'))
    onClose()
  }
  return (
    <FormDialog opened onCancel={onClose} title={t('settle')} onSubmit={() => void submit()}>
      <Text size="sm" fw={700}>
        {task.title}
      </Text>
      <Text size="sm">{say({ code: task.code, detail: { ...task.detail, id: task.subject.id } })}</Text>
      <Textarea
        label={t('memo')}
        value={memo}
        maxLength={500}
        autosize
        minRows={2}
        required
        data-autofocus
        onChange={(event) => setMemo(event.currentTarget.value)}
      />
      <Refused refusal={settle.refusal} />
      <DialogFoot
        action={t('settle')}
        disabled={memo.trim() === ''}
        pending={settle.pending}
        onCancel={onClose}
      />
    </FormDialog>
  )
}
