import { describe, expect, it } from 'vitest'
import { trainingRoster } from '../../domain/training.ts'
import {
  A,
  approve,
  approved,
  as,
  B,
  branch,
  chipOf,
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
  proving,
  revoked,
  stock,
  submit,
  T0,
  tokyo,
} from './given.ts'

const S = '80000001'
const appA =
  (options = {}) =>
  (desk: Desk) => {
    desk.do(submit(['ichirodt'], options), { id: 'a1' })
    desk.do(approve('a1-r'), as(MANAGER))
  }
const start = issuing('a1', S)

describe('発行', () => {
  it('writes, proves, ties, and holds the fob until it is sent', () => {
    const desk = given(branch, stock([S]), appA()).desk
    desk.do(start)
    expect(desk.fob(S).seed).toEqual({ state: 'writing', issuanceId: 'i-a1' })
    expect(desk.do(proving('i-a1'))).toEqual({ serial: S, letterNo: 'IA1' })
    expect(desk.fob(S)).toMatchObject({
      custody: { place: 'issuedHeld' },
      seed: { state: 'proven' },
      contractNo: A,
      loginIds: ['ichirodt'],
      seedAtHub: false,
    })
    expect(desk.user('ichirodt')).toMatchObject({
      tokenKind: 'hardware',
      otp: { status: 'tokenIssued', tie: { serial: S, startDate: '2026-12-01' } },
    })
    expect(desk.ask(proving('i-a1'))).toMatchObject({ code: 'ISSUANCE_UNKNOWN' })
    expect(desk.ask(start)).toMatchObject({ code: 'APPLICATION_STATE' })
  })

  it('wants chip, label and lot to name one fob of a known kind', () => {
    const set = given(branch, stock([S, '80000002']), appA())
    set.when({ ...start, chipSerial: '865961099999999' }).thenRefused('FOB_NOT_IN_LOT')
    set
      .when({ ...start, serial: '80000002' })
      .thenRefused('FOB_SERIAL_MISMATCH', { printed: '80000002', expected: S })
    set.when({ ...start, serial: 'x' }).thenRefused('SERIAL_FORM')
    set.when({ ...start, model: 'C302-i' }).thenRefused('FOB_MODEL_DIFFERS')
    set.when({ ...start, serial: '８００００００１' }).thenRecords('IssuanceStarted')
  })

  it('takes only fobs from this branch’s stock', () => {
    given(branch, stock([S]), appA(), (desk) => {
      desk.do({ type: 'moveFobs', serials: [S], to: 'toMaker', reference: null, memo: '' }, as(MANAGER))
    })
      .when(start)
      .thenRefused('FOB_NOT_IN_STOCK', { place: 'toMaker' })
    given(branch, stock([S]), issued(['hanakodt'], S), appA())
      .when(start)
      .thenRefused('FOB_ALREADY_ISSUED', { place: 'issuedHeld' })
    given(branch, stock([S]), appA(), (desk) => {
      desk.state.apply([{ kind: 'fob', id: S, value: { ...desk.fob(S), branchNo: '002' } }])
    })
      .when(start)
      .thenRefused('FOB_OTHER_BRANCH', { branchNo: '002' })
  })

  it('refuses an expired fob, and a short-lived one without approval (rule 9)', () => {
    given(branch, stock([S], T0), appA())
      .when(start)
      .thenRefused('FOB_EXPIRED')
    const short = tokyo('2027-11-24T08:00:00')
    const desk = given(branch, stock([S, '80000002'], short), appA()).desk
    expect(desk.ask(start)).toMatchObject({ code: 'FOB_SHORT_LIFE', detail: { months: 12 } })
    const { requestId } = desk.do({ type: 'proposeShortLife', applicationId: 'a1', serial: S })
    desk.do(approve(requestId), as(MANAGER))
    expect(desk.ask(issuing('a1', '80000002'))).toMatchObject({ code: 'FOB_SHORT_LIFE' })
    desk.do(start)
    given(branch, stock([S]), appA())
      .when({ type: 'proposeShortLife', applicationId: 'a1', serial: S })
      .thenRefused('FOB_LIFE_ENOUGH')
  })

  it('runs one issuance of an application, and one of a fob, at a time', () => {
    const running = given(branch, stock([S, '80000002']), appA(), (desk) => void desk.do(start))
    running.when(issuing('a1', '80000002')).thenRefused('ISSUANCE_RUNNING')
    running
      .when({ type: 'withdrawApplication', applicationId: 'a1', memo: '' })
      .thenRefused('ISSUANCE_RUNNING')
    given(
      branch,
      stock([S]),
      appA(),
      approved(['hanakodt'], { kind: 'additional' }, { applicationId: 'a2' }),
      (desk) => {
        desk.do(start)
        const [, other] = desk.state.openApplications(A)
        expect(desk.ask(issuing(other?.applicationId ?? '', S))).toMatchObject({ code: 'ISSUANCE_RUNNING' })
      },
    )
  })

  it('writes nothing where nothing is given out, and for nobody who no longer fits', () => {
    const out: { applicationId?: string } = {}
    const shared = given(
      branch,
      inService(['hanakodt'], '12345678'),
      stock([S]),
      approved(['jirodt'], { kind: 'sharing', startDate: '2026-11-24' }, out),
    )
    shared.when(issuing(out.applicationId ?? '', S)).thenRefused('NO_ISSUANCE_NEEDED', { kind: 'sharing' })
    given(branch, stock([S]), appA(), inService(['ichirodt'], '12345678', { kind: 'additional' }))
      .when(start)
      .thenRefused('APPLICATION_KIND')
    given(branch).when(start).thenRefused('APPLICATION_UNKNOWN')
  })

  it('writes nothing for a contract or user closed since the approval', () => {
    const rows = trainingRoster('001')
    const closed = (part: 'contract' | 'user') => (desk: Desk) => {
      const changed = rows.map((row) => ({
        contract: part === 'contract' ? { ...row.contract, status: 'closed' as const } : row.contract,
        user: part === 'user' ? { ...row.user, rosterStatus: 'closed' as const } : row.user,
      }))
      desk.do({ type: 'importRoster', fileName: 'r', rows: changed }, as(MANAGER))
    }
    given(branch, stock([S]), appA(), closed('contract'))
      .when(start)
      .thenRefused('CONTRACT_CLOSED')
    given(branch, stock([S]), appA(), closed('user'))
      .when(start)
      .thenRefused('USER_CLOSED')
    const sent = given(branch, stock([S]), handedOver(['ichirodt'], S), closed('contract'))
    sent
      .when({ type: 'checkActivation', loginId: 'ichirodt', serial: S, identityChecked: true })
      .thenRefused('CONTRACT_CLOSED')
  })

  it('keeps a reuse to its own fob, seeded anew', () => {
    const out: { applicationId?: string } = {}
    const desk = given(
      branch,
      inService(['hanakodt'], '12345678'),
      stock([S]),
      revoked(['hanakodt']),
      (d) => {
        d.do({ type: 'recordReturn', serial: '12345678', memo: '' })
        d.do({ type: 'moveFobs', serials: ['12345678'], to: 'stock', reference: null, memo: '' }, as(MANAGER))
      },
      approved(['hanakodt'], { kind: 'reuse' }, out),
    ).desk
    const applicationId = out.applicationId ?? ''
    expect(desk.ask(issuing(applicationId, S))).toMatchObject({ code: 'FOB_NOT_OF_APPLICATION' })
    expect(desk.ask(issuing(applicationId, '12345678'))).toMatchObject({ code: 'FOB_RESEED_NEEDED' })
    const { requestId } = desk.do({ type: 'proposeReseed', serial: '12345678', reason: '返却' })
    desk.do(approve(requestId), as(MANAGER))
    expect(desk.fob('12345678')).toMatchObject({
      reseedNeeded: false,
      contractNo: null,
      seed: { state: 'void' },
    })
    desk.do(issuing(applicationId, '12345678'))
  })

  it('never lets a fob serve two contracts', () => {
    const back = (desk: Desk) => {
      desk.do({ type: 'recordReturn', serial: '12345678', memo: '' })
      desk.do(
        { type: 'moveFobs', serials: ['12345678'], to: 'stock', reference: null, memo: '' },
        as(MANAGER),
      )
      const fob = desk.fob('12345678')
      desk.state.apply([{ kind: 'fob', id: fob.serial, value: { ...fob, reseedNeeded: false } }])
    }
    const out: { applicationId?: string } = {}
    const set = given(
      branch,
      inService(['hanakodt'], '12345678'),
      revoked(['hanakodt']),
      back,
      approved(['tarodt'], { contractNo: B }, out),
    )
    set.when(issuing(out.applicationId ?? '', '12345678')).thenRefused('FOB_OTHER_CONTRACT')
  })
})

