import { describe, expect, it } from 'vitest'
import {
  approve,
  as,
  AUDITOR,
  branch,
  DEPUTY,
  type Desk,
  given,
  inService,
  MANAGER,
  MANAGER_2,
  submit,
  TELLER,
} from './given.ts'

const applied = (desk: Desk) => void desk.do(submit(['ichirodt']), { id: 'a1' })
const decideRequest = (verdict: 'sendBack' | 'deny', memo = '書類不足') =>
  ({ type: 'decideApprovals', requestIds: ['a1-r'], verdict, memo }) as const

describe('dual control (rule 12)', () => {
  it('is given by another manager, and says whether over the shoulder', () => {
    const { events } = given(branch, applied)
      .when(approve('a1-r'), as(MANAGER, { shoulderOf: TELLER.staffNo }))
      .thenRecords('ApprovalGiven', 'ApplicationApproved')
    expect(events[0]?.data).toEqual({ requestId: 'a1-r', askedBy: '2001', overTheShoulder: true })
  })

  it('is not given by who asked, a manager neither', () => {
    const own = (desk: Desk) => void desk.do(submit(['ichirodt']), as(MANAGER, { id: 'a1' }))
    given(branch, own).when(approve('a1-r'), as(MANAGER)).thenRefused('SELF_APPROVAL')
    given(branch, own)
      .when(approve('a1-r'), as(MANAGER_2))
      .thenRecords('ApprovalGiven', 'ApplicationApproved')
  })

  it('is not given by the person whose session it is', () => {
    given(branch, applied)
      .when(approve('a1-r'), as(MANAGER, { shoulderOf: MANAGER.staffNo }))
      .thenRefused('SELF_APPROVAL')
  })

  it('needs a manager or deputy, and the password', () => {
    given(branch, applied).when(approve('a1-r')).thenRefused('APPROVER_NOT_MANAGER')
    given(branch, applied).when(approve('a1-r'), as(AUDITOR)).thenRefused('APPROVER_NOT_MANAGER')
    given(branch, applied)
      .when(approve('a1-r'), as(MANAGER, { reauthenticated: false }))
      .thenRefused('PASSWORD_NEEDED')
    given(branch, applied)
      .when(approve('a1-r'), as(DEPUTY))
      .thenRecords('ApprovalGiven', 'ApplicationApproved')
  })

  it('is decided once', () => {
    const desk = given(branch, applied).desk
    desk.do(approve('a1-r'), as(MANAGER))
    expect(desk.ask(approve('a1-r'), as(MANAGER_2))).toMatchObject({ code: 'REQUEST_DECIDED' })
    expect(desk.ask(approve('x'), as(MANAGER))).toMatchObject({ code: 'REQUEST_UNKNOWN' })
  })

  it('decides several at once, all or none, each seeing the ones before', () => {
    const desk = given(branch).desk
    desk.do(submit(['ichirodt']), { id: 'a1' })
    desk.do(submit(['ichirodt'], { kind: 'additional' }), { id: 'a2' })
    const both = {
      type: 'decideApprovals',
      requestIds: ['a1-r', 'a2-r', 'a1-r'],
      verdict: 'approve',
      memo: '',
    } as const
    expect(desk.ask(both, as(MANAGER))).toMatchObject({ ok: true, events: { length: 4 } })
    const three = given(branch, applied).desk
    const before = three.events.length
    const withUnknown = { ...both, requestIds: ['a1-r', 'x'] }
    expect(three.ask(withUnknown, as(MANAGER))).toMatchObject({ code: 'REQUEST_UNKNOWN' })
    expect(three.events.length).toBe(before)
  })

  it('checks again what has changed since it was asked', () => {
    given(branch, applied, inService(['ichirodt'], '12345678', { kind: 'additional' }))
      .when(approve('a1-r'), as(MANAGER))
      .thenRefused('APPLICATION_KIND')
  })
})

describe('差戻し, 否認, 取下げ', () => {
  it('sends back with a reason; the application is put right and asked again', () => {
    const desk = given(branch, applied).desk
    expect(desk.ask(decideRequest('sendBack', ' '), as(MANAGER))).toMatchObject({ code: 'MEMO_REQUIRED' })
    desk.do(decideRequest('sendBack'), as(MANAGER))
    expect(desk.state.get('application', 'a1')).toMatchObject({
      status: 'returned',
      decisionMemo: '書類不足',
    })
    desk.do(submit(['ichirodt'], { applicationId: 'a1' }), { id: 'a9' })
    expect(desk.state.get('application', 'a1')?.status).toBe('waiting')
    expect(desk.state.waitingApprovals().map(({ requestId }) => requestId)).toEqual(['a9-r'])
  })

  it('denies for good', () => {
    given(branch, applied)
      .when(decideRequest('deny'), as(MANAGER))
      .thenRecords('ApprovalDenied', 'ApplicationDenied')
  })

  it('is withdrawn by who asked or a manager, the application with it', () => {
    const withdraw = { type: 'withdrawRequest', requestId: 'a1-r' } as const
    given(branch, applied).when(withdraw).thenRecords('ApplicationWithdrawn', 'ApprovalWithdrawn')
    given(branch, applied)
      .when(withdraw, as(MANAGER))
      .thenRecords('ApplicationWithdrawn', 'ApprovalWithdrawn')
    given(branch, applied)
      .when(withdraw, as({ ...TELLER, staffNo: '2002' }))
      .thenRefused('REQUEST_NOT_YOURS', { askedBy: '2001' })
  })
})

