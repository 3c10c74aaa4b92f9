import { describe, expect, it } from 'vitest'
import { admit } from '../../domain/admit.ts'
import type { DeskEvent, EventDraft } from '../../domain/events.ts'
import type { RefusalCode } from '../../domain/refusals.ts'
import { waitingUntil } from '../../domain/waiting.ts'
import {
  approve,
  as,
  B,
  branch,
  Desk,
  form,
  given,
  inService,
  issued,
  issuing,
  MANAGER,
  proving,
  stock,
  submit,
  T0,
} from './given.ts'

const S = '80000001'
const applied = (desk: Desk) => void desk.do(submit(['ichirodt']), { id: 'a1' })
const approvedA1 = (desk: Desk) => {
  applied(desk)
  desk.do(approve('a1-r'), as(MANAGER))
}
const pushed = (draft: EventDraft, by: string | null = '2001'): DeskEvent => ({
  ...draft,
  meta: { id: 'p', realm: 'training', device: 'd2', seq: 1, at: T0, by },
})
const judge = (desk: Desk, draft: EventDraft, by?: string | null) => admit(desk.state, pushed(draft, by))
const refused = (code: RefusalCode) => ({ ok: false, code })
const approval = (askedBy = '2001', requestId = 'a1-r'): EventDraft => ({
  type: 'ApprovalGiven',
  v: 1,
  data: { requestId, askedBy, overTheShoulder: false },
})
const tie = (serial: string) => ({ tieId: 't', applicationId: 'a1', serial, startDate: '2026-12-01' })
const fobIssued = (serial: string, loginId = 'ichirodt', issuanceId = 'i2'): EventDraft => ({
  type: 'FobIssued',
  v: 1,
  data: {
    issuanceId,
    applicationId: 'a1',
    contractNo: '1000001',
    serial,
    algorithm: 'sha1',
    driftSteps: 0,
    provenStep: 1,
    keyId: 'k',
    ties: [{ loginId, tie: tie(serial) }],
  },
})

