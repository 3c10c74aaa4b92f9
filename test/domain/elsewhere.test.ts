import { describe, expect, it } from 'vitest'
import { reportIncidentElsewhere } from '../../domain/decide/elsewhere.ts'
import type { Actor } from '../../domain/decide-types.ts'
import { sentence } from '../../domain/refusals.ts'
import { approve, as, AUDITOR, branch, type Desk, given, inService, MANAGER, TELLER } from './given.ts'

const SERIAL = '12345678'
const acting = { branchNo: '013', branchName: '大宮支店', by: '2001', name: '大宮 受子' }
const command = {
  type: 'reportIncident',
  serial: SERIAL,
  kind: 'theft',
  channel: 'counter',
  reportedBy: '花子様',
  memo: '',
} as const

const decide = (desk: Desk, actor: Actor = TELLER) =>
  reportIncidentElsewhere(command, desk.state, desk.context({ actor, id: 'x1' }), acting)

/** As head office writes it into the branch's chain: by nobody of the branch. */
const reportedElsewhere = (desk: Desk): void => {
  const decision = decide(desk)
  if (!decision.ok) throw new Error(decision.code)
  for (const draft of decision.events) desk.record(draft, null)
}
const customer = inService(['hanakodt'], SERIAL)

describe('事故届 at another branch', () => {
  it('is the branch’s own decision, with who acted, and a task that names them', () => {
    const { desk } = given(branch, customer)
    const decision = decide(desk)
    if (!decision.ok) throw new Error(decision.code)
    expect(decision.events.map(({ type }) => type)).toEqual([
      'IncidentReported',
      'ApprovalRequested',
      'TaskRaised',
    ])
    const [reported, asked, task] = decision.events
    expect(reported?.data).toMatchObject({ serial: SERIAL, loginIds: ['hanakodt'], elsewhere: acting })
    expect(asked?.data).toMatchObject({ askedBy: '2001', elsewhere: acting })
    if (task?.type !== 'TaskRaised') throw new Error('the task comes last')
    const { code, detail, subject } = task.data
    expect(sentence('TASK_INCIDENT_ELSEWHERE', 'ja', { ...detail, id: subject.id })).toContain(
      `トークン ${SERIAL} の事故届を他店で受け付けました（大宮支店・大宮 受子（2001））`,
    )
    expect(code).toBe('TASK_INCIDENT_ELSEWHERE')
  })

  it('stops at once, and a manager of the branch decides the revocation', () => {
    const { desk } = given(branch, customer, reportedElsewhere)
    expect(desk.fob(SERIAL)).toMatchObject({ incident: { kind: 'theft', elsewhere: acting } })
    expect(desk.user('hanakodt').stops).toMatchObject([{ cause: 'incident', serial: SERIAL }])
    desk.do(approve('x1-r'), as(MANAGER))
    expect(desk.user('hanakodt').otp.status).toBe('revoked')
  })

  it('cannot be approved by whoever has the asker’s number, be it somebody else at the branch', () => {
    const same: Actor = { ...MANAGER, staffNo: acting.by }
    given(branch, customer, reportedElsewhere).when(approve('x1-r'), as(same)).thenRefused('SELF_APPROVAL')
  })

  it('is no auditor’s to make, and is made once', () => {
    const { desk } = given(branch, customer)
    expect(decide(desk, AUDITOR)).toMatchObject({ ok: false, code: 'NOT_ALLOWED' })
    reportedElsewhere(desk)
    expect(decide(desk)).toMatchObject({ ok: false, code: 'INCIDENT_EXISTS' })
  })

  it('waits for a second person also where the branch has dual control switched off', () => {
    const { desk } = given(branch, customer)
    const context = desk.context({ policy: { ...desk.state.policy(), dualControl: false } })
    const decision = reportIncidentElsewhere(command, desk.state, context, acting)
    if (!decision.ok) throw new Error(decision.code)
    expect(decision.events.map(({ type }) => type)).not.toContain('ApprovalGiven')
  })

  it('is lifted by the branch’s manager like any other, and takes its request with it', () => {
    const { desk } = given(branch, customer, reportedElsewhere)
    desk.do({ type: 'liftIncident', serial: SERIAL, memo: '発見' }, as(MANAGER))
    expect(desk.user('hanakodt').stops).toEqual([])
    expect(desk.state.get('approval', 'x1-r')?.status).toBe('withdrawn')
  })
})
