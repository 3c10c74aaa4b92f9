import { describe, expect, it } from 'vitest'
import { admit } from '../../domain/admit.ts'
import {
  decidedElsewhere,
  secondFob,
  sentTwice,
  stoppedSince,
  tieEnded,
} from '../../domain/conflicts/claims.ts'
import { buildsOn, madeBy } from '../../domain/conflicts/depends.ts'
import { issuancesVoided } from '../../domain/conflicts/issued-twice.ts'
import { otherBranchObstacle } from '../../domain/conflicts/own-branch.ts'
import { lateStops } from '../../domain/conflicts/late-stop.ts'
import { waitingTimeCorrected } from '../../domain/conflicts/rule-seven.ts'
import { evolve } from '../../domain/evolve.ts'
import type { EventDraft, EventOf, EventType } from '../../domain/events.ts'
import { waitingUntil } from '../../domain/waiting.ts'
import {
  A,
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
  MINUTE,
  revoke,
  stock,
  stopped,
  submit,
  T0,
} from './given.ts'

const [S, S2] = ['80000001', '80000002']

/** Recorded by another PC at `at`; it arrives now. */
function arrives<T extends EventType>(draft: Extract<EventDraft, { type: T }>, at = T0): EventOf<T> {
  const meta = { id: 'p', realm: 'training', device: 'd2', seq: 1, at, by: '1001' } as const
  return { ...draft, meta } as unknown as EventOf<T>
}

const tieOf = (desk: Desk, loginId: string): string => {
  const { otp } = desk.user(loginId)
  if (otp.status === 'unregistered') throw new Error('no tie')
  return otp.tie.tieId
}

const revoked = (loginId: string, tieId: string, at = T0) =>
  arrives<'UsersRevoked'>({
    type: 'UsersRevoked',
    v: 1,
    data: {
      revocations: [{ loginId, tieId, serial: S, at, waitingUntil: waitingUntil(at) }],
      reason: 'fault',
      requestId: null,
    },
  })

const fobIssued = (applicationId: string, serial: string, loginId: string) =>
  arrives<'FobIssued'>({
    type: 'FobIssued',
    v: 1,
    data: {
      issuanceId: 'i-other',
      applicationId,
      contractNo: A,
      serial,
      algorithm: 'sha1',
      driftSteps: 0,
      provenStep: 1,
      keyId: 'k',
      ties: [{ loginId, tie: { tieId: 't-other', applicationId, serial, startDate: '2026-11-24' } }],
    },
  })

describe('two issuances of one fob', () => {
  const first: { applicationId?: string } = {}
  const second: { applicationId?: string } = {}
  const twice = (desk: Desk) => {
    stock([S])(desk)
    issued(['ichirodt'], S, {}, first)(desk)
    approved(['hanakodt'], {}, second)(desk)
  }

  it('are both void while neither is proven: both applications wait for another issuance', () => {
    const { desk } = given(branch, twice)
    const event = fobIssued(second.applicationId ?? '', S, 'hanakodt')
    expect(admit(desk.state, event)).toMatchObject({ ok: false, code: 'ISSUED_TWICE' })
    const voided = issuancesVoided(desk.state, event)
    expect(voided?.data).toEqual({
      serial: S,
      issuances: [
        { issuanceId: `i-${first.applicationId}`, applicationId: first.applicationId },
        { issuanceId: 'i-other', applicationId: second.applicationId },
      ],
      inService: false,
    })
    if (voided !== null) desk.record(voided, null)
    expect(desk.user('ichirodt').otp.status).toBe('unregistered')
    expect(desk.state.get('application', first.applicationId ?? '')).toMatchObject({
      status: 'approved',
      serial: null,
      issuanceId: null,
    })
    expect(desk.fob(S)).toMatchObject({
      seed: { state: 'void' },
      loginIds: [],
      contractNo: null,
      custody: { place: 'stock' },
      flags: ['FLAG_OVERWRITTEN'],
    })
  })

  it('leave the proven one in service and void the other', () => {
    const { desk } = given(branch, inService(['ichirodt'], S), approved(['hanakodt'], {}, second))
    const voided = issuancesVoided(desk.state, fobIssued(second.applicationId ?? '', S, 'hanakodt'))
    expect(voided?.data).toMatchObject({ issuances: [{ issuanceId: 'i-other' }], inService: true })
    if (voided !== null) desk.record(voided, null)
    expect(desk.user('ichirodt').otp.status).toBe('inService')
    expect(desk.fob(S)).toMatchObject({ seed: { state: 'proven' }, flags: ['FLAG_OVERWRITTEN'] })
    expect(desk.state.get('application', second.applicationId ?? '')?.status).toBe('approved')
  })

  it('cannot give one application two fobs: the second goes back to stock', () => {
    const { desk } = given(branch, stock([S, S2]), issued(['ichirodt'], S, {}, first))
    const event = fobIssued(first.applicationId ?? '', S2, 'ichirodt')
    expect(admit(desk.state, event)).toMatchObject({ code: 'ISSUED_ELSEWHERE' })
    const voided = issuancesVoided(desk.state, event)
    if (voided !== null) desk.record(voided, null)
    expect(desk.fob(S2)).toMatchObject({ seed: { state: 'void' }, reseedNeeded: false, flags: [] })
    expect(desk.state.get('application', first.applicationId ?? '')?.status).toBe('issued')
  })
})

