/** What customers see and read on their own screens. */
import { describe, expect, it } from 'vitest'
import { customerRevocation, previewCustomerRevocation } from '../../domain/customer.ts'
import {
  customerActivationRefusal,
  customerActRefusal,
  customerLoginRefusal,
} from '../../domain/customer-refusals.ts'
import { customerRows, revokedRow } from '../../domain/customer-rows.ts'
import { refuse } from '../../domain/refuse.ts'
import {
  branch,
  type Desk,
  given,
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
/** 一郎 is the master; 花子 (administrator) and 二郎 are on one fob. */
const contract = [branch, inService(['ichirodt'], S), inService(['hanakodt', 'jirodt'], T)] as const
const rows = (desk: Desk, by = 'ichirodt') => {
  const answer = customerRows(desk.state, by, desk.now)
  if (!answer.ok) throw new Error(answer.code)
  return answer.users
}

describe('the lists of 利用者管理', () => {
  it('keep every user of the contract in roster order, with why a row cannot be chosen', () => {
    const desk = given(...contract, stopped(['hanakodt', 'jirodt'], T)).desk
    expect(
      rows(desk).map((row) => [row.loginId, row.unlockObstacle?.code, row.revocationObstacle?.code]),
    ).toEqual([
      ['ichirodt', 'UNLOCK_SELF', undefined],
      ['hanakodt', undefined, undefined],
      ['jirodt', undefined, undefined],
    ])
    expect(rows(desk)[1]).toMatchObject({
      serial: T,
      expiry: '2030年03月31日 08時00分',
      otpStatus: 'inService',
      authStatus: 'stopped',
      unlockedWith: ['jirodt'],
    })
  })

  it('name no cause that only the bank lifts', () => {
    for (const cause of ['longRun', 'bank'] as const) {
      const desk = given(...contract, stopped(['jirodt'], cause === 'bank' ? null : T, cause)).desk
      expect(rows(desk)[2]?.unlockObstacle).toEqual(refuse('UNLOCK_AT_BRANCH', { loginId: 'jirodt' }))
    }
  })

  it('show `-` for 失効中 with the waiting time, and the fob just revoked on the result page', () => {
    const desk = given(...contract, revoked(['jirodt'])).desk
    const jiro = rows(desk)[2]
    expect(jiro).toMatchObject({
      serial: '-',
      expiry: '-',
      otpStatus: 'revoked',
      waitingUntil: desk.now + 30 * MINUTE,
      revocationObstacle: { code: 'NOT_REVOCABLE', detail: { status: 'revoked' } },
    })
    if (jiro === undefined) throw new Error('a row')
    expect(revokedRow(jiro, desk.state, T)).toMatchObject({ serial: T, expiry: '2030年03月31日 08時00分' })
    expect(revokedRow(jiro, desk.state, null)).toEqual(jiro)
    later(30 * MINUTE)(desk)
    expect(rows(desk)[2]?.waitingUntil).toBeNull()
  })

  it('leave out a closed login once it holds no fob', () => {
    const desk = given(...contract).desk
    const close = (loginId: string) =>
      desk.state.apply([
        { kind: 'user', id: loginId, value: { ...desk.user(loginId), rosterStatus: 'closed' } },
      ])
    close('jirodt')
    expect(rows(desk)).toHaveLength(3)
    revoked(['jirodt'])(desk)
    expect(rows(desk).map(({ loginId }) => loginId)).toEqual(['ichirodt', 'hanakodt'])
  })

  it('are an administrator’s, in service or without a fob yet', () => {
    const desk = given(...contract).desk
    expect(rows(desk, 'hanakodt')).toHaveLength(3)
    expect(customerRows(desk.state, 'jirodt', desk.now)).toMatchObject({ code: 'CUSTOMER_NOT_ADMINISTRATOR' })
    expect(customerRows(desk.state, 'nobody', desk.now)).toMatchObject({ code: 'USER_UNKNOWN' })
    expect(rows(given(branch).desk)).toHaveLength(3)
    const waiting = given(branch, stock([S]), issued(['ichirodt'], S), later(8 * 86_400_000)).desk
    expect(customerRows(waiting.state, 'ichirodt', waiting.now)).toMatchObject({ code: 'REGISTRATION_FIRST' })
  })
})

describe('before the button 失効 (rules 5, 7)', () => {
  it('warns of the last administrator and says the waiting time', () => {
    const desk = given(...contract).desk
    const preview = (loginIds: string[]) =>
      previewCustomerRevocation(desk.state, 'ichirodt', loginIds, desk.now)
    const waitingUntil = desk.now + 30 * MINUTE
    expect(preview(['ichirodt'])).toEqual({ ok: true, lastAdministrator: false, waitingUntil })
    expect(preview(['ichirodt', 'hanakodt'])).toMatchObject({ lastAdministrator: true })
    expect(preview(['tarodt'])).toMatchObject({ code: 'USER_NOT_OF_CONTRACT' })
    expect(preview([])).toMatchObject({ code: 'NOBODY_CHOSEN' })
  })

  it('ends the tie of those chosen only: a lost fob is the bank’s matter', () => {
    const desk = given(...contract).desk
    const decision = customerRevocation(desk.state, 'ichirodt', ['hanakodt'], desk.now)
    if (!decision.ok) throw new Error(decision.code)
    expect(decision.events.map(({ type }) => type)).toEqual(['UsersRevoked'])
    for (const draft of decision.events) desk.record(draft, null)
    expect(desk.user('jirodt').otp.status).toBe('inService')
    expect(desk.fob(T)).toMatchObject({ custody: { place: 'customer' }, reseedNeeded: false })
  })
})

describe('what a customer reads instead of the exact refusal', () => {
  it('at a login: the own user’s state, nothing of the bank’s reasons', () => {
    const stop = refuse('USER_STOPPED', { loginId: 'jirodt', cause: 'bereavement' })
    expect(customerLoginRefusal(stop)).toEqual(refuse('CUSTOMER_STOPPED'))
    expect(customerActivationRefusal(stop)).toEqual(refuse('CUSTOMER_STOPPED'))
    for (const code of ['USER_UNKNOWN', 'USER_CLOSED', 'CONTRACT_CLOSED', 'SEED_NOT_AT_HUB'] as const) {
      const refusal = { ok: false, code, detail: {} } as const
      expect(customerLoginRefusal(refusal)).toEqual(refuse('LOGIN_REFUSED'))
      expect(customerActivationRefusal(refusal)).toEqual(refuse('ACTIVATION_REFUSED'))
    }
    expect(customerLoginRefusal(refuse('OTP_WRONG')).code).toBe('OTP_WRONG')
    expect(customerActivationRefusal(refuse('OTP_WRONG')).code).toBe('ACTIVATION_REFUSED')
    expect(customerActivationRefusal(refuse('SERIAL_FORM')).code).toBe('SERIAL_FORM')
  })

  it('on 利用者管理: the rows’ reasons, and of the administrator what a login would say', () => {
    const row = refuse('NOT_REVOCABLE', { loginId: 'jirodt', status: 'revoked' })
    expect(customerActRefusal(row)).toEqual(row)
    expect(customerActRefusal(refuse('USER_STOPPED', { loginId: 'x', cause: 'bank' })).code).toBe(
      'CUSTOMER_STOPPED',
    )
    expect(customerActRefusal(refuse('USER_UNKNOWN', { loginId: 'x' })).code).toBe('LOGIN_REFUSED')
  })
})
