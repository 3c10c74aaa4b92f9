/** 申込 and its way until the issuance. */
import type { EventOf } from '../events.ts'
import type { Application } from '../model.ts'
import { addTie, dropPendingTies, mapPending } from './tying.ts'
import type { Work } from './work.ts'

const editable = ['draft', 'returned'] as const

export function applicationWritten(
  work: Work,
  { type, data, personal, meta }: EventOf<'ApplicationDrafted' | 'ApplicationSubmitted'>,
): void {
  const before = work.get('application', data.applicationId)
  if (before !== undefined && !editable.some((status) => status === before.status)) return
  const application: Application = {
    ...data,
    memo: personal?.memo ?? '',
    status: type === 'ApplicationSubmitted' ? 'waiting' : (before?.status ?? 'draft'),
    requestedBy: meta.by ?? '',
    requestedAt: meta.at,
    decidedBy: before?.decidedBy ?? null,
    decisionMemo: before?.decisionMemo ?? '',
    serial: null,
    issuanceId: null,
    issuing: null,
    sealedAt: null,
    mail: null,
    letterNo: '',
    shortLifeSerial: null,
  }
  work.put('application', data.applicationId, application)
}

export function draftDiscarded(work: Work, { data }: EventOf<'DraftDiscarded'>): void {
  work.application(data.applicationId, editable, (current) => ({ ...current, status: 'withdrawn' }))
}

export function applicationApproved(work: Work, { data, meta }: EventOf<'ApplicationApproved'>): void {
  const approved = work.application(data.applicationId, ['waiting'], (current) => ({
    ...current,
    status: 'approved',
    decidedBy: meta.by,
  }))
  if (!approved) return
  for (const { loginId, tie } of data.ties) addTie(work, loginId, tie)
}

export function applicationSentBack(
  work: Work,
  { data, personal, meta }: EventOf<'ApplicationSentBack'>,
): void {
  work.application(data.applicationId, ['waiting'], (current) => ({
    ...current,
    status: 'returned',
    decidedBy: meta.by,
    decisionMemo: personal?.memo ?? '',
  }))
}

export function applicationDenied(work: Work, { data, personal, meta }: EventOf<'ApplicationDenied'>): void {
  work.application(data.applicationId, ['waiting'], (current) => ({
    ...current,
    status: 'denied',
    decidedBy: meta.by,
    decisionMemo: personal?.memo ?? '',
  }))
}

export function applicationWithdrawn(work: Work, { data }: EventOf<'ApplicationWithdrawn'>): void {
  const application = work.get('application', data.applicationId)
  const withdrawn = work.application(data.applicationId, ['waiting', 'approved', ...editable], (current) => ({
    ...current,
    status: 'withdrawn',
  }))
  if (withdrawn && application !== undefined) dropPendingTies(work, application)
}

export function startDateChanged(work: Work, { data }: EventOf<'StartDateChanged'>): void {
  const { applicationId, startDate } = data
  const changed = work.application(applicationId, ['approved', 'issued'], (current) => ({
    ...current,
    startDate,
    // The enveloped letter still says the old date.
    sealedAt: null,
  }))
  const application = work.get('application', applicationId)
  if (!changed || application === undefined) return
  for (const loginId of application.loginIds) {
    const user = work.get('user', loginId)
    if (user === undefined) continue
    const otp = mapPending(user.otp, (tie) =>
      tie.applicationId === applicationId ? { ...tie, startDate } : tie,
    )
    work.user({ ...user, otp })
  }
}
