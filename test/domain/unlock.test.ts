/** Rules 3 to 6 where stops of several causes and several fobs meet. */
import { describe, expect, it } from 'vitest'
import { customerUnlock } from '../../domain/customer.ts'
import { previewRevocation, previewUnlock } from '../../domain/preview.ts'
import { loginStep } from '../../domain/status.ts'
import {
  A,
  activated,
  approve,
  approved,
  as,
  branch,
  DAY,
  DEPUTY,
  type Desk,
  given,
  handedOver,
  inService,
  issued,
  later,
  MANAGER,
  MANAGER_2,
  MINUTE,
  revoke,
  revoked,
  stock,
  stopped,
  submit,
  tokyo,
} from './given.ts'

const S = '80000001'
const T = '80000002'
const unlock = (loginIds: string[]) =>
  ({ type: 'unlockUsers', loginIds, identityChecked: true, memo: '本人に確認' }) as const
const report = (serial: string, kind: 'loss' | 'death' = 'loss') =>
  ({ type: 'reportIncident', serial, kind, channel: 'phone', reportedBy: '花子様', memo: '' }) as const
const lift = (serial: string) => ({ type: 'liftIncident', serial, memo: '発見' }) as const
const causes = (desk: Desk, loginId: string) =>
  desk.user(loginId).stops.map(({ cause, serial }) => `${cause} ${serial ?? '-'}`)

describe('stops of mixed causes', () => {
  const both = inService(['hanakodt', 'jirodt'], S)

  it('are lifted one by one: the reset first, the failures after it', () => {
    const desk = given(
      branch,
      both,
      stopped(['hanakodt', 'jirodt'], S),
      stopped(['hanakodt', 'jirodt'], S, 'longRun'),
    ).desk
    expect(desk.ask(unlock(['jirodt']), as(MANAGER))).toMatchObject({ code: 'UNLOCK_NEEDS_RESET' })
    const { requestId } = desk.do({ type: 'proposeThresholdReset', serial: S, reason: '劣化' })
    desk.do(approve(requestId), as(MANAGER))
    expect(causes(desk, 'jirodt')).toEqual([`failures ${S}`])
    desk.do(unlock(['jirodt']))
    expect(causes(desk, 'hanakodt')).toEqual([])
  })

  it('leave the failures on another fob with the users of that one', () => {
    const desk = given(
      branch,
      both,
      (d) => inService(['ichirodt'], T)(d),
      stopped(['hanakodt', 'jirodt'], S),
      stopped(['ichirodt', 'hanakodt'], T),
    ).desk
    expect(previewUnlock(desk.state, ['jirodt']).affected.map(({ loginId }) => loginId)).toEqual([
      'jirodt',
      'hanakodt',
    ])
    desk.do(unlock(['jirodt']))
    expect(causes(desk, 'hanakodt')).toEqual([`failures ${T}`])
    expect(causes(desk, 'ichirodt')).toEqual([`failures ${T}`])
  })

  it('keep an incident out of every unlock, and a bank’s stop with a manager or a deputy', () => {
    const desk = given(branch, both, stopped(['hanakodt', 'jirodt'], S), (d) => void d.do(report(S))).desk
    expect(desk.ask(unlock(['hanakodt']), as(MANAGER))).toMatchObject({ code: 'UNLOCK_INCIDENT' })
    const bank = given(branch, both, stopped(['hanakodt'], null, 'bank'))
    bank.when(unlock(['hanakodt'])).thenRefused('UNLOCK_CAUSE')
    bank.when(unlock(['hanakodt']), as(DEPUTY)).thenRecords('UsersUnlocked')
  })

  it('are lifted by nobody for themselves, nor by way of a fob they were on before', () => {
    const desk = given(branch, both, stopped(['hanakodt', 'jirodt'], S), revoked(['hanakodt'])).desk
    expect(desk.user('hanakodt').otp.status).toBe('revoked')
    expect(customerUnlock(desk.state, 'hanakodt', ['jirodt'], { now: desk.now, memo: '' })).toMatchObject({
      code: 'USER_STOPPED',
    })
  })
})

