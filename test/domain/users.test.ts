import { describe, expect, it } from 'vitest'
import { customerRevocation, customerUnlock } from '../../domain/customer.ts'
import { customerRows } from '../../domain/customer-rows.ts'
import { previewRevocation, previewUnlock } from '../../domain/preview.ts'
import { authStatus, customerRow, loginStep, shownOtpStatus } from '../../domain/status.ts'
import { servingSerial } from '../../domain/ties.ts'
import {
  A,
  activated,
  approve,
  approved,
  as,
  B,
  branch,
  DAY,
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
  T0,
  tokyo,
} from './given.ts'

const SHARED = '12345678'
const hanako = inService(['hanakodt'], SHARED)
const jiroShares = (desk: Desk) => {
  approved(['jirodt'], { kind: 'sharing', startDate: '2026-11-24', relatedSerial: SHARED })(desk)
  activated('jirodt', SHARED)(desk)
}
const AT = { now: T0, memo: '' }
const ichiro = inService(['ichirodt'], '23456789')
const unlock = (loginIds: string[], memo = '本人に確認') =>
  ({ type: 'unlockUsers', loginIds, identityChecked: true, memo }) as const

const view = (desk: Desk, loginId: string) => {
  const user = desk.user(loginId)
  const fob = desk.state.get('fob', servingSerial(user, desk.now) ?? '')
  return {
    status: shownOtpStatus(user, fob, desk.now),
    auth: authStatus(user),
    login: loginStep(user, fob, desk.now),
    row: customerRow(user, fob, desk.now),
  }
}

describe('利用停止解除 (rule 4)', () => {
  const both = given(branch, hanako, jiroShares, stopped(['hanakodt', 'jirodt'], SHARED))

  it('names and unlocks everyone on the same serial together', () => {
    expect(previewUnlock(both.desk.state, ['hanakodt'])).toMatchObject({
      affected: [
        { loginId: 'hanakodt', serial: SHARED, chosen: true },
        { loginId: 'jirodt', serial: SHARED, chosen: false },
      ],
      serials: [SHARED],
      obstacles: [],
    })
    const { events } = both.when(unlock(['hanakodt'])).thenRecords('UsersUnlocked')
    expect(events[0]?.data).toMatchObject({
      loginIds: ['hanakodt', 'jirodt'],
      causes: ['failures'],
      by: 'staff',
    })
  })

  it('asks for identity, memo, password and a reason to unlock', () => {
    both.when({ ...unlock(['hanakodt']), identityChecked: false }).thenRefused('IDENTITY_NOT_CHECKED')
    both.when(unlock(['hanakodt'], ' ')).thenRefused('MEMO_REQUIRED')
    both.when(unlock(['hanakodt']), { reauthenticated: false }).thenRefused('PASSWORD_NEEDED')
    both.when(unlock(['ichirodt'])).thenRefused('NOT_STOPPED', { loginId: 'ichirodt' })
    both.when(unlock([])).thenRefused('NOBODY_CHOSEN')
    both.when(unlock(['nobody'])).thenRefused('USER_UNKNOWN')
  })

  it('leaves the bank’s own stop to a manager, and only for those chosen', () => {
    const bank = given(
      branch,
      hanako,
      jiroShares,
      stopped(['hanakodt', 'jirodt'], null, 'bank'),
      stopped(['hanakodt', 'jirodt'], SHARED),
    )
    bank.when(unlock(['hanakodt'])).thenRefused('UNLOCK_CAUSE', { loginId: 'hanakodt', cause: 'bank' })
    const desk = bank.desk
    desk.do(unlock(['hanakodt']), as(MANAGER))
    expect(desk.user('hanakodt').stops).toEqual([])
    expect(desk.user('jirodt').stops.map(({ cause }) => cause)).toEqual(['bank'])
  })

  it('clears the long-run count by a reset that another manager approves (rule 3)', () => {
    const desk = given(branch, hanako, stopped(['hanakodt'], SHARED, 'longRun')).desk
    expect(desk.ask(unlock(['hanakodt']), as(MANAGER))).toMatchObject({ code: 'UNLOCK_NEEDS_RESET' })
    const reset = { type: 'proposeThresholdReset', serial: SHARED, reason: '電池の劣化' } as const
    expect(desk.ask({ ...reset, reason: ' ' })).toMatchObject({ code: 'MEMO_REQUIRED' })
    const { requestId } = desk.do(reset, as(MANAGER))
    desk.do(approve(requestId), as(MANAGER_2))
    expect(desk.user('hanakodt').stops).toEqual([])
  })
})

