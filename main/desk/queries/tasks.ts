import type { Task } from '../../../domain/model.ts'
import type { TaskView } from '../../../preload/contract/views.ts'
import { waitingRequests } from './approvals.ts'
import type { ViewContext } from './view-context.ts'

/** 要対応, oldest first. */
export function listTasks(context: ViewContext): TaskView[] {
  return context.projection.tables.openTasks().flatMap((taskId) => {
    const task = context.state.get('task', taskId)
    if (task === undefined) return []
    const { subject, raisedAt, detail } = task
    const code = codeNow(context, task)
    const title = taskTitle(context, subject)
    const requestId = requestOf(context, task)
    return [{ taskId, code, subject: { ...subject }, detail: { ...detail }, title, raisedAt, requestId }]
  })
}

const revocationNext: ReadonlySet<string> = new Set(['TASK_INCIDENT_ELSEWHERE', 'TASK_INCIDENT_TWICE'])

/** The revocation that waits for the branch's decision, where the task asks for it. */
function requestOf({ projection }: ViewContext, { code, subject }: Task): string | null {
  if (!revocationNext.has(code)) return null
  const request = waitingRequests(projection).find(
    ({ proposal }) => proposal.kind === 'incidentRevocation' && proposal.serial === subject.id,
  )
  return request?.requestId ?? null
}

/** 「近づいています」 is no longer true once the fob has expired; the task is the same. */
function codeNow({ state, now }: ViewContext, { code, subject }: Task): string {
  const fob = code === 'TASK_RENEWAL' ? state.get('fob', subject.id) : undefined
  return fob !== undefined && fob.expiresAt <= now ? 'TASK_RENEWAL_OVERDUE' : code
}

/** Whom or what it is about, in words. */
export function taskTitle({ state, projection }: ViewContext, { kind, id }: Task['subject']): string {
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