describe('the PC’s clock (P7)', () => {
  const clock = { offsetMs: 0, measuredAt: T0, stepSeen: false, permitted: false }
  const set = given(branch, stock([S]), appA())

  it('never programs beyond five seconds, permission or not', () => {
    set.when(start, { clock: { ...clock, offsetMs: 5_000 } }).thenRecords('IssuanceStarted')
    set
      .when(start, { clock: { ...clock, offsetMs: -5_001, permitted: true } })
      .thenRefused('CLOCK_NOT_TRUSTED', { offset: -5 })
    set
      .when({ type: 'permitClock', memo: '回線工事' }, as(MANAGER, { clock: { ...clock, offsetMs: 6_000 } }))
      .thenRefused('CLOCK_NOT_TRUSTED')
  })

  it.each([
    { ...clock, measuredAt: T0 - 3 * DAY - 1 },
    { ...clock, stepSeen: true },
    { ...clock, offsetMs: null, measuredAt: null },
  ])('asks for one permission %#', (unsure) => {
    set.when(start, { clock: unsure }).thenRefused('CLOCK_PERMISSION_NEEDED')
    set.when(start, { clock: { ...unsure, permitted: true } }).thenRecords('IssuanceStarted')
    set
      .when({ type: 'permitClock', memo: '回線工事' }, as(MANAGER, { clock: unsure }))
      .thenRecords('ClockPermitted')
  })

  it('trusts a measurement of 72 hours', () => {
    set.when(start, { clock: { ...clock, measuredAt: T0 - 3 * DAY } }).thenRecords('IssuanceStarted')
  })

  it('is a manager’s to permit, with a reason and password', () => {
    set.when({ type: 'permitClock', memo: 'x' }).thenRefused('NOT_ALLOWED')
    set.when({ type: 'permitClock', memo: ' ' }, as(MANAGER)).thenRefused('MEMO_REQUIRED')
    set
      .when({ type: 'permitClock', memo: 'x' }, as(MANAGER, { reauthenticated: false }))
      .thenRefused('PASSWORD_NEEDED')
  })
})

