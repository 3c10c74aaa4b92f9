/** The edges of the rules where the manual's figures meet: seconds, dates, digits. */
import { describe, expect, it } from 'vitest'
import { addBusinessDays, formatExpiry, isWithinMonths } from '../../domain/calendar.ts'
import { expiryOfGs1 } from '../../domain/gs1.ts'
import { loginStep } from '../../domain/status.ts'
import { waitingUntil } from '../../domain/waiting.ts'
import {
  A,
  activated,
  approve,
  approved,
  as,
  branch,
  DAY,
  type Desk,
  given,
  handedOver,
  inService,
  issued,
  issuing,
  later,
  MANAGER,
  MINUTE,
  revoke,
  revoked,
  stock,
  submit,
  tokyo,
} from './given.ts'

const S = '80000001'
const T = '80000002'
const wide = (serial: string) =>
  serial.replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))

describe('rule 7 to the second', () => {
  it.each([
    ['2026-11-24T02:05:59', '2026-11-24T02:35:59'],
    ['2026-11-24T02:05:59.999', '2026-11-24T02:35:59.999'],
    ['2026-11-24T02:06:00', '2026-11-24T08:10:00'],
    ['2026-11-24T08:09:59', '2026-11-24T08:10:00'],
    ['2026-11-24T08:09:59.999', '2026-11-24T08:10:00'],
    ['2026-11-24T08:10:00', '2026-11-24T08:40:00'],
    ['2026-12-31T23:45:00', '2027-01-01T00:15:00'],
    ['2027-01-01T02:06:00', '2027-01-01T08:10:00'],
    ['2028-02-28T23:59:59', '2028-02-29T00:29:59'],
  ])('revoked at %s waits until %s', (at, until) => {
    expect(waitingUntil(tokyo(at))).toBe(tokyo(until))
  })

  it('holds per user, and ends on the very millisecond', () => {
    const desk = given(branch, inService(['hanakodt', 'jirodt'], S)).desk
    desk.do(revoke(['hanakodt']))
    later(10 * MINUTE)(desk)
    desk.do(revoke(['jirodt']))
    const check = (loginId: string) =>
      desk.ask({ type: 'checkActivation', loginId, serial: S, identityChecked: true })
    later(20 * MINUTE - 1)(desk)
    expect(check('hanakodt')).toMatchObject({ code: 'WAITING_TIME', detail: { until: '2026-11-24 10:30' } })
    later(1)(desk)
    expect(check('hanakodt')).toMatchObject({ ok: true })
    expect(check('jirodt')).toMatchObject({ code: 'WAITING_TIME', detail: { until: '2026-11-24 10:40' } })
  })
})

describe('rules 9 and 10: dates', () => {
  it('counts business days over New Year and Golden Week', () => {
    expect(addBusinessDays('2026-12-28', 5)).toBe('2027-01-06')
    expect(addBusinessDays('2026-12-30', 1)).toBe('2027-01-04')
    expect(addBusinessDays('2026-12-31', 1)).toBe('2027-01-04')
    // 4/29 is a holiday; 5/3 to 5/5 and the substitute of Sunday 5/3 on 5/6.
    expect(addBusinessDays('2026-04-28', 5)).toBe('2026-05-11')
  })

  it('reads GS1 DD=00 as the month’s last day, leap years too', () => {
    expect(expiryOfGs1('280200', tokyo('2026-11-24T08:00:00'))).toBe(tokyo('2028-02-29T08:00:00'))
    expect(expiryOfGs1('270200', tokyo('2026-11-24T08:00:00'))).toBe(tokyo('2027-02-28T08:00:00'))
    expect(expiryOfGs1('271200', tokyo('2026-11-24T08:00:00'))).toBe(tokyo('2027-12-31T08:00:00'))
    expect(expiryOfGs1('270230', tokyo('2026-11-24T08:00:00'))).toBeNull()
    expect(expiryOfGs1('271300', tokyo('2026-11-24T08:00:00'))).toBeNull()
    expect(formatExpiry(tokyo('2021-09-30T08:00:00'))).toBe('2021年09月30日 08時00分')
  })

  it('takes exactly twelve months for enough, a millisecond less for short', () => {
    const now = tokyo('2026-11-24T08:00:00')
    expect(isWithinMonths(now, tokyo('2027-11-24T08:00:00'), 12)).toBe(false)
    expect(isWithinMonths(now, tokyo('2027-11-24T08:00:00') - 1, 12)).toBe(true)
    const out: { applicationId?: string } = {}
    const set = given(branch, stock([S], tokyo('2027-11-24T08:00:00')), approved(['ichirodt'], {}, out))
    set.desk.now = now
    set.when(issuing(out.applicationId ?? '', S)).thenRecords('IssuanceStarted')
    set.desk.now = now + 1
    set.when(issuing(out.applicationId ?? '', S)).thenRefused('FOB_SHORT_LIFE')
  })

  it('ends a fob at 08:00:00 of its last day, for issue, dispatch, hand-over, sharing and activation', () => {
    const last = tokyo('2027-12-01T08:00:00')
    const waits = given(
      branch,
      stock([S, T], last),
      handedOver(['ichirodt'], S),
      inService(['hanakodt'], T),
      approved(['shirodt'], { contractNo: '1000002' }, {}),
    ).desk
    const check = () =>
      waits.ask({ type: 'checkActivation', loginId: 'ichirodt', serial: S, identityChecked: true })
    waits.now = last - 1
    expect(check()).toMatchObject({ ok: true })
    waits.now = last
    expect(check()).toMatchObject({ code: 'TOKEN_EXPIRED' })
    const share = submit(['jirodt'], { kind: 'sharing', startDate: '2027-12-01', relatedSerial: T })
    expect(waits.ask(share)).toMatchObject({ code: 'FOB_EXPIRED', detail: { expires: '2027-12-01 08:00' } })
    expect(loginStep(waits.user('hanakodt'), waits.fob(T), last)).toMatchObject({ code: 'TOKEN_EXPIRED' })
    waits.do(revoke(['hanakodt'], 'expired'))
  })
})

