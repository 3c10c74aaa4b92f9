import { describe, expect, it } from 'vitest'
import {
  activated,
  approve,
  approved,
  as,
  branch,
  type Desk,
  given,
  inService,
  issued,
  later,
  MANAGER,
  MANAGER_2,
  MINUTE,
  revoke,
  revoked,
  stock,
  TELLER,
} from './given.ts'

const SHARED = '12345678'
const shared = (desk: Desk) => {
  inService(['hanakodt'], SHARED)(desk)
  approved(['jirodt'], { kind: 'sharing', startDate: '2026-11-24', relatedSerial: SHARED })(desk)
  activated('jirodt', SHARED)(desk)
}
const report = (kind: 'loss' | 'theft' | 'death' = 'loss', serial = SHARED) =>
  ({ type: 'reportIncident', serial, kind, channel: 'phone', reportedBy: '花子様', memo: '' }) as const
const reported = (desk: Desk) => void desk.do(report(), { id: 'n1' })
const lift = (memo = '発見の届出') => ({ type: 'liftIncident', serial: SHARED, memo }) as const

describe('事故届 (rule 6)', () => {
  it('stops the fob for all its users at once and asks for the revocation', () => {
    const set = given(branch, shared)
    const { events } = set.when(report()).thenRecords('IncidentReported', 'ApprovalRequested')
    expect(events[1]?.data).toMatchObject({
      proposal: { kind: 'incidentRevocation', loginIds: ['hanakodt', 'jirodt'], incident: 'loss' },
    })
    reported(set.desk)
    expect(set.desk.fob(SHARED)).toMatchObject({ custody: { place: 'missing' }, incident: { kind: 'loss' } })
    for (const loginId of ['hanakodt', 'jirodt']) {
      expect(set.desk.user(loginId).stops).toMatchObject([{ cause: 'incident', serial: SHARED }])
    }
  })

  it('stops by bereavement after a death', () => {
    const desk = given(branch, shared).desk
    desk.do(report('death'))
    expect(desk.user('hanakodt').stops).toMatchObject([{ cause: 'bereavement' }])
  })

  it('becomes 失効 by a manager’s approval, of those still tied', () => {
    const desk = given(branch, shared, reported).desk
    desk.do(approve('n1-r'), as(MANAGER))
    expect(desk.user('jirodt').otp).toMatchObject({
      status: 'revoked',
      reason: 'loss',
      waitingUntil: desk.now + 30 * MINUTE,
    })
    expect(desk.fob(SHARED)).toMatchObject({ loginIds: [], reseedNeeded: true })
    const own = given(branch, shared, (d) => void d.do(report(), as(MANAGER, { id: 'n1' })))
    own.when(approve('n1-r'), as(MANAGER)).thenRefused('SELF_APPROVAL')
    own.when(approve('n1-r'), as(MANAGER_2)).thenRecords('ApprovalGiven', 'UsersRevoked')
  })

  it('has no way round the approval, and none past it', () => {
    const set = given(branch, shared, reported)
    set.when(revoke(['hanakodt'])).thenRefused('REVOCATION_BY_APPROVAL', { loginId: 'hanakodt' })
    set
      .when({ type: 'decideApprovals', requestIds: ['n1-r'], verdict: 'deny', memo: 'x' }, as(MANAGER))
      .thenRefused('INCIDENT_REQUEST_STAYS')
    set.when({ type: 'withdrawRequest', requestId: 'n1-r' }).thenRefused('INCIDENT_REQUEST_STAYS')
    set
      .when({ type: 'unlockUsers', loginIds: ['hanakodt'], identityChecked: true, memo: 'x' }, as(MANAGER))
      .thenRefused('UNLOCK_INCIDENT')
  })

  it('is reported once, for a fob that a customer has', () => {
    given(branch, shared, reported).when(report()).thenRefused('INCIDENT_EXISTS', { serial: SHARED })
    given(branch, stock(['80000001']))
      .when(report('loss', '80000001'))
      .thenRefused('INCIDENT_NO_CONTRACT')
    given(branch).when(report('loss', '1')).thenRefused('SERIAL_FORM')
    given(branch).when(report('loss', '99999999')).thenRefused('FOB_UNKNOWN')
  })

  it('reports a fob that nobody is tied to any more', () => {
    given(branch, shared, revoked(['hanakodt', 'jirodt']))
      .when(report())
      .thenRecords('IncidentReported')
  })

  it('is lifted by a manager only, with the request', () => {
    const set = given(branch, shared, reported)
    set.when(lift()).thenRefused('NOT_ALLOWED', { role: 'teller' })
    set.when(lift(' '), as(MANAGER)).thenRefused('MEMO_REQUIRED')
    set.when(lift(), as(MANAGER, { reauthenticated: false })).thenRefused('PASSWORD_NEEDED')
    set.when(lift(), as(MANAGER)).thenRecords('IncidentLifted', 'FobMoved', 'ApprovalWithdrawn')
    set.desk.do(lift(), as(MANAGER))
    expect(set.desk.fob(SHARED)).toMatchObject({
      incident: null,
      custody: { place: 'customer' },
      reseedNeeded: false,
    })
    expect(set.desk.user('hanakodt').stops).toEqual([])
    expect(set.desk.ask(lift(), as(MANAGER))).toMatchObject({ code: 'INCIDENT_NONE' })
    expect(set.desk.ask(approve('n1-r'), as(MANAGER_2))).toMatchObject({ code: 'REQUEST_DECIDED' })
  })

  it('lets nobody register the fob again before a new seed', () => {
    const desk = given(branch, shared, reported, stock(['80000001'])).desk
    desk.do(approve('n1-r'), as(MANAGER))
    issued(['hanakodt'], '80000001', { kind: 'reissue' })(desk)
    later(10 * 86_400_000)(desk)
    expect(
      desk.ask({ type: 'checkActivation', loginId: 'hanakodt', serial: SHARED, identityChecked: true }),
    ).toMatchObject({ code: 'FOB_INCIDENT' })
    expect(
      desk.ask({ type: 'checkActivation', loginId: 'hanakodt', serial: '80000001', identityChecked: true }),
    ).toMatchObject({ ok: true })
  })

  it('is a teller’s own act, whoever is away', () => {
    given(branch, shared)
      .when(report(), as(TELLER, { reauthenticated: false }))
      .thenRecords('IncidentReported', 'ApprovalRequested')
  })
})
