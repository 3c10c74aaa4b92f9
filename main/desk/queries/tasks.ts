import type { Task } from '../../../domain/model.ts'
import type { TaskView } from '../../../preload/contract/views.ts'
import type { ViewContext } from './view-context.ts'

/** 要対応, oldest first. */
export function listTasks(context: ViewContext): TaskView[] {
  return context.projection.tables.openTasks().flatMap((taskId) => {
    const task = context.state.get('task', taskId)
    if (task === undefined) return []
    const { subject, raisedAt, detail } = task
    const code = codeNow(context, task)
    const title = titleOf(context, subject)
    return [{ taskId, code, subject: { ...subject }, detail: { ...detail }, title, raisedAt }]
  })
}

/** 「近づいています」 is no longer true once the fob has expired; the task is the same. */
function codeNow({ state, now }: ViewContext, { code, subject }: Task): string {
  const fob = code === 'TASK_RENEWAL' ? state.get('fob', subject.id) : undefined
  return fob !== undefined && fob.expiresAt <= now ? 'TASK_RENEWAL_OVERDUE' : code
}

/** Whom or what it is about, in words. */
function titleOf({ state, projection }: ViewContext, { kind, id }: Task['subject']): string {
  switch (kind) {
    case 'contract':
      return state.get('contract', id)?.name ?? id
    case 'user':
      return state.get('user', id)?.name ?? id
    case 'fob':
      return id
    case 'branch':
      return projection.facts.branchName
    case 'application': {
      const contractNo = state.get('application', id)?.contractNo
      return contractNo === undefined ? id : (state.get('contract', contractNo)?.name ?? id)
    }
  }
}
