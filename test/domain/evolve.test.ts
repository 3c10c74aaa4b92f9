import { describe, expect, it } from 'vitest'
import { evolve } from '../../domain/evolve.ts'
import type { DeskEvent } from '../../domain/events.ts'
import { MemoryState } from '../../domain/memory-state.ts'
import {
  A,
  activated,
  B,
  branch,
  type Desk,
  given,
  inService,
  issued,
  later,
  DAY,
  revoked,
  stock,
  T0,
} from './given.ts'
import { illegalities } from './legal.ts'

const S = '80000001'
const last = (desk: Desk): DeskEvent => {
  const event = desk.events.at(-1)
  if (event === undefined) throw new Error('no event')
  return event
}

describe('evolve', () => {
  it('records nothing of a verdict: a refused event is undone by refolding without it', () => {
    const { desk } = given(branch)
    desk.record({
      type: 'VerdictGiven',
      v: 1,
      data: { device: 'd', seq: 1, accepted: false, code: 'FOB_UNKNOWN' },
    })
    expect(evolve(desk.state, last(desk))).toEqual([])
  })

  it('shows dropped personal data as empty', () => {
    const { desk } = given(branch)
    desk.record({
      type: 'ContractRecorded',
      v: 1,
      data: { contractNo: A, branchNo: '001', kind: 'corporate', status: 'active' },
    })
    expect(desk.state.get('contract', A)).toMatchObject({ name: '', phone: '', loginIds: { length: 3 } })
  })

  it('tells a seed written without a valid application by a flag, and ties nobody', () => {
    const { desk } = given(branch, stock([S]))
    desk.record({
      type: 'FobIssued',
      v: 1,
      data: {
        issuanceId: 'i',
        applicationId: 'withdrawn',
        contractNo: A,
        serial: S,
        algorithm: 'sha1',
        driftSteps: 0,
        provenStep: 1,
        keyId: 'k',
        ties: [
          {
            loginId: 'ichirodt',
            tie: { tieId: 't', applicationId: 'withdrawn', serial: S, startDate: '2026-12-01' },
          },
        ],
      },
    })
    expect(desk.fob(S)).toMatchObject({
      custody: { place: 'issuedHeld' },
      seed: { state: 'proven' },
      reseedNeeded: true,
      loginIds: [],
      flags: ['FLAG_ISSUED_WITHOUT_APPLICATION'],
    })
    expect(desk.user('ichirodt').otp.status).toBe('unregistered')
  })

  it('never ties a fob to a second contract, whoever claims it', () => {
    const { desk } = given(branch, inService(['hanakodt'], S))
    desk.record({
      type: 'UserActivated',
      v: 1,
      data: {
        loginId: 'tarodt',
        serial: S,
        tieId: 'x',
        applicationId: 'x',
        step: 1,
        atCounter: false,
        crossedWith: null,
      },
    })
    expect(desk.user('tarodt').otp.status).toBe('unregistered')
    expect(desk.fob(S)).toMatchObject({
      contractNo: A,
      loginIds: ['hanakodt'],
      flags: ['FLAG_OTHER_CONTRACT'],
    })
    desk.record({
      type: 'FobIssued',
      v: 1,
      data: {
        issuanceId: 'i',
        applicationId: 'x',
        contractNo: B,
        serial: S,
        algorithm: 'sha1',
        driftSteps: 0,
        provenStep: 1,
        keyId: 'k',
        ties: [
          { loginId: 'tarodt', tie: { tieId: 'y', applicationId: 'x', serial: S, startDate: '2026-12-01' } },
        ],
      },
    })
    expect(illegalities(desk)).toEqual([])
    expect(desk.user('tarodt').otp.status).toBe('unregistered')
  })

  it('takes the same approval twice as one tie, and revives no revoked one', () => {
    const { desk } = given(branch, stock([S]), issued(['ichirodt'], S))
    const issuedEvent = desk.events.find(({ type }) => type === 'FobIssued')
    const application = desk.state.openApplications(A)[0]
    if (issuedEvent === undefined || application === undefined) throw new Error('not issued')
    const again = () => {
      const value = { ...application, status: 'approved' as const }
      desk.state.apply([{ kind: 'application', id: application.applicationId, value }])
      desk.state.apply(evolve(desk.state, issuedEvent))
    }
    again()
    expect(desk.user('ichirodt').otp).toMatchObject({ status: 'tokenIssued', next: null })
    later(DAY)(desk)
    revoked(['ichirodt'])(desk)
    again()
    expect(desk.user('ichirodt').otp).toMatchObject({ status: 'revoked', next: null })
  })

  it('keeps the fob of a finished application fit to be registered again', () => {
    const { desk } = given(branch, inService(['hanakodt'], S), revoked(['hanakodt']))
    expect(desk.fob(S)).toMatchObject({ reseedNeeded: false, contractNo: A, custody: { place: 'customer' } })
  })

  it('raises a task again only after it was settled, and one for the renewal never', () => {
    const { desk } = given(branch)
    const raise = (taskId = 't', code = 'TASK_ISSUANCE_VOID') =>
      desk.record({ type: 'TaskRaised', v: 1, data: { taskId, code, subject: { kind: 'fob', id: S } } })
    raise()
    desk.now += 5
    raise()
    expect(desk.state.get('task', 't')?.raisedAt).toBe(T0)
    desk.record({ type: 'TaskSettled', v: 1, data: { taskId: 't' } })
    raise()
    expect(desk.state.get('task', 't')).toMatchObject({ raisedAt: T0 + 5, settledAt: null })
    // Two PCs found it before they heard of one another, and one has settled it meanwhile.
    raise('renewal', 'TASK_RENEWAL')
    desk.record({ type: 'TaskSettled', v: 1, data: { taskId: 'renewal' } })
    desk.now += 5
    raise('renewal', 'TASK_RENEWAL')
    expect(desk.state.get('task', 'renewal')).toMatchObject({ raisedAt: T0 + 5, settledAt: T0 + 5 })
    // Two PCs that settle it are one settlement: the first.
    desk.record({ type: 'TaskSettled', v: 1, data: { taskId: 'renewal' } }, '1001')
    expect(desk.state.get('task', 'renewal')).toMatchObject({ settledAt: T0 + 5, settledBy: '2001' })
  })

  it('cancels the issuance that stands for the application, and not one that head office refused', () => {
    const out: { applicationId?: string } = {}
    const { desk } = given(branch, stock([S, '80000002']), issued(['ichirodt'], S, {}, out))
    const { applicationId = '' } = out
    desk.record({
      type: 'IssuanceCancelled',
      v: 1,
      data: { applicationId, issuanceId: 'i-refused', serial: '80000002' },
      personal: { memo: '' },
    })
    expect(evolve(desk.state, last(desk))).toEqual([])
    expect(desk.fob('80000002').reseedNeeded).toBe(false)
    expect(desk.state.get('application', applicationId)).toMatchObject({ status: 'issued', serial: S })
  })

  it('answers each aggregate once', () => {
    const { desk } = given(branch, stock([S]), issued(['ichirodt'], S), later(8 * DAY))
    const before = new MemoryState()
    for (const event of desk.events) before.apply(evolve(before, event))
    activated('ichirodt', S)(desk)
    const keys = evolve(before, last(desk)).map(({ kind, id }) => `${kind}/${id}`)
    expect(new Set(keys).size).toBe(keys.length)
  })
})

describe('MemoryState over a base', () => {
  it('reads through, and leaves the base alone', () => {
    const { desk } = given(branch, stock([S, '80000002']))
    const overlay = new MemoryState(desk.state)
    const moved = { ...desk.fob(S), custody: { ...desk.fob(S).custody, place: 'toMaker' as const } }
    overlay.apply([{ kind: 'fob', id: S, value: moved }])
    expect(overlay.serialsIn('001', 'stock')).toEqual(['80000002'])
    expect(overlay.serialsIn('001', 'toMaker')).toEqual([S])
    expect(desk.state.serialsIn('001', 'stock')).toEqual([S, '80000002'])
    expect(overlay.serialOfChip(desk.fob('80000002').chipSerial)).toBe('80000002')
    expect(overlay.staff()).toEqual(desk.state.staff())
    expect(overlay.policy()).toEqual(desk.state.policy())
  })
})