describe('admit', () => {
  it('takes every honest event of a whole procedure', () => {
    const source = given(
      branch,
      inService(['hanakodt'], '12345678'),
      stock([S]),
      issued(['ichirodt'], S),
    ).desk
    const hub = new Desk()
    for (const event of source.events) {
      const headOffice = ['SeedBoxReceived', 'UserActivated'].includes(event.type)
      if (!headOffice) expect([event.type, admit(hub.state, event)]).toEqual([event.type, { ok: true }])
      hub.record(event, event.meta.by)
    }
    expect(hub.fob(S).loginIds).toEqual(['ichirodt'])
  })

  it('never refuses a physical fact', () => {
    const { desk } = given(branch)
    for (const draft of [
      { type: 'FobReturned', v: 1, data: { serial: S, loginId: null } },
      {
        type: 'FobMoved',
        v: 1,
        data: { serial: S, from: 'disposed', to: 'stock', reference: null, flag: null },
      },
      {
        type: 'FobDispatched',
        v: 1,
        data: { applicationId: 'x', serial: S, service: 'registered', trackingNo: '1' },
      },
    ] satisfies EventDraft[]) {
      expect(judge(desk, draft, '3001')).toEqual({ ok: true })
    }
  })

  it('refuses what head office alone records', () => {
    const stop: EventDraft = {
      type: 'UsersStopped',
      v: 1,
      data: { loginIds: ['ichirodt'], serial: null, cause: 'bank' },
    }
    expect(judge(given(branch).desk, stop)).toMatchObject(refused('HUB_ONLY'))
  })

  it('refuses an approval by the asker, by a teller, of nothing, or twice', () => {
    const { desk } = given(branch, applied)
    expect(judge(desk, approval(), '1001')).toEqual({ ok: true })
    expect(judge(desk, approval(), '2001')).toMatchObject(refused('APPROVER_NOT_MANAGER'))
    expect(judge(desk, approval(), '9999')).toMatchObject(refused('STAFF_UNKNOWN'))
    expect(judge(desk, approval('2001', 'x'), '1001')).toMatchObject(refused('REQUEST_UNKNOWN'))
    expect(judge(desk, approval('1002'), '1001')).toMatchObject(refused('INPUT_MALFORMED'))
    const own = given(branch, (d) => void d.do(submit(['ichirodt']), as(MANAGER, { id: 'a1' }))).desk
    expect(judge(own, approval('1001'), '1001')).toMatchObject(refused('SELF_APPROVAL'))
    desk.do(approve('a1-r'), as(MANAGER))
    expect(judge(desk, approval(), '1002')).toMatchObject(refused('DECIDED_ELSEWHERE'))
  })

  it('refuses a request in somebody else’s name', () => {
    const request: EventDraft = {
      type: 'ApprovalRequested',
      v: 1,
      data: {
        requestId: 'r',
        askedBy: '2001',
        proposal: { kind: 'application', applicationId: 'a1', flags: [] },
      },
    }
    expect(judge(given(branch, applied).desk, request, '1001')).toMatchObject(refused('INPUT_MALFORMED'))
  })

  it('refuses effects without their approval on record', () => {
    const { desk } = given(branch, applied, stock([S]))
    const without = [
      { type: 'ApplicationApproved', v: 1, data: { applicationId: 'a1', requestId: 'a1-r', ties: [] } },
      { type: 'ReseedAllowed', v: 1, data: { serial: S, requestId: 'a1-r' } },
      { type: 'ThresholdReset', v: 1, data: { serial: S, requestId: null } },
      { type: 'PolicyChanged', v: 1, data: { requestId: null, policy: desk.state.policy() } },
      {
        type: 'TransferSent',
        v: 1,
        data: { transferId: 't', requestId: 'x', fromBranch: '001', toBranch: '002', serials: [S] },
      },
    ] satisfies EventDraft[]
    for (const draft of without)
      expect(judge(desk, draft, '1001')).toMatchObject(refused('REQUEST_NOT_APPROVED'))
    desk.do(approve('a1-r'), as(MANAGER))
    expect(judge(desk, without[0] as EventDraft, '1001')).toMatchObject(refused('DECIDED_ELSEWHERE'))
  })

  it('refuses a second issuance of a fob', () => {
    const twice = given(branch, stock([S]), issued(['hanakodt'], S), approvedA1).desk
    const start: EventDraft = {
      type: 'IssuanceStarted',
      v: 1,
      data: { issuanceId: 'i2', applicationId: 'a1', serial: S, chipSerial: 'c' },
    }
    expect(judge(twice, start)).toMatchObject(refused('FOB_ALREADY_ISSUED'))
    expect(judge(twice, fobIssued(S))).toMatchObject(refused('ISSUED_TWICE'))
    const running = given(branch, stock([S]), approvedA1, (d) => void d.do(issuing('a1', S))).desk
    expect(judge(running, start)).toMatchObject(refused('ISSUANCE_RUNNING'))
    expect(
      judge(running, { ...start, data: { ...start.data, serial: '99999999' } } as EventDraft),
    ).toMatchObject(refused('FOB_NOT_IN_LOT'))
  })

  it('refuses ties of another contract', () => {
    const { desk } = given(branch, stock([S]), approvedA1)
    expect(judge(desk, fobIssued(S))).toEqual({ ok: true })
    expect(judge(desk, fobIssued(S, 'tarodt'))).toMatchObject(refused('USER_NOT_OF_CONTRACT'))
    expect(judge(desk, fobIssued('99999999'))).toMatchObject(refused('FOB_NOT_IN_LOT'))
    const wrong = fobIssued(S)
    expect(judge(desk, { ...wrong, data: { ...wrong.data, contractNo: B } } as EventDraft)).toMatchObject(
      refused('FOB_OTHER_CONTRACT'),
    )
    const { desk: none } = given(branch, stock([S]))
    expect(judge(none, fobIssued(S))).toMatchObject(refused('APPLICATION_UNKNOWN'))
    desk.do(issuing('a1', S))
    desk.do(proving('i-a1'))
    expect(judge(desk, fobIssued(S))).toMatchObject(refused('ISSUED_ELSEWHERE'))
  })

  it('refuses a shorter waiting time', () => {
    const revocation = {
      loginId: 'ichirodt',
      tieId: 't',
      serial: null,
      at: T0,
      waitingUntil: waitingUntil(T0),
    }
    const draft = (until: number): EventDraft => ({
      type: 'UsersRevoked',
      v: 1,
      data: { revocations: [{ ...revocation, waitingUntil: until }], reason: 'fault', requestId: null },
    })
    const { desk } = given(branch, stock([S]), issued(['ichirodt'], S))
    const { otp } = desk.user('ichirodt')
    if (otp.status !== 'tokenIssued') throw new Error('a fob was issued')
    revocation.tieId = otp.tie.tieId
    expect(judge(desk, draft(waitingUntil(T0)))).toEqual({ ok: true })
    expect(judge(desk, draft(T0 + 1))).toMatchObject(refused('INPUT_MALFORMED'))
  })

  it('keeps two managers, one contract a login, and the auditor’s hands off', () => {
    const { desk } = given(branch)
    expect(judge(desk, { type: 'StaffRemoved', v: 1, data: { staffNo: '1002' } }, '1001')).toMatchObject(
      refused('STAFF_LAST_MANAGERS'),
    )
    const user: EventDraft = {
      type: 'UserRecorded',
      v: 1,
      data: {
        loginId: 'tarodt',
        contractNo: '1000001',
        role: 'general',
        rosterStatus: 'active',
        tokenKind: 'none',
      },
    }
    expect(judge(desk, user)).toMatchObject(refused('ROW_USER_MOVED'))
    const { applicationId: _, memo, startDate, ...rest } = { ...form(['tarodt']), applicationId: '' }
    const submitted: EventDraft = {
      type: 'ApplicationSubmitted',
      v: 1,
      data: { ...rest, applicationId: 'x', branchNo: '001', startDate: startDate ?? '' },
      personal: { memo },
    }
    expect(judge(desk, submitted)).toMatchObject(refused('USER_NOT_OF_CONTRACT'))
    expect(judge(desk, submitted, '3001')).toMatchObject(refused('NOT_ALLOWED'))
    desk.record({ type: 'StaffRemoved', v: 1, data: { staffNo: '2001' } })
    expect(judge(desk, submitted, '2001')).toMatchObject(refused('STAFF_UNKNOWN'))
    const unknown = { ...submitted, data: { ...submitted.data, loginIds: ['nobody'] } } as EventDraft
    expect(judge(desk, unknown, '1001')).toMatchObject(refused('USER_UNKNOWN'))
  })
})
