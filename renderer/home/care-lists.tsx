/** Users who need care: tasks, stopped, waiting after a revocation. */
import { useDesk } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { useGo } from '../routes.ts'
import { Countdown, DateTimeText, useRefusalSentence } from '../ui/index.ts'
import { words } from './words.ts'
import { WorkList } from './work-list.tsx'

export function CareLists() {
  const t = useWords(words)
  const go = useGo()
  const say = useRefusalSentence()
  const tasks = useDesk('tasks.list', {})
  const stopped = useDesk('unlock.stoppedContracts', {})
  const waiting = useDesk('revocation.waiting', {})
  return (
    <>
      <WorkList
        title={t('tasks')}
        none={t('tasksNone')}
        refusal={tasks.refusal}
        onAll={() => go('/tasks')}
        items={tasks.value?.map((task) => ({
          id: task.taskId,
          title: task.title,
          note: say({ code: task.code, detail: { ...task.detail, id: task.subject.id } }),
          end: <DateTimeText at={task.raisedAt} />,
          onOpen: () => go('/tasks'),
        }))}
      />
      <WorkList
        title={t('stopped')}
        none={t('stoppedNone')}
        refusal={stopped.refusal}
        onAll={() => go('/unlock')}
        items={stopped.value?.map((contract) => ({
          id: contract.contractNo,
          title: contract.name,
          note: `${contract.contractNo}　${t('users', { count: contract.users })}`,
          onOpen: () => go('/unlock', { contractNo: contract.contractNo }),
        }))}
      />
      <WorkList
        title={t('waiting')}
        none={t('waitingNone')}
        refusal={waiting.refusal}
        items={waiting.value?.map((row) => ({
          id: row.loginId,
          title: row.name,
          note: row.loginId,
          end: row.waitingUntil !== null && <Countdown until={row.waitingUntil} />,
          onOpen: () => go('/revocation', { loginId: row.loginId }),
        }))}
      />
    </>
  )
}
