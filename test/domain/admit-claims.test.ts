/** Head office against a desk that claims too much, or says the same twice. */
import { describe, expect, it } from 'vitest'
import { admit } from '../../domain/admit.ts'
import type { DeskEvent, EventDraft } from '../../domain/events.ts'
import type { Proposal } from '../../domain/proposals.ts'
import { waitingUntil } from '../../domain/waiting.ts'
import { approve, as, branch, type Desk, given, inService, MANAGER, stock, submit, T0 } from './given.ts'

const S = '80000001'
const T = '80000002'
const judge = (desk: Desk, draft: EventDraft, by: string | null = '1001') =>
  admit(desk.state, {
    ...draft,
    meta: { id: 'p', realm: 'training', device: 'd2', seq: 1, at: T0, by },
  } as DeskEvent)

const sent = (serials: string[], toBranch = '002'): EventDraft => ({
  type: 'TransferSent',
  v: 1,
  data: { transferId: 't1-r-transfer', requestId: 't1-r', fromBranch: '001', toBranch, serials },
})
/** The approval is on record, its effect not yet: what head office sees in between. */
const approvedTransfer = (desk: Desk) => {
  desk.do({ type: 'proposeTransfer', serials: [S], toBranch: '002', reason: '' }, { id: 't1' })
  const data = { requestId: 't1-r', askedBy: '2001', overTheShoulder: false }
  desk.record({ type: 'ApprovalGiven', v: 1, data }, '1001')
}

describe('an approval covers the very thing it was asked for', () => {
  it('a transfer of those fobs to that branch', () => {
    const { desk } = given(branch, stock([S, T]), approvedTransfer)
    expect(judge(desk, sent([S]))).toEqual({ ok: true })
    expect(judge(desk, sent([S, T]))).toMatchObject({ code: 'REQUEST_NOT_APPROVED' })
    expect(judge(desk, sent([S], '003'))).toMatchObject({ code: 'REQUEST_NOT_APPROVED' })
  })

  it('once: a second sending after the arrival would put the fob back on the road', () => {
    const { desk } = given(branch, stock([S]), approvedTransfer)
    const draft = sent([S])
    desk.record(draft, '1001')
    const data = { transferId: 't1-r-transfer', serials: [S], missing: [], surplus: [] }
    desk.record({ type: 'TransferReceived', v: 1, data }, '9001')
    expect(judge(desk, draft, '1002')).toMatchObject({ code: 'REQUEST_DECIDED' })
    expect(desk.fob(S)).toMatchObject({ branchNo: '002', custody: { place: 'stock' } })
  })

  it('a reset, a new seed and an application of that name', () => {
    const desk = given(branch, inService(['ichirodt'], S), stock([T])).desk
    desk.do({ type: 'proposeThresholdReset', serial: S, reason: 'x' }, { id: 'h1' })
    desk.do(approve('h1-r'), as(MANAGER))
    const reset = (serial: string): EventDraft => ({
      type: 'ThresholdReset',
      v: 1,
      data: { serial, requestId: 'h1-r' },
    })
    expect(judge(desk, reset(S))).toEqual({ ok: true })
    expect(judge(desk, reset(T))).toMatchObject({ code: 'REQUEST_NOT_APPROVED' })
    expect(
      judge(desk, { type: 'ReseedAllowed', v: 1, data: { serial: S, requestId: 'h1-r' } }),
    ).toMatchObject({ code: 'REQUEST_NOT_APPROVED' })
    desk.do(submit(['hanakodt']), { id: 'a1' })
    desk.do(submit(['jirodt']), { id: 'a2' })
    desk.do(approve('a1-r'), as(MANAGER))
    expect(
      judge(desk, {
        type: 'ApplicationApproved',
        v: 1,
        data: { applicationId: 'a2', requestId: 'a1-r', ties: [] },
      }),
    ).toMatchObject({ code: 'REQUEST_NOT_APPROVED' })
  })
})

describe('rights that are claimed', () => {
  const unlocked = (causes: ('failures' | 'bank' | 'longRun' | 'incident')[]): EventDraft => ({
    type: 'UsersUnlocked',
    v: 1,
    data: { loginIds: ['ichirodt'], serials: [S], causes, by: 'staff' },
  })

  it('an unlock: failures by a teller, the bank’s stop by a manager, no other cause by anybody', () => {
    const { desk } = given(branch)
    expect(judge(desk, unlocked(['failures']), '2001')).toEqual({ ok: true })
    expect(judge(desk, unlocked(['bank']), '2001')).toMatchObject({ code: 'APPROVER_NOT_MANAGER' })
    expect(judge(desk, unlocked(['bank']), '2003')).toEqual({ ok: true })
    for (const cause of ['incident', 'longRun'] as const) {
      expect(judge(desk, unlocked(['failures', cause]))).toMatchObject({ code: 'UNLOCK_CAUSE' })
    }
  })

  it('a new colleague: by who opens the branch or a manager', () => {
    const { desk } = given(branch)
    const data = { staffNo: '7777', name: '七', role: 'manager', deputy: false } as const
    const added: EventDraft = { type: 'StaffAdded', v: 1, data }
    expect(judge(desk, added, null)).toEqual({ ok: true })
    expect(judge(desk, added, '1001')).toEqual({ ok: true })
    expect(judge(desk, added, '2001')).toMatchObject({ code: 'APPROVER_NOT_MANAGER' })
    expect(judge(desk, added, '3001')).toMatchObject({ code: 'NOT_ALLOWED' })
  })
})