describe('a serial typed full-width', () => {
  it('is understood wherever a serial is typed', () => {
    const out: { applicationId?: string } = {}
    const desk = given(branch, stock([S, T]), issued(['ichirodt'], S, {}, out)).desk
    const { letterNo } = desk.state.get('application', out.applicationId ?? '') ?? { letterNo: '' }
    desk.do({
      type: 'sealEnvelope',
      applicationId: out.applicationId ?? '',
      serial: ` ${wide(S)} `,
      letterNo: wide(letterNo).toLowerCase(),
    })
    desk.do({ type: 'recordReturnByPost', serial: wide(S), memo: '' })
    desk.do({ type: 'recordReturn', serial: wide(S), memo: '' })
    expect(desk.fob(S).custody.place).toBe('returned')
    desk.do({ type: 'proposeTransfer', serials: [wide(T)], toBranch: '002', reason: '' })
    desk.do({ type: 'proposeWriteOff', serials: [wide(T)], reason: '廃棄' })
    desk.do(
      { type: 'recordStocktake', kind: 'daily', place: 'stock', serials: [wide(T)], memo: '' },
      as(MANAGER),
    )
    desk.do({ type: 'moveFobs', serials: [wide(T)], to: 'toMaker', reference: null, memo: '' }, as(MANAGER))
    expect(desk.events.at(-2)?.data).toMatchObject({ counted: 1, missing: [], surplus: [] })
  })

  it('is understood in a form, a report and a lift', () => {
    const desk = given(branch, inService(['hanakodt'], S)).desk
    const kind = 'sharing'
    desk.do(submit(['jirodt'], { kind, startDate: '2026-11-24', relatedSerial: wide(S) }), { id: 'a1' })
    expect(desk.state.get('application', 'a1')).toMatchObject({ relatedSerial: S })
    desk.do({
      type: 'reportIncident',
      serial: wide(S),
      kind: 'loss',
      channel: 'phone',
      reportedBy: '',
      memo: '',
    })
    desk.do({ type: 'liftIncident', serial: wide(S), memo: '発見' }, as(MANAGER))
    desk.do({ type: 'proposeThresholdReset', serial: wide(S), reason: '劣化' })
  })
})

describe('rule 9: the replacement', () => {
  it('is mailed first; the old tie ends, the waiting time runs, the new fob is registered', () => {
    const desk = given(
      branch,
      inService(['ichirodt'], S, { contractNo: A }),
      stock([T]),
      issued(['ichirodt'], T, { kind: 'renewal' }),
      later(8 * DAY),
    ).desk
    const check = () =>
      desk.ask({ type: 'checkActivation', loginId: 'ichirodt', serial: T, identityChecked: true })
    expect(check()).toMatchObject({ code: 'ALREADY_IN_SERVICE' })
    expect(loginStep(desk.user('ichirodt'), desk.fob(S), desk.now)).toBe('passwordAndOtp')
    revoked(['ichirodt'])(desk)
    expect(check()).toMatchObject({ code: 'WAITING_TIME' })
    later(30 * MINUTE)(desk)
    expect(check()).toMatchObject({ ok: true })
    activated('ichirodt', T)(desk)
    expect(desk.fob(S).loginIds).toEqual([])
    expect(desk.user('ichirodt').otp).toMatchObject({ status: 'inService', tie: { serial: T }, next: null })
  })
})

describe('rule 8: a fob that came back', () => {
  const writeOff = (desk: Desk) => desk.ask({ type: 'proposeWriteOff', serials: [S], reason: '再発行不可' })

  it('is written anew, with a second person’s consent, even for the same customer', () => {
    const out: { applicationId?: string } = {}
    const desk = given(
      branch,
      inService(['ichirodt'], S),
      revoked(['ichirodt']),
      (d) => void d.do({ type: 'recordReturn', serial: S, memo: '' }),
      (d) =>
        void d.do({ type: 'moveFobs', serials: [S], to: 'stock', reference: null, memo: '' }, as(MANAGER)),
      later(31 * MINUTE),
      approved(['ichirodt'], { kind: 'reuse', relatedSerial: S }, out),
    ).desk
    const start = issuing(out.applicationId ?? '', S)
    expect(desk.ask(start)).toMatchObject({ code: 'FOB_RESEED_NEEDED' })
    const { requestId } = desk.do({ type: 'proposeReseed', serial: S, reason: '再利用' })
    desk.do(approve(requestId), as(MANAGER))
    expect(desk.ask(start)).toMatchObject({ ok: true })
  })

  it('seeded at the factory, goes to disposal', () => {
    const seeded = (desk: Desk) => {
      const row = {
        lotNo: 'L',
        serial: S,
        chipSerial: 'c',
        model: 'X',
        expiresAt: tokyo('2030-01-01T08:00:00'),
      }
      const rows = [{ ...row, boxNo: '', factorySeeded: true }]
      desk.do({ type: 'importLot', fileName: 'p.xml', rows, declared: null }, as(MANAGER))
      desk.do({ type: 'recordReturn', serial: S, memo: '' })
    }
    const desk = given(branch, seeded).desk
    expect(desk.ask({ type: 'proposeReseed', serial: S, reason: 'x' })).toMatchObject({
      code: 'FOB_FACTORY_SEEDED',
    })
    expect(writeOff(desk)).toMatchObject({ ok: true })
  })
})