describe('two applications of one user', () => {
  it('give the user one fob: the second issuance is refused', () => {
    const { desk } = given(branch, stock([S, S2]), issued(['ichirodt'], S))
    const taken = desk.events.find((event) => event.type === 'ApplicationSubmitted')
    if (taken === undefined) throw new Error('an application was taken')
    // The other PC took it while neither knew of the other's.
    const data = { ...taken.data, applicationId: 'a-other' }
    desk.record({ type: 'ApplicationSubmitted', v: 1, data })
    const approval = { applicationId: 'a-other', requestId: null, ties: [] }
    desk.record({ type: 'ApplicationApproved', v: 1, data: approval }, '1001')
    const event = fobIssued('a-other', S2, 'ichirodt')
    expect(secondFob(desk.state, event)).toMatchObject({ code: 'USER_HAS_FOB' })
    expect(admit(desk.state, event)).toMatchObject({ code: 'USER_HAS_FOB' })
  })
})

describe('two decisions on one application', () => {
  it('the first stands, whichever it was', () => {
    const { desk } = given(branch, (d) => void d.do(submit(['ichirodt']), { id: 'a1' }))
    expect(decidedElsewhere(desk.state, 'a1')).toBeNull()
    desk.do(approve('a1-r'), as(MANAGER))
    for (const type of ['ApplicationDenied', 'ApplicationSentBack'] as const) {
      const event = arrives<typeof type>({
        type,
        v: 1,
        data: { applicationId: 'a1', requestId: 'a1-r' },
      } as Extract<EventDraft, { type: typeof type }>)
      expect(admit(desk.state, event)).toMatchObject({ code: 'DECIDED_ELSEWHERE' })
    }
  })
})

describe('a revocation', () => {
  it('that arrives late cannot kill the next fob', () => {
    const { desk } = given(branch, inService(['ichirodt'], S))
    const old = tieOf(desk, 'ichirodt')
    desk.do(revoke(['ichirodt']))
    later(60 * MINUTE)(desk)
    stock([S2])(desk)
    issued(['ichirodt'], S2, { kind: 'reissue', relatedSerial: S })(desk)
    expect(tieEnded(desk.state, revoked('ichirodt', 'gone'))).toMatchObject({ code: 'TIE_ENDED' })
    // The same act twice is no news, and no harm: the first waiting time goes on.
    const before = desk.user('ichirodt').otp
    expect(tieEnded(desk.state, revoked('ichirodt', old))).toBeNull()
    desk.record(revoked('ichirodt', old))
    expect(desk.user('ichirodt').otp).toEqual(before)
  })

  it('by a PC whose clock is ahead waits from head office’s receipt on (rule 7)', () => {
    const { desk } = given(branch, inService(['ichirodt'], S))
    const tieId = tieOf(desk, 'ichirodt')
    const ahead = revoked('ichirodt', tieId, T0 + 90 * MINUTE)
    expect(waitingTimeCorrected(revoked('ichirodt', tieId, T0 - MINUTE), T0)).toBeNull()
    const corrected = waitingTimeCorrected(ahead, T0)
    desk.record(ahead)
    if (corrected !== null) desk.record(corrected, null)
    expect(desk.user('ichirodt').otp).toMatchObject({ at: T0, waitingUntil: T0 + 30 * MINUTE })
  })
})