describe('事故届 beside other ties', () => {
  const renewing = [
    branch,
    inService(['ichirodt'], S),
    stock([T]),
    issued(['ichirodt'], T, { kind: 'renewal' }),
  ] as const

  it('on a replacement in the mail: once it is revoked, the old fob serves on', () => {
    const desk = given(...renewing).desk
    const { requestId } = desk.do(report(T))
    expect(loginStep(desk.user('ichirodt'), desk.fob(S), desk.now)).toMatchObject({ code: 'USER_STOPPED' })
    desk.do(approve(requestId), as(MANAGER))
    expect(desk.user('ichirodt')).toMatchObject({ otp: { status: 'inService', next: null }, stops: [] })
    expect(loginStep(desk.user('ichirodt'), desk.fob(S), desk.now)).toBe('passwordAndOtp')
    expect(desk.fob(T)).toMatchObject({ loginIds: [], reseedNeeded: true, custody: { place: 'missing' } })
  })

  it('after a death the person stays stopped, whatever becomes of the fobs', () => {
    const desk = given(...renewing).desk
    const { requestId } = desk.do(report(T, 'death'))
    desk.do(approve(requestId), as(MANAGER))
    expect(causes(desk, 'ichirodt')).toEqual([`bereavement ${T}`])
  })

  it('lifted, books the fob back to where its application says it was', () => {
    const out: { applicationId?: string } = {}
    const desk = given(branch, stock([S]), issued(['ichirodt'], S, {}, out)).desk
    desk.do(report(S))
    desk.do(lift(S), as(MANAGER))
    expect(desk.fob(S).custody.place).toBe('issuedHeld')
    const application = desk.state.get('application', out.applicationId ?? '')
    const applicationId = application?.applicationId ?? ''
    desk.do({ type: 'sealEnvelope', applicationId, serial: S, letterNo: application?.letterNo ?? '' })
    desk.do({
      type: 'recordDispatch',
      applicationId,
      service: 'registered',
      trackingNo: '12345678903',
    })
    desk.do(report(S))
    desk.do(lift(S), as(MANAGER))
    expect(desk.fob(S)).toMatchObject({ custody: { place: 'inMail', reference: '12345678903' }, flags: [] })
  })

  it('lifted before the approval, lets the registration go on', () => {
    const desk = given(branch, stock([S]), handedOver(['ichirodt'], S)).desk
    const check = { type: 'checkActivation', loginId: 'ichirodt', serial: S, identityChecked: true } as const
    const { requestId } = desk.do(report(S))
    expect(desk.ask(check)).toMatchObject({ code: 'USER_STOPPED' })
    desk.do(lift(S), as(MANAGER))
    expect(desk.ask(check)).toMatchObject({ ok: true })
    expect(desk.ask(approve(requestId), as(MANAGER))).toMatchObject({ code: 'REQUEST_DECIDED' })
  })

  it('on a fob that is back in stock is recorded and marked; on one never given out it is refused', () => {
    const desk = given(
      branch,
      inService(['ichirodt'], S),
      revoked(['ichirodt']),
      (d) => void d.do({ type: 'recordReturn', serial: S, memo: '' }),
    ).desk
    desk.do(report(S))
    expect(desk.fob(S)).toMatchObject({ custody: { place: 'missing' }, flags: ['FLAG_PLACE'] })
    given(branch, stock([T]))
      .when(report(T))
      .thenRefused('INCIDENT_NO_CONTRACT')
  })

  it('on a fob already revoked bars it for good, without a request', () => {
    const desk = given(branch, inService(['ichirodt'], S), revoked(['ichirodt'])).desk
    expect(desk.do(report(S))).toEqual({})
    later(40 * MINUTE)(desk)
    expect(
      desk.ask({ type: 'checkActivation', loginId: 'ichirodt', serial: S, identityChecked: true }),
    ).toMatchObject({ code: 'NO_TIE' })
    expect(loginStep(desk.user('ichirodt'), desk.fob(S), desk.now)).toMatchObject({ code: 'USER_REVOKED' })
  })
})

describe('the last master or administrator (rule 5)', () => {
  const three = [
    branch,
    inService(['ichirodt'], S),
    (desk: Desk) => inService(['hanakodt', 'jirodt'], T)(desk),
  ] as const
  const preview = (desk: Desk, loginIds: string[]) =>
    previewRevocation(desk.state, loginIds, 'fault', desk.now).lastAdministratorOf

  it('is warned of when the master is closed and the administrator goes', () => {
    const { desk } = given(...three)
    expect(preview(desk, ['hanakodt'])).toEqual([])
    const master = { ...desk.user('ichirodt'), rosterStatus: 'closed' as const }
    desk.state.apply([{ kind: 'user', id: 'ichirodt', value: master }])
    expect(preview(desk, ['hanakodt'])).toEqual([A])
    expect(preview(desk, ['jirodt'])).toEqual([])
  })

  it('is warned of when both go at once', () => {
    expect(preview(given(...three).desk, ['ichirodt', 'hanakodt'])).toEqual([A])
  })
})

