import type { Task } from '../../../domain/model.ts'
import type { TaskView } from '../../../preload/contract/views.ts'
import type { ViewContext } from './view-context.ts'

/** 要対応, oldest first. */
export function listTasks(context: ViewContext): TaskView[] {
  return context.projection.tables.openTasks().flatMap((taskId) => {
    const task = context.state.get('task', taskId)
    if (task === undefined) return []
    const { code, subject, raisedAt } = task
    return [{ taskId, code, subject: { ...subject }, title: titleOf(context, subject), raisedAt }]
  })
}

/** Whom or what it is about, in words. */
function titleOf({ state }: ViewContext, { kind, id }: Task['subject']): string {
  switch (kind) {
    case 'contract':
      return state.get('contract', id)?.name ?? id
    case 'user':
      return state.get('user', id)?.name ?? id
    case 'fob':
      return id
    case 'application': {
      const contractNo = state.get('application', id)?.contractNo
      return contractNo === undefined ? id : (state.get('contract', contractNo)?.name ?? id)
    }
  }
}