describe('stop and unlock', () => {
  const unlocked = (at: number) =>
    arrives<'UsersUnlocked'>(
      {
        type: 'UsersUnlocked',
        v: 1,
        data: { loginIds: ['ichirodt'], serials: [S], causes: ['failures'], by: 'staff' },
      },
      at,
    )

  it('lifts the stop that was there, and not one that came after it', () => {
    const { desk } = given(branch, inService(['ichirodt'], S), later(MINUTE), stopped(['ichirodt'], S))
    expect(stoppedSince(desk.state, unlocked(desk.now))).toBeNull()
    expect(stoppedSince(desk.state, unlocked(desk.now - 1))).toMatchObject({ code: 'STOPPED_SINCE' })
  })
})

describe('事故届 and its lifting', () => {
  const report = (at: number, loginIds = ['ichirodt']) =>
    arrives<'IncidentReported'>(
      {
        type: 'IncidentReported',
        v: 1,
        data: { serial: S, kind: 'theft', channel: 'phone', loginIds },
      },
      at,
    )
  const lift = (at: number, loginIds = ['ichirodt']) =>
    arrives<'IncidentLifted'>({ type: 'IncidentLifted', v: 1, data: { serial: S, loginIds } }, at)
  const fold = (desk: Desk, ...events: EventOf<'IncidentReported'>[]) => {
    for (const event of events) desk.state.apply(evolve(desk.state, event))
  }

  it('lifts the report that was there, and not one that came after it, in whichever order they arrive', () => {
    const [first, second] = [report(T0), report(T0 + 60 * MINUTE)]
    for (const order of [
      [first, second],
      [second, first],
    ]) {
      const { desk } = given(branch, inService(['ichirodt'], S))
      expect(admit(desk.state, lift(T0))).toEqual({ ok: true })
      fold(desk, ...order)
      expect(desk.fob(S).incident).toMatchObject({ at: T0 + 60 * MINUTE })
      expect(admit(desk.state, lift(T0 + MINUTE))).toMatchObject({ code: 'REPORTED_SINCE' })
      expect(admit(desk.state, lift(T0 + 61 * MINUTE))).toEqual({ ok: true })
    }
  })

  it('leaves nobody behind whom head office stopped meanwhile', () => {
    const { desk } = given(branch, inService(['ichirodt', 'jirodt'], S))
    fold(desk, report(T0))
    expect(admit(desk.state, lift(T0 + MINUTE))).toEqual({ ok: true })
    for (const stop of lateStops(desk.state, report(T0))) desk.record(stop, null)
    expect(admit(desk.state, lift(T0 + MINUTE))).toMatchObject({ code: 'REPORTED_SINCE' })
    expect(admit(desk.state, lift(T0 + MINUTE, ['jirodt', 'ichirodt']))).toEqual({ ok: true })
  })
})

