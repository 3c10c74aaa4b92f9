import { describe, expect, it } from 'vitest'
import { activationEvents, planActivation } from '../../domain/activation.ts'
import { customerActivationRefusal } from '../../domain/customer-refusals.ts'
import type { Fob } from '../../domain/model.ts'
import { refuse } from '../../domain/refuse.ts'
import {
  A,
  activated,
  approved,
  B,
  branch,
  DAY,
  type Desk,
  given,
  handedOver,
  inService,
  issued,
  later,
  MINUTE,
  revoked,
  stock,
  stopped,
} from './given.ts'

const S = '80000001'
const T = '80000002'
const plan = (desk: Desk, loginId: string, serial = S) =>
  planActivation(desk.state, { loginId, serial, now: desk.now, newTieId: 'new' })
const alter = (serial: string, change: Partial<Fob>) => (desk: Desk) =>
  desk.state.apply([{ kind: 'fob', id: serial, value: { ...desk.fob(serial), ...change } }])
const ready = [branch, stock([S]), handedOver(['ichirodt'], S)]

describe('利用開始登録 (rule 11)', () => {
  it('fulfils the tie, completes the application, books the fob to the customer', () => {
    const desk = given(branch, stock([S]), issued(['ichirodt'], S), later(7 * DAY)).desk
    const answer = plan(desk, 'ichirodt', '８０００００01')
    if (!answer.ok) throw new Error(answer.code)
    expect(answer).toMatchObject({ serial: S, crossedWith: null })
    for (const draft of activationEvents(answer, { step: 9, atCounter: false, taskId: 't' }))
      desk.record(draft, null)
    expect(desk.user('ichirodt').otp).toMatchObject({ status: 'inService', since: desk.now, next: null })
    expect(desk.fob(S).custody.place).toBe('customer')
    expect(desk.state.openApplications(A)).toEqual([])
  })

  it('says staff the exact reason', () => {
    const reasons = [
      [given(...ready).desk, 'ichirodt', '1', 'SERIAL_FORM'],
      [given(...ready).desk, 'nobody', S, 'USER_UNKNOWN'],
      [given(...ready).desk, 'hanakodt', S, 'NO_TIE'],
      [given(...ready).desk, 'ichirodt', '99999999', 'NOT_ISSUED_TO_CONTRACT'],
      [given(...ready, stopped(['ichirodt'], null, 'bank')).desk, 'ichirodt', S, 'USER_STOPPED'],
      [given(...ready, activated('ichirodt', S)).desk, 'ichirodt', S, 'ALREADY_IN_SERVICE'],
      [given(branch, stock([S]), issued(['ichirodt'], S)).desk, 'ichirodt', S, 'BEFORE_START_DATE'],
      [given(...ready, later(2000 * DAY)).desk, 'ichirodt', S, 'TOKEN_EXPIRED'],
      [given(...ready, alter(S, { reseedNeeded: true })).desk, 'ichirodt', S, 'FOB_RESEED_NEEDED'],
      [
        given(...ready, alter(S, { seed: { state: 'void', issuanceId: null } })).desk,
        'ichirodt',
        S,
        'FOB_NOT_PROVEN',
      ],
      [given(...ready, alter(S, { incident: { kind: 'loss', at: 0 } })).desk, 'ichirodt', S, 'FOB_INCIDENT'],
      [given(...ready, activated('ichirodt', S), revoked(['ichirodt'])).desk, 'ichirodt', S, 'WAITING_TIME'],
      [
        given(...ready, activated('ichirodt', S), revoked(['ichirodt'], 'leaver'), later(31 * MINUTE)).desk,
        'ichirodt',
        S,
        'NO_TIE',
      ],
    ] as const
    for (const [desk, loginId, serial, code] of reasons) {
      expect(plan(desk, loginId, serial), code).toMatchObject({ ok: false, code })
    }
    const closed = given(...ready).desk
    closed.state.apply([
      { kind: 'user', id: 'ichirodt', value: { ...closed.user('ichirodt'), rosterStatus: 'closed' } },
    ])
    expect(plan(closed, 'ichirodt')).toMatchObject({ code: 'USER_CLOSED' })
  })

  it('tells a customer of another contract’s fob nothing', () => {
    const other = given(...ready, stock([T]), handedOver(['tarodt'], T, { contractNo: B })).desk
    const foreign = plan(other, 'ichirodt', T)
    const unknown = plan(other, 'ichirodt', '99999999')
    if (foreign.ok || unknown.ok) throw new Error('registered')
    expect(customerActivationRefusal(foreign)).toEqual(customerActivationRefusal(unknown))
    expect(customerActivationRefusal(foreign).code).toBe('ACTIVATION_REFUSED')
    expect(customerActivationRefusal(refuse('OTP_USED')).code).toBe('OTP_USED')
  })

  it('is checked at the counter before head office is asked', () => {
    const set = given(...ready)
    const check = { type: 'checkActivation', loginId: 'ichirodt', serial: S, identityChecked: true } as const
    set.when(check).thenRecords()
    set.when({ ...check, identityChecked: false }).thenRefused('IDENTITY_NOT_CHECKED')
    set.when({ ...check, serial: '9' }).thenRefused('SERIAL_FORM')
  })

  it('registers a revoked fob again as it is, under a new tie', () => {
    const desk = given(branch, inService(['ichirodt'], S), revoked(['ichirodt']), later(30 * MINUTE)).desk
    const answer = plan(desk, 'ichirodt')
    if (!answer.ok) throw new Error(answer.code)
    expect(answer.tieId).toBe('new')
    for (const draft of activationEvents(answer, { step: 9, atCounter: false, taskId: 't' }))
      desk.record(draft, null)
    expect(desk.user('ichirodt').otp).toMatchObject({ status: 'inService', tie: { tieId: 'new', serial: S } })
    expect(desk.fob(S).loginIds).toEqual(['ichirodt'])
  })
})