describe('an issuance that broke off', () => {
  const broken = (ambiguous: boolean) =>
    ({ type: 'voidIssuance', issuanceId: 'i-a1', step: 'seed', code: 'FOB_REMOVED', ambiguous }) as const

  it('leaves an unknown seed and a task that the next issuance settles', () => {
    const desk = given(branch, stock([S]), appA()).desk
    desk.do(start)
    desk.do(broken(true), as(null))
    expect(desk.fob(S).seed.state).toBe('void')
    expect(desk.state.get('task', 'a1-void')).toMatchObject({ code: 'TASK_ISSUANCE_VOID', settledAt: null })
    desk.do(issuing('a1', S, 'i-2'))
    desk.do(proving('i-2'))
    expect(desk.state.get('task', 'a1-void')?.settledAt).toBe(desk.now)
  })

  it('leaves the fob as it was when nothing was written', () => {
    const desk = given(branch, stock([S]), appA()).desk
    desk.do(start)
    desk.do(broken(false))
    expect(desk.fob(S).seed.state).toBe('blank')
    expect(desk.ask(broken(false))).toMatchObject({ code: 'ISSUANCE_UNKNOWN' })
    expect(desk.state.get('application', 'a1')?.issuing).toBeNull()
  })
})

describe('発行取消 and 書き直し', () => {
  it('puts the fob back, to be seeded anew', () => {
    const out: { applicationId?: string } = {}
    const desk = given(branch, stock([S]), issued(['ichirodt'], S, {}, out)).desk
    desk.do({ type: 'cancelIssuance', applicationId: out.applicationId ?? '', memo: '' })
    expect(desk.fob(S)).toMatchObject({ custody: { place: 'stock' }, reseedNeeded: true, loginIds: [] })
    expect(desk.user('ichirodt').otp.status).toBe('unregistered')
  })

  it('re-seeds only what needs it and serves nobody', () => {
    const reseed = (serial: string, reason = '返却') => ({ type: 'proposeReseed', serial, reason }) as const
    given(branch, stock([S]))
      .when(reseed(S))
      .thenRefused('FOB_RESEED_NOT_NEEDED')
    given(branch, stock([S]))
      .when(reseed(S, ' '))
      .thenRefused('MEMO_REQUIRED')
    given(
      branch,
      inService(['hanakodt'], '12345678'),
      (desk) => void desk.do({ type: 'recordReturn', serial: '12345678', memo: '' }),
    )
      .when(reseed('12345678'))
      .thenRefused('FOB_STILL_TIED', { serial: '12345678' })
    given(branch, inService(['hanakodt'], '12345678'), revoked(['hanakodt'], 'loss'))
      .when(reseed('12345678'))
      .thenRefused('FOB_NOT_IN_STOCK', { place: 'missing' })
  })
})