describe('the customer’s own unlock and revocation', () => {
  const set = given(branch, hanako, jiroShares, ichiro, stopped(['hanakodt', 'jirodt'], SHARED))

  it('is a master’s or administrator’s, for others of the contract', () => {
    expect(customerUnlock(set.desk.state, 'ichirodt', ['jirodt'], AT)).toMatchObject({
      ok: true,
      events: [{ type: 'UsersUnlocked', data: { loginIds: ['jirodt', 'hanakodt'], by: 'customer' } }],
    })
    const refusals = [
      [customerUnlock(set.desk.state, 'jirodt', ['hanakodt'], AT), 'CUSTOMER_NOT_ADMINISTRATOR'],
      [customerUnlock(set.desk.state, 'ichirodt', ['tarodt'], AT), 'USER_NOT_OF_CONTRACT'],
      [customerUnlock(set.desk.state, 'ichirodt', [], AT), 'NOBODY_CHOSEN'],
      [customerUnlock(set.desk.state, 'nobody', ['jirodt'], AT), 'USER_UNKNOWN'],
    ] as const
    for (const [refusal, code] of refusals) expect(refusal).toMatchObject({ ok: false, code })
  })

  it('lets nobody unlock themselves or a user of their own fob', () => {
    expect(customerUnlock(set.desk.state, 'ichirodt', ['ichirodt'], AT)).toMatchObject({
      code: 'UNLOCK_SELF',
    })
    // Only the colleague's stop is on record: the fob is still one's own.
    const { state } = given(branch, hanako, jiroShares, stopped(['jirodt'], SHARED)).desk
    expect(customerUnlock(state, 'hanakodt', ['jirodt'], AT)).toMatchObject({ code: 'UNLOCK_SELF' })
  })

  it('lets nobody act who could not log in as far as the top page', () => {
    expect(customerUnlock(set.desk.state, 'hanakodt', ['jirodt'], AT)).toMatchObject({ code: 'USER_STOPPED' })
    const desk = given(branch, hanako, ichiro, revoked(['ichirodt'])).desk
    expect(customerRevocation(desk.state, 'ichirodt', ['hanakodt'], desk.now)).toMatchObject({
      code: 'WAITING_TIME',
    })
    later(30 * MINUTE)(desk)
    expect(customerRevocation(desk.state, 'ichirodt', ['hanakodt'], desk.now)).toMatchObject({
      code: 'REGISTRATION_FIRST',
    })
    expect(customerRows(desk.state, 'ichirodt', desk.now)).toMatchObject({ code: 'REGISTRATION_FIRST' })
  })

  it('lifts failures only', () => {
    const long = given(branch, hanako, ichiro, stopped(['hanakodt'], SHARED, 'longRun')).desk
    expect(customerUnlock(long.state, 'ichirodt', ['hanakodt'], AT)).toMatchObject({
      code: 'UNLOCK_AT_BRANCH',
    })
    const bank = given(branch, hanako, ichiro, stopped(['hanakodt'], null, 'bank')).desk
    expect(customerUnlock(bank.state, 'ichirodt', ['hanakodt'], AT)).toMatchObject({
      code: 'UNLOCK_AT_BRANCH',
    })
  })

  it('revokes as 利用者操作', () => {
    expect(customerRevocation(set.desk.state, 'ichirodt', ['ichirodt', 'hanakodt'], T0)).toMatchObject({
      events: [{ type: 'UsersRevoked', data: { reason: 'byCustomer', revocations: { length: 2 } } }],
    })
    expect(customerRevocation(given(branch, ichiro).desk.state, 'ichirodt', ['jirodt'], T0)).toMatchObject({
      code: 'NOT_REVOCABLE',
    })
  })
})