describe('a colleague’s fob (rule 2)', () => {
  const colleague = inService(['hanakodt'], T)
  const share = approved(['jirodt'], { kind: 'sharing', startDate: '2026-11-24' })

  it('needs an approved 共有, then any fob in use by a colleague', () => {
    const desk = given(branch, colleague, share).desk
    expect(plan(desk, 'jirodt', T)).toMatchObject({ ok: true, crossedWith: null })
    expect(plan(given(...ready, colleague).desk, 'ichirodt', T)).toMatchObject({ code: 'SHARE_NOT_APPROVED' })
  })

  it('is in use, and not stopped', () => {
    const idle = given(branch, colleague, share, stock([S]), handedOver(['ichirodt'], S)).desk
    expect(plan(idle, 'jirodt', S)).toMatchObject({ code: 'SHARE_NOT_IN_USE' })
    const locked = given(branch, colleague, share, stopped(['hanakodt'], T)).desk
    expect(plan(locked, 'jirodt', T)).toMatchObject({ code: 'USER_STOPPED', detail: { loginId: 'hanakodt' } })
  })
})

describe('crossed fobs of one contract', () => {
  const crossed = given(...ready, stock([T]), issued(['hanakodt'], T), later(8 * DAY))

  it('lets the registration win, swaps ties and custody, flags and raises a task', () => {
    const { desk } = crossed
    const answer = plan(desk, 'ichirodt', T)
    if (!answer.ok) throw new Error(answer.code)
    expect(answer.crossedWith).toBe(S)
    for (const draft of activationEvents(answer, { step: 9, atCounter: false, taskId: 't' }))
      desk.record(draft, null)
    expect(desk.user('ichirodt').otp).toMatchObject({ status: 'inService', tie: { serial: T } })
    expect(desk.user('hanakodt').otp).toMatchObject({ status: 'tokenIssued', tie: { serial: S } })
    expect(desk.fob(T)).toMatchObject({
      loginIds: ['ichirodt'],
      custody: { place: 'customer' },
      flags: ['FLAG_CROSSED'],
    })
    expect(desk.fob(S)).toMatchObject({
      loginIds: ['hanakodt'],
      custody: { place: 'issuedHeld' },
      flags: ['FLAG_CROSSED'],
    })
    expect(desk.state.get('task', 't')).toMatchObject({ code: 'TASK_CROSSED' })
    expect(desk.state.openApplications(A).map(({ serial }) => serial)).toEqual([S])
  })

  it('is no crossing when nobody waits for the fob, or one’s own is in use', () => {
    const left = given(...ready, inService(['hanakodt'], T), revoked(['hanakodt']), later(40 * MINUTE)).desk
    expect(plan(left, 'ichirodt', T)).toMatchObject({ code: 'NOT_ISSUED_TO_USER', detail: { expected: S } })
  })
})