describe('a contract that moves to another branch', () => {
  it('takes the fob with it that reaches the customer afterwards', () => {
    const { desk } = given(branch, stock([S]), issued(['ichirodt'], S))
    const contract = desk.state.get('contract', A)
    if (contract === undefined) throw new Error('no contract')
    const { contractNo, kind, status, loginIds: _, branchNo: __, ...personal } = contract
    desk.record({
      type: 'ContractRecorded',
      v: 1,
      data: { contractNo, kind, status, branchNo: '002' },
      personal,
    })
    expect(desk.fob(S).branchNo).toBe('001')
    later(8 * DAY)(desk)
    activated('ichirodt', S)(desk)
    expect(desk.fob(S)).toMatchObject({ branchNo: '002', custody: { place: 'customer' } })
  })
})

describe('approvals (rule 12)', () => {
  it('of an application whose contract or user the roster has closed meanwhile are refused', () => {
    const share = submit(['jirodt'], { kind: 'sharing', startDate: '2026-11-24', relatedSerial: S })
    const set = given(branch, inService(['hanakodt'], S), (d) => void d.do(share, { id: 'a1' }))
    const jiro = set.desk.user('jirodt')
    set.desk.state.apply([{ kind: 'user', id: 'jirodt', value: { ...jiro, rosterStatus: 'closed' } }])
    set.when(approve('a1-r'), as(MANAGER)).thenRefused('USER_CLOSED', { loginId: 'jirodt' })
    const contract = set.desk.state.get('contract', A)
    if (contract === undefined) throw new Error('no contract')
    set.desk.state.apply([{ kind: 'contract', id: A, value: { ...contract, status: 'closed' } }])
    set.when(approve('a1-r'), as(MANAGER)).thenRefused('CONTRACT_CLOSED')
  })

  it('keep two managers whatever waits', () => {
    const desk = given(branch).desk
    const third = { staffNo: '1003', name: '三', role: 'manager', deputy: false } as const
    const { requestId: add } = desk.do({ type: 'proposeStaffAdd', ...third }, as(MANAGER))
    desk.do(approve(add), as(MANAGER_2))
    const first = desk.do({ type: 'proposeStaffRemove', staffNo: '1003' }, as(MANAGER)).requestId ?? ''
    const second = desk.do({ type: 'proposeStaffRemove', staffNo: '1001' }, as(MANAGER_2)).requestId ?? ''
    const together = { ...approve(first), requestIds: [first, second] }
    expect(desk.ask(together, as(DEPUTY))).toMatchObject({ code: 'STAFF_LAST_MANAGERS' })
    desk.do(approve(first), as(DEPUTY))
    expect(desk.ask(approve(second), as(DEPUTY))).toMatchObject({ code: 'STAFF_LAST_MANAGERS' })
    expect(desk.ask(approve(first), as(MANAGER_2))).toMatchObject({ code: 'REQUEST_DECIDED' })
  })

  it('are not given by the asker over any shoulder, nor by an auditor, deputy or not', () => {
    const set = given(branch, inService(['ichirodt'], S), stock([T]))
    const writeOff = { type: 'proposeWriteOff', serials: [T], reason: 'x' } as const
    const { requestId } = set.desk.do(writeOff, as(DEPUTY))
    set.when(approve(requestId), as(DEPUTY)).thenRefused('SELF_APPROVAL')
    set.when(approve(requestId), as(DEPUTY, { shoulderOf: '2001' })).thenRefused('SELF_APPROVAL')
    set.when(approve(requestId), as(MANAGER, { shoulderOf: '1001' })).thenRefused('SELF_APPROVAL')
    const auditor = { staffNo: '3001', role: 'auditor', deputy: true } as const
    set.when(approve(requestId), as(auditor)).thenRefused('APPROVER_NOT_MANAGER')
    set.when(approve(requestId), as(MANAGER, { shoulderOf: '2003' })).thenRecords('ApprovalGiven', 'FobMoved')
  })
})

describe('a revocation that arrives late', () => {
  it('leaves the new fob, the waiting time and the other user alone', () => {
    const desk = given(branch, inService(['ichirodt'], S)).desk
    const { otp } = desk.user('ichirodt')
    const tieId = otp.status === 'inService' ? otp.tie.tieId : ''
    desk.do(revoke(['ichirodt']))
    approved(['ichirodt'], { kind: 'reuse', startDate: '2026-11-24' })(desk)
    const before = desk.user('ichirodt')
    const at = tokyo('2026-11-24T11:00:00')
    const revocations = [{ loginId: 'ichirodt', tieId, serial: S, at, waitingUntil: at + 30 * MINUTE }]
    desk.record({ type: 'UsersRevoked', v: 1, data: { revocations, reason: 'theft', requestId: null } })
    expect(desk.user('ichirodt')).toEqual(before)
    expect(desk.fob(S).reseedNeeded).toBe(false)
  })
})