describe('失効 (rules 5, 7)', () => {
  it('ends one user’s tie; the others keep the fob', () => {
    const desk = given(branch, hanako, jiroShares, revoked(['hanakodt'])).desk
    expect(desk.user('hanakodt').otp).toMatchObject({
      status: 'revoked',
      at: T0,
      waitingUntil: T0 + 30 * MINUTE,
      reason: 'fault',
    })
    expect(desk.user('jirodt').otp.status).toBe('inService')
    expect(desk.fob(SHARED).loginIds).toEqual(['jirodt'])
  })

  it('previews sharers, the last administrator and the waiting time', () => {
    const { state } = given(branch, hanako, jiroShares).desk
    const early = tokyo('2026-11-24T07:55:00')
    expect(previewRevocation(state, ['hanakodt'], 'theft', early)).toMatchObject({
      revoked: [{ loginId: 'hanakodt' }],
      sharers: [{ loginId: 'jirodt', serial: SHARED, preselected: true }],
      lastAdministratorOf: [A],
      waitingUntil: tokyo('2026-11-24T08:10:00'),
    })
    expect(previewRevocation(state, ['jirodt', 'shirodt'], 'fault', T0)).toMatchObject({
      sharers: [{ loginId: 'hanakodt', preselected: false }],
      lastAdministratorOf: [],
      obstacles: [{ code: 'NOT_REVOCABLE' }],
    })
  })

  it('asks for a reason that fits the counter, and a tie to end', () => {
    const set = given(branch, hanako)
    set.when(revoke(['hanakodt'], 'other')).thenRefused('MEMO_REQUIRED')
    set.when(revoke(['hanakodt'], 'byCustomer')).thenRefused('REVOCATION_REASON')
    set.when(revoke(['shirodt'])).thenRefused('NOT_REVOCABLE', { loginId: 'shirodt', status: 'unregistered' })
    set.when(revoke(['hanakodt']), { reauthenticated: false }).thenRefused('PASSWORD_NEEDED')
    set.when(revoke(['nobody'])).thenRefused('USER_UNKNOWN')
  })

  it('books a lost fob as 所在不明, never to be taken up as it is', () => {
    const desk = given(branch, hanako, revoked(['hanakodt'], 'loss')).desk
    expect(desk.fob(SHARED)).toMatchObject({ custody: { place: 'missing' }, reseedNeeded: true })
  })

  it('changes nothing when it arrives late for an old tie', () => {
    const desk = given(branch, hanako).desk
    const { otp } = desk.user('hanakodt')
    const old = otp.status === 'inService' ? otp.tie.tieId : ''
    for (const step of [
      revoked(['hanakodt']),
      stock(['80000001']),
      issued(['hanakodt'], '80000001', { kind: 'reissue' }),
      later(8 * DAY),
      activated('hanakodt', '80000001'),
    ]) {
      step(desk)
    }
    const before = desk.user('hanakodt')
    desk.record({
      type: 'UsersRevoked',
      v: 1,
      data: {
        revocations: [{ loginId: 'hanakodt', tieId: old, serial: SHARED, at: T0, waitingUntil: T0 + 1 }],
        reason: 'fault',
        requestId: null,
      },
    })
    expect(desk.user('hanakodt')).toEqual(before)
  })

  it('leaves the stop of the old fob behind when a new one waits', () => {
    const desk = given(branch, hanako, stopped(['hanakodt'], SHARED), revoked(['hanakodt'])).desk
    expect(authStatus(desk.user('hanakodt'))).toBe('stopped')
    stock(['80000001'])(desk)
    issued(['hanakodt'], '80000001', { kind: 'reissue' })(desk)
    expect(authStatus(desk.user('hanakodt'))).toBe('available')
  })

  it('keeps the stop when the same fob is to be registered again', () => {
    const desk = given(branch, hanako, stopped(['hanakodt'], SHARED), revoked(['hanakodt'])).desk
    approved(['hanakodt'], { kind: 'reuse', startDate: '2026-11-24' })(desk)
    expect(authStatus(desk.user('hanakodt'))).toBe('stopped')
  })
})

