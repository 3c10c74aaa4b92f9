/** 承認待ち and 要対応. */
import type { EventOf } from '../events.ts'
import type { ApprovalRequest } from '../model.ts'
import type { RefusalCode } from '../refusals.ts'
import type { Work } from './work.ts'

export function approvalRequested(work: Work, { data, meta }: EventOf<'ApprovalRequested'>): void {
  work.put('approval', data.requestId, {
    ...data,
    askedAt: meta.at,
    status: 'waiting',
    decidedBy: null,
    decidedAt: null,
    memo: '',
  })
}

function decide(work: Work, requestId: string, status: ApprovalRequest['status'], memo: string): boolean {
  const request = work.get('approval', requestId)
  if (request?.status !== 'waiting') return false
  const { by: decidedBy, at: decidedAt } = work.meta
  work.put('approval', requestId, { ...request, status, decidedBy, decidedAt, memo })
  return true
}

export function approvalGiven(work: Work, { data, personal }: EventOf<'ApprovalGiven'>): void {
  if (!decide(work, data.requestId, 'approved', personal?.memo ?? '')) return
  const proposal = work.get('approval', data.requestId)?.proposal
  if (proposal?.kind !== 'shortLife') return
  work.application(proposal.applicationId, ['approved'], (current) => ({
    ...current,
    shortLifeSerial: proposal.serial,
  }))
}

export function approvalSentBack(work: Work, { data, personal }: EventOf<'ApprovalSentBack'>): void {
  decide(work, data.requestId, 'returned', personal?.memo ?? '')
}

export function approvalDenied(work: Work, { data, personal }: EventOf<'ApprovalDenied'>): void {
  decide(work, data.requestId, 'denied', personal?.memo ?? '')
}

export function approvalWithdrawn(work: Work, { data }: EventOf<'ApprovalWithdrawn'>): void {
  decide(work, data.requestId, 'withdrawn', '')
}

/** Their identifier names the one occasion: who settled it has dealt with it, whichever PC finds it again. */
const onlyOnce: ReadonlySet<string> = new Set<RefusalCode>(['TASK_RENEWAL'])

export function taskRaised(work: Work, { data, meta }: EventOf<'TaskRaised'>): void {
  const before = work.get('task', data.taskId)
  // The same trouble found twice is one task, unless it was settled in between.
  if (before !== undefined && (before.settledAt === null || onlyOnce.has(data.code))) return
  work.put('task', data.taskId, { ...data, raisedAt: meta.at, settledAt: null, settledBy: null })
}

export function taskSettled(work: Work, { data, meta }: EventOf<'TaskSettled'>): void {
  work.update('task', data.taskId, (task) =>
    task.settledAt === null ? { ...task, settledAt: meta.at, settledBy: meta.by } : task,
  )
}