describe('transfers', () => {
  const sent = (transferId: string, toBranch: string, serials: string[]) =>
    arrives<'TransferSent'>({
      type: 'TransferSent',
      v: 1,
      data: { transferId, requestId: null, fromBranch: '001', toBranch, serials },
    })
  const received = (transferId: string, serials: string[], missing: string[]) =>
    arrives<'TransferReceived'>({
      type: 'TransferReceived',
      v: 1,
      data: { transferId, serials, missing, surplus: [] },
    })

  it('of one fob twice: where it arrives it is, and the other transfer’s shortage does not lose it', () => {
    const { desk } = given(branch, stock([S]))
    desk.record(sent('tr1', '002', [S]))
    expect(sentTwice(desk.state, sent('tr2', '003', [S]))).toEqual([S])
    expect(sentTwice(desk.state, sent('tr1', '002', [S]))).toEqual([])
    desk.record(sent('tr2', '003', [S]))
    desk.record(received('tr1', [S], []))
    desk.record(received('tr2', [], [S]))
    expect(desk.fob(S)).toMatchObject({ branchNo: '002', custody: { place: 'stock' } })
    expect(desk.fob(S).flags).toContain('FLAG_TRANSFER_MISSING')
  })

  it('recorded as received by two PCs: what went on meanwhile stays', () => {
    const { desk } = given(branch, stock([S, S2]))
    desk.record(sent('tr1', '002', [S, S2]))
    desk.record(received('tr1', [S], [S2]))
    const moved = { serial: S, from: 'stock', to: 'toDispose', reference: null, flag: null } as const
    desk.record({ type: 'FobMoved', v: 1, data: moved })
    desk.record(received('tr1', [S, S2], []))
    expect(desk.fob(S).custody.place).toBe('toDispose')
    expect(desk.fob(S2)).toMatchObject({ branchNo: '002', custody: { place: 'stock' } })
  })
})

describe('a stocktake', () => {
  it('from two PCs flags what either missed and moves nothing', () => {
    const { desk } = given(branch, stock([S, S2]))
    for (const missing of [[S], [S2]]) {
      const data = { kind: 'daily', branchNo: '001', place: 'stock', counted: 1, booked: 2 } as const
      const event = arrives<'StocktakeRecorded'>({
        type: 'StocktakeRecorded',
        v: 1,
        data: { ...data, missing, surplus: [] },
      })
      expect(admit(desk.state, event)).toEqual({ ok: true })
      desk.record(event)
    }
    for (const serial of [S, S2]) {
      expect(desk.fob(serial)).toMatchObject({
        custody: { place: 'stock' },
        flags: ['FLAG_STOCKTAKE_MISSING'],
      })
    }
  })
})

describe('what rests on a refused event', () => {
  it('is what names an identifier that only it had made; facts about things stand on their own', () => {
    const submitted = arrives<'ApplicationSubmitted'>({
      type: 'ApplicationSubmitted',
      v: 1,
      data: { applicationId: 'a9' },
    } as Extract<EventDraft, { type: 'ApplicationSubmitted' }>)
    expect(madeBy(submitted)).toEqual(['a9'])
    const withdrawn = arrives<'ApplicationWithdrawn'>({
      type: 'ApplicationWithdrawn',
      v: 1,
      data: { applicationId: 'a9' },
    })
    expect(buildsOn(withdrawn)).toContain('a9')
    expect(buildsOn(fobIssued('a9', S, 'ichirodt'))).toEqual([])
    const sealed = { applicationId: 'a9', serial: S, letterNo: 'L' }
    expect(buildsOn(arrives<'EnvelopeSealed'>({ type: 'EnvelopeSealed', v: 1, data: sealed }))).toEqual([])
  })
})

describe('another branch’s records', () => {
  it('are not a device’s to claim; facts about things are taken from wherever they happened', () => {
    const { desk } = given(branch, inService(['ichirodt'], S))
    const revocation = revoked('ichirodt', tieOf(desk, 'ichirodt'))
    expect(otherBranchObstacle(desk.state, revocation, '001')).toBeNull()
    expect(otherBranchObstacle(desk.state, revocation, '002')).toMatchObject({ code: 'RECORD_OTHER_BRANCH' })
    const returned = arrives<'FobReturned'>({
      type: 'FobReturned',
      v: 1,
      data: { serial: S, loginId: null },
    })
    expect(otherBranchObstacle(desk.state, returned, '002')).toBeNull()
  })
})