describe('the login table', () => {
  it('未登録 and before 利用開始日: the password', () => {
    expect(view(given(branch).desk, 'ichirodt').login).toBe('password')
    const desk = given(branch, stock(['80000001']), issued(['ichirodt'], '80000001')).desk
    expect(view(desk, 'ichirodt')).toMatchObject({
      status: 'tokenIssued',
      login: 'password',
      row: { serial: '-', expiry: '-' },
    })
    desk.now = tokyo('2026-11-30T23:59:59')
    expect(view(desk, 'ichirodt').login).toBe('password')
    desk.now = tokyo('2026-12-01T00:00:00')
    expect(view(desk, 'ichirodt').login).toBe('passwordThenRegistration')
  })

  it('サービス利用中, then 有効期限切れ on the minute', () => {
    const desk = given(branch, ichiro).desk
    expect(view(desk, 'ichirodt')).toMatchObject({
      status: 'inService',
      login: 'passwordAndOtp',
      row: { serial: '23456789', expiry: '2030年03月31日 08時00分' },
    })
    desk.now = tokyo('2030-03-31T07:59:59')
    expect(view(desk, 'ichirodt').login).toBe('passwordAndOtp')
    desk.now = tokyo('2030-03-31T08:00:00')
    expect(view(desk, 'ichirodt')).toMatchObject({ status: 'expired', login: { code: 'TOKEN_EXPIRED' } })
    desk.do(revoke(['ichirodt'], 'expired'))
  })

  it('失効中: refused, then registration if a fob is there, never the password alone', () => {
    const desk = given(branch, ichiro, revoked(['ichirodt'], 'leaver')).desk
    expect(view(desk, 'ichirodt')).toMatchObject({
      status: 'revoked',
      login: { code: 'WAITING_TIME' },
      row: { serial: '-' },
    })
    desk.now += 30 * MINUTE
    expect(view(desk, 'ichirodt').login).toMatchObject({ code: 'USER_REVOKED' })
    stock(['80000001'])(desk)
    issued(['ichirodt'], '80000001', { kind: 'reissue' })(desk)
    expect(view(desk, 'ichirodt')).toMatchObject({
      status: 'tokenIssued',
      login: { code: 'BEFORE_START_DATE' },
    })
    desk.now = tokyo('2026-12-01T00:00:00')
    expect(view(desk, 'ichirodt').login).toBe('passwordThenRegistration')
  })

  it('失効中 by the customer: the same fob again (manual p. 6)', () => {
    const desk = given(branch, ichiro).desk
    const decision = customerRevocation(desk.state, 'ichirodt', ['ichirodt'], desk.now)
    if (!decision.ok) throw new Error(decision.code)
    for (const draft of decision.events) desk.record(draft, null)
    desk.now += 30 * MINUTE - 1
    expect(view(desk, 'ichirodt').login).toMatchObject({ code: 'WAITING_TIME' })
    desk.now += 1
    expect(view(desk, 'ichirodt').login).toBe('passwordThenRegistration')
  })

  it('停止中 or 解約: refused', () => {
    const desk = given(branch, ichiro, stopped(['ichirodt'], '23456789')).desk
    expect(view(desk, 'ichirodt')).toMatchObject({ auth: 'stopped', login: { code: 'USER_STOPPED' } })
    desk.do(revoke(['ichirodt']))
    const user = { ...desk.user('hanakodt'), rosterStatus: 'closed' as const }
    expect(loginStep(user, undefined, T0)).toMatchObject({ code: 'USER_CLOSED' })
  })

  it('revokes a fob that was never registered', () => {
    const desk = given(
      branch,
      stock(['80000001']),
      handedOver(['tarodt'], '80000001', { contractNo: B }),
      revoked(['tarodt']),
    ).desk
    expect(desk.user('tarodt').otp.status).toBe('revoked')
    expect(desk.fob('80000001')).toMatchObject({ loginIds: [], reseedNeeded: true })
    expect(desk.state.openApplications(B)).toEqual([])
  })
})
