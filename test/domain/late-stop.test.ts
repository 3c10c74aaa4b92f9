import { describe, expect, it } from 'vitest'
import { lateStops } from '../../domain/conflicts/late-stop.ts'
import type { DeskEvent, EventDraft } from '../../domain/events.ts'
import { loginStep } from '../../domain/status.ts'
import {
  activated,
  approve,
  approved,
  as,
  branch,
  type Desk,
  given,
  inService,
  MANAGER,
  TELLER,
} from './given.ts'

const S = '12345678'
const sharing = { kind: 'sharing', startDate: '2026-11-24', relatedSerial: S } as const
const shared = (desk: Desk) => {
  inService(['hanakodt'], S)(desk)
  approved(['jirodt'], sharing)(desk)
  activated('jirodt', S)(desk)
}
const reported = (kind: 'theft' | 'death', loginIds: string[]): EventDraft => ({
  type: 'IncidentReported',
  v: 1,
  data: { serial: S, kind, channel: 'phone', loginIds },
})
const arrives = (desk: Desk, draft: EventDraft, by: string | null = TELLER.staffNo): DeskEvent => {
  desk.record(draft, by)
  const event = desk.events.at(-1)
  if (event === undefined) throw new Error('an event was recorded')
  return event
}

describe('a 事故届 whose PC did not know all users of the fob', () => {
  it.each([
    ['theft', 'incident'],
    ['death', 'bereavement'],
  ] as const)('after %s: the others are stopped too, and asked to be revoked', (kind, cause) => {
    const { desk } = given(branch, shared)
    const event = arrives(desk, reported(kind, ['hanakodt']))
    const stops = lateStops(desk.state, event)
    expect(stops.map(({ type, data }) => ({ type, data }))).toEqual([
      { type: 'UsersStopped', data: { loginIds: ['jirodt'], serial: S, cause } },
      {
        type: 'ApprovalRequested',
        data: {
          requestId: `${event.meta.id}-${S}`,
          proposal: { kind: 'incidentRevocation', serial: S, incident: kind, loginIds: ['jirodt'] },
          askedBy: '2001',
        },
      },
    ])
    for (const stop of stops) desk.record(stop, null)
    expect(desk.user('jirodt').stops).toMatchObject([{ cause, serial: S }])
    expect(lateStops(desk.state, event)).toEqual([])
    desk.do(approve(`${event.meta.id}-${S}`), as(MANAGER))
    expect(desk.user('jirodt').otp).toMatchObject({ status: 'revoked', reason: kind })
    expect(desk.user('hanakodt').otp.status).toBe('inService')
  })

  it('that was lifted in the same push stops nobody, nor does one that named everybody', () => {
    const { desk } = given(branch, shared)
    const all = arrives(desk, reported('theft', ['hanakodt', 'jirodt']))
    expect(lateStops(desk.state, all)).toEqual([])
    const other = given(branch, shared).desk
    const event = arrives(other, reported('theft', ['hanakodt']))
    other.record({ type: 'IncidentLifted', v: 1, data: { serial: S, loginIds: ['hanakodt'] } }, '1001')
    expect(lateStops(other.state, event)).toEqual([])
  })

  it('stops the colleague whose 共有 is approved after it', () => {
    const { desk } = given(branch, inService(['hanakodt'], S))
    arrives(desk, reported('theft', ['hanakodt']))
    const tie = { tieId: 't-late', applicationId: 'a-late', serial: S, startDate: '2026-11-24' }
    const submitted = desk.events.find(({ type }) => type === 'ApplicationSubmitted')
    if (submitted?.type !== 'ApplicationSubmitted') throw new Error('an application was taken')
    const data = { ...submitted.data, applicationId: 'a-late', ...sharing, loginIds: ['jirodt'] }
    desk.record({ type: 'ApplicationSubmitted', v: 1, data })
    const approval = arrives(
      desk,
      {
        type: 'ApplicationApproved',
        v: 1,
        data: { applicationId: 'a-late', requestId: null, ties: [{ loginId: 'jirodt', tie }] },
      },
      '1001',
    )
    expect(lateStops(desk.state, approval)).toMatchObject([
      { type: 'UsersStopped', data: { loginIds: ['jirodt'] } },
      { type: 'ApprovalRequested', data: { askedBy: '1001' } },
    ])
  })

  it('leaves nobody a login with the fob, whoever was named', () => {
    const { desk } = given(branch, shared)
    expect(loginStep(desk.user('jirodt'), desk.fob(S), desk.now)).toBe('passwordAndOtp')
    arrives(desk, reported('death', ['hanakodt']))
    expect(desk.user('jirodt').stops).toEqual([])
    expect(loginStep(desk.user('jirodt'), desk.fob(S), desk.now)).toMatchObject({
      code: 'USER_STOPPED',
      detail: { loginId: 'jirodt', cause: 'bereavement' },
    })
  })
})