describe('factory-seeded fobs (rule 8)', () => {
  const factory = (desk: Desk) => {
    desk.do(
      {
        type: 'importLot',
        fileName: 'f.xml',
        declared: null,
        rows: [
          {
            lotNo: 'F',
            serial: S,
            chipSerial: chipOf(S),
            model: 'C301-i',
            expiresAt: tokyo('2030-03-31T08:00:00'),
            boxNo: '',
            factorySeeded: true,
            seed: { seedId: 'import-1', keyId: 'k', algorithm: 'sha256', box: new Uint8Array([1, 2, 3]) },
          },
        ],
      },
      as(MANAGER),
    )
    desk.do({ type: 'moveFobs', serials: [S], to: 'stock', reference: null, memo: '' }, as(MANAGER))
  }
  const tie = {
    type: 'issueFactorySeeded',
    issuanceId: 'i-a1',
    applicationId: 'a1',
    serial: S,
  } as const

  it('are tied as they are and never written', () => {
    given(branch, factory, appA()).when(start).thenRefused('FOB_FACTORY_SEEDED')
    const desk = given(branch, factory, appA()).desk
    desk.do(tie)
    expect(desk.fob(S)).toMatchObject({ seed: { state: 'factory' }, loginIds: ['ichirodt'] })
    given(branch, stock([S]), appA())
      .when(tie)
      .thenRefused('FOB_NOT_FACTORY_SEEDED')
  })

  it('are disposed of once they come back', () => {
    const desk = given(branch, factory, appA()).desk
    desk.do(tie)
    desk.now += 8 * DAY
    desk.do({ type: 'revokeUsers', loginIds: ['ichirodt'], reason: 'fault', memo: '' })
    desk.do({ type: 'recordReturn', serial: S, memo: '' })
    expect(desk.ask({ type: 'proposeReseed', serial: S, reason: 'x' })).toMatchObject({
      code: 'FOB_FACTORY_SEEDED',
    })
    desk.now += 31 * MINUTE
    expect(desk.ask(submit(['ichirodt'], { kind: 'reuse', startDate: '2026-12-20' }))).toMatchObject({
      code: 'FOB_FACTORY_SEEDED',
    })
  })

  it('replaces a user’s fob before the old one is revoked (rule 9)', () => {
    const desk = given(
      branch,
      inService(['hanakodt'], '12345678'),
      stock([S]),
      issued(['hanakodt'], S, { kind: 'renewal' }),
    ).desk
    expect(desk.user('hanakodt').otp).toMatchObject({
      status: 'inService',
      tie: { serial: '12345678' },
      next: { serial: S },
    })
    desk.do({ type: 'revokeUsers', loginIds: ['hanakodt'], reason: 'expired', memo: '' })
    expect(desk.user('hanakodt').otp).toMatchObject({ status: 'revoked', next: { serial: S } })
    later(31 * MINUTE)(desk)
    expect(desk.fob('12345678').loginIds).toEqual([])
    expect(desk.fob(S).loginIds).toEqual(['hanakodt'])
  })
})