describe('職員 and 方針', () => {
  const add = { type: 'proposeStaffAdd', staffNo: '4001', name: '新', role: 'teller', deputy: false } as const

  it('adds a colleague after another manager’s approval', () => {
    const desk = given(branch).desk
    const { requestId } = desk.do(add, as(MANAGER))
    expect(desk.state.get('staff', '4001')).toBeUndefined()
    expect(desk.ask(approve(requestId), as(MANAGER))).toMatchObject({ code: 'SELF_APPROVAL' })
    desk.do(approve(requestId), as(MANAGER_2))
    expect(desk.state.get('staff', '4001')).toMatchObject({ active: true, role: 'teller' })
  })

  it('never gives a number twice, and knows whom it changes', () => {
    given(branch)
      .when({ ...add, staffNo: '2001' }, as(MANAGER))
      .thenRefused('STAFF_EXISTS', { staffNo: '2001' })
    given(branch)
      .when({ type: 'proposeStaffRemove', staffNo: '9999' }, as(MANAGER))
      .thenRefused('STAFF_UNKNOWN')
    given(branch).when(add).thenRefused('NOT_ALLOWED', { role: 'teller' })
  })

  it('keeps two managers, also against two approvals at once', () => {
    const remove = (staffNo: string) => ({ type: 'proposeStaffRemove', staffNo }) as const
    given(branch).when(remove('1002'), as(MANAGER)).thenRefused('STAFF_LAST_MANAGERS')
    given(branch)
      .when({ ...add, type: 'proposeStaffChange', staffNo: '1002' }, as(MANAGER))
      .thenRefused('STAFF_LAST_MANAGERS')
    const third = { staffNo: '1003', role: 'manager', deputy: false } as const
    const fourth = { staffNo: '1004', role: 'manager', deputy: false } as const
    const desk = given(branch).desk
    for (const extra of [third, fourth]) {
      desk.record({ type: 'StaffAdded', v: 1, data: { ...extra, name: 'x' } }, null)
    }
    const requestIds = ['1001', '1002', '1004'].map(
      (staffNo) => desk.do(remove(staffNo), as(third)).requestId ?? '',
    )
    const all = { type: 'decideApprovals', requestIds, verdict: 'approve', memo: '' } as const
    expect(desk.ask(all, as(fourth))).toMatchObject({ code: 'STAFF_LAST_MANAGERS' })
    desk.do({ ...all, requestIds: requestIds.slice(0, 2) }, as(fourth))
    expect(desk.state.get('staff', '1001')?.active).toBe(false)
  })

  it('changes a policy within its bounds', () => {
    const policy = (changes: Record<string, number>) => ({ type: 'proposePolicy', changes }) as const
    given(branch)
      .when(policy({ lockThreshold: 1 }), as(MANAGER))
      .thenRefused('POLICY_INVALID', { field: 'lockThreshold' })
    given(branch)
      .when(policy({ longRunThreshold: 5, lockThreshold: 6 }), as(MANAGER))
      .thenRefused('POLICY_INVALID')
    given(branch).when(policy({}), as(MANAGER)).thenRefused('POLICY_INVALID', { field: '-' })
    const desk = given(branch).desk
    const { requestId } = desk.do(policy({ lockThreshold: 7 }), as(MANAGER))
    desk.do(approve(requestId), as(MANAGER_2))
    expect(desk.state.policy()).toMatchObject({ lockThreshold: 7, longRunThreshold: 20 })
  })

  it('opens a branch once, with two managers', () => {
    const open = (numbers: string[]) =>
      ({
        type: 'openBranch',
        branchName: '本店',
        managers: numbers.map((staffNo) => ({ staffNo, name: 'x', deputy: staffNo === '2' })),
      }) as const
    given()
      .when(open(['1', '1']), as(null))
      .thenRefused('STAFF_LAST_MANAGERS')
    given()
      .when(open(['1', '2']), as(null))
      .thenRecords('BranchOpened', 'StaffAdded', 'StaffAdded')
    const opened = given()
    opened.desk.do(open(['1', '2']), as(null))
    expect(opened.desk.state.staff().map(({ deputy }) => deputy)).toEqual([false, true])
    given(branch)
      .when(open(['1', '2']), as(null))
      .thenRefused('BRANCH_OPENED')
  })
})