describe('who makes a claim', () => {
  const reported: EventDraft = {
    type: 'IncidentReported',
    v: 1,
    data: { serial: S, kind: 'theft', channel: 'phone', loginIds: ['ichirodt'] },
  }
  const asked = (proposal: Proposal, askedBy: string, requestId = 'r-new'): EventDraft => ({
    type: 'ApprovalRequested',
    v: 1,
    data: { requestId, proposal, askedBy },
  })
  const revocation: Proposal = {
    kind: 'incidentRevocation',
    serial: S,
    incident: 'theft',
    loginIds: ['ichirodt'],
  }
  const withdrawn: EventDraft = {
    type: 'ApplicationWithdrawn',
    v: 1,
    data: { applicationId: 'a1' },
    personal: { memo: '' },
  }
  const left = (desk: Desk) => desk.record({ type: 'StaffRemoved', v: 1, data: { staffNo: '2001' } }, '1001')

  it.each([
    ['has left since', '2001', 'STAFF_UNKNOWN'],
    ['is an auditor', '3001', 'NOT_ALLOWED'],
  ])('who %s claims nothing, and yet a stop is never lost for it', (_name, by, code) => {
    const { desk } = given(branch, stock([S]), left)
    expect(judge(desk, withdrawn, by)).toMatchObject({ code })
    expect(judge(desk, asked({ kind: 'reseed', serial: S, reason: 'x' }, by), by)).toMatchObject({ code })
    expect(judge(desk, reported, by)).toEqual({ ok: true })
    expect(judge(desk, asked(revocation, by), by)).toEqual({ ok: true })
    expect(judge(desk, asked(revocation, '1001'), by)).toMatchObject({ code: 'INPUT_MALFORMED' })
  })

  it('a number that the branch never had is taken as the device says it, and makes no manager', () => {
    const { desk } = given(branch, stock([S]))
    expect(judge(desk, withdrawn, '7777')).toEqual({ ok: true })
    expect(judge(desk, reported, '7777')).toEqual({ ok: true })
    const lifted: EventDraft = { type: 'IncidentLifted', v: 1, data: { serial: S, loginIds: [] } }
    expect(judge(desk, lifted, '7777')).toMatchObject({ code: 'STAFF_UNKNOWN' })
  })

  it('失効 counts by whom it may, but not by an auditor', () => {
    const { desk } = given(branch, inService(['ichirodt'], S), left)
    const { otp } = desk.user('ichirodt')
    if (otp.status !== 'inService') throw new Error('the fob is registered')
    const { tieId } = otp.tie
    const revocations = [{ loginId: 'ichirodt', tieId, serial: S, at: T0, waitingUntil: waitingUntil(T0) }]
    const revoked: EventDraft = {
      type: 'UsersRevoked',
      v: 1,
      data: { revocations, reason: 'fault', requestId: null },
    }
    for (const by of ['2002', '2001', null]) expect(judge(desk, revoked, by)).toEqual({ ok: true })
    expect(judge(desk, revoked, '3001')).toMatchObject({ code: 'NOT_ALLOWED' })
  })

  it('one identifier stands for one request, whatever became of it', () => {
    const { desk } = given(branch, stock([S]))
    const harmless = { kind: 'thresholdReset', serial: S, reason: 'harmless' } as const
    const other = { kind: 'policy', changes: { dualControl: false } } as const
    expect(judge(desk, asked(harmless, '2001', 'r1'), '2001')).toEqual({ ok: true })
    desk.record(asked(harmless, '2001', 'r1'))
    expect(judge(desk, asked(other, '2001', 'r1'), '2001')).toMatchObject({ code: 'REQUEST_KNOWN' })
    desk.record({ type: 'ApprovalWithdrawn', v: 1, data: { requestId: 'r1' } })
    expect(judge(desk, asked(harmless, '2001', 'r1'), '2001')).toMatchObject({ code: 'REQUEST_KNOWN' })
  })
})
