/** One fob's 事故届 on two PCs whose line was down, or here and at another branch: one request remains. */
import { describe, expect, it } from 'vitest'
import { admit } from '../../domain/admit.ts'
import { incidentTwice } from '../../domain/conflicts/incident-twice.ts'
import { reportIncidentElsewhere } from '../../domain/decide/elsewhere.ts'
import { sentence } from '../../domain/refusals.ts'
import {
  approve,
  as,
  branch,
  type Desk,
  given,
  inService,
  MANAGER,
  MANAGER_2,
  revoke,
  T0,
  TELLER,
} from './given.ts'

const SERIAL = '12345678'
const customer = inService(['hanakodt'], SERIAL)
const both = inService(['hanakodt', 'jirodt'], SERIAL)

const report = {
  type: 'reportIncident',
  serial: SERIAL,
  kind: 'theft',
  channel: 'counter',
  reportedBy: '花子様',
  memo: '',
} as const

const deskRequest = (requestId: string, loginIds: string[], serial = SERIAL) =>
  ({
    type: 'ApprovalRequested',
    v: 1,
    data: {
      requestId,
      askedBy: TELLER.staffNo,
      proposal: { kind: 'incidentRevocation', serial, incident: 'loss', loginIds },
    },
  }) as const

/** What a PC pushes that did not know of the other's report, taken in by the rules. */
function arrives(desk: Desk, requestId: string, loginIds: string[], serial = SERIAL): void {
  const drafts = [
    {
      type: 'IncidentReported',
      v: 1,
      data: { serial, kind: 'loss', channel: 'phone', loginIds },
      personal: { reportedBy: '', memo: '' },
    } as const,
    deskRequest(requestId, loginIds, serial),
  ]
  for (const draft of drafts) {
    const meta = {
      id: requestId,
      realm: 'training',
      device: 'd2',
      seq: 1,
      at: T0,
      by: TELLER.staffNo,
    } as const
    expect(admit(desk.state, { ...draft, meta })).toEqual({ ok: true })
    desk.record(draft)
  }
}

/** As head office records it. */
function settle(desk: Desk, requestId: string): void {
  for (const draft of incidentTwice(desk.state, requestId)) desk.record(draft, null)
}

const status = (desk: Desk, requestId: string) => desk.state.get('approval', requestId)?.status
const waiting = (desk: Desk) => desk.state.waitingApprovals().map(({ requestId }) => requestId)
const first = (desk: Desk) => void desk.do(report, { id: 'n1' })

describe('two PCs of the branch', () => {
  it('leave the request that came first; the stop and both reports stand, and a task says so', () => {
    const { desk } = given(branch, customer, first)
    const stops = desk.user('hanakodt').stops
    arrives(desk, 'n2-r', ['hanakodt'])
    expect(waiting(desk)).toEqual(['n1-r', 'n2-r'])
    expect(incidentTwice(desk.state, 'n2-r')).toEqual([
      { type: 'ApprovalWithdrawn', v: 1, data: { requestId: 'n2-r' } },
      {
        type: 'TaskRaised',
        v: 1,
        data: {
          taskId: 'n2-r-twice',
          code: 'TASK_INCIDENT_REPEATED',
          subject: { kind: 'fob', id: SERIAL },
          detail: { staff: '2001（2001）' },
        },
      },
    ])
    settle(desk, 'n2-r')
    expect(waiting(desk)).toEqual(['n1-r'])
    expect(desk.user('hanakodt').stops).toEqual(stops)
    expect(desk.events.filter(({ type }) => type === 'IncidentReported')).toHaveLength(2)
    for (const language of ['ja', 'en'] as const) {
      const said = sentence('TASK_INCIDENT_REPEATED', language, { id: SERIAL, staff: '窓口（2001）' })
      expect(said).toContain('窓口（2001）')
    }
    desk.do(approve('n1-r'), as(MANAGER))
    expect(desk.user('hanakodt').otp.status).toBe('revoked')
  })

  it('leave the one that names more users, whichever came first, and both where neither names all', () => {
    const more = given(branch, both, (desk) => arrives(desk, 'n1-r', ['hanakodt'])).desk
    arrives(more, 'n2-r', ['jirodt', 'hanakodt'])
    settle(more, 'n2-r')
    expect(waiting(more)).toEqual(['n2-r'])
    const neither = given(branch, both, (desk) => arrives(desk, 'n1-r', ['hanakodt'])).desk
    arrives(neither, 'n2-r', ['jirodt'])
    expect(incidentTwice(neither.state, 'n2-r')).toEqual([])
  })

  it('leave the one that is decided: in the same push, or before the other arrives', () => {
    const later = given(branch, customer, first).desk
    arrives(later, 'n2-r', ['hanakodt'])
    later.do(approve('n2-r'), as(MANAGER))
    settle(later, 'n2-r')
    expect([status(later, 'n1-r'), status(later, 'n2-r')]).toEqual(['withdrawn', 'approved'])
    const earlier = given(branch, customer, first).desk
    earlier.do(approve('n1-r'), as(MANAGER))
    arrives(earlier, 'n2-r', ['hanakodt'])
    settle(earlier, 'n2-r')
    expect([status(earlier, 'n1-r'), status(earlier, 'n2-r')]).toEqual(['approved', 'withdrawn'])
  })

  it('concern one fob: another one, another revocation and another proposal leave all as it is', () => {
    const { desk } = given(branch, customer, inService(['jirodt'], '87654321'), first)
    arrives(desk, 'n2-r', ['jirodt'], '87654321')
    expect(incidentTwice(desk.state, 'n2-r')).toEqual([])
    const { requestId = '' } = desk.do({ type: 'proposeThresholdReset', serial: SERIAL, reason: 'x' })
    expect(incidentTwice(desk.state, requestId)).toEqual([])
    expect(incidentTwice(desk.state, 'none')).toEqual([])
    const revoked = given(branch, customer, (one) => void one.do(revoke(['hanakodt'], 'fault'))).desk
    arrives(revoked, 'n2-r', ['hanakodt'])
    expect(incidentTwice(revoked.state, 'n2-r')).toEqual([])
  })

  it('of which one lifts the incident without knowing of the other report leave a request that may go', () => {
    const { desk } = given(branch, customer, (one) => arrives(one, 'n1-r', ['hanakodt']))
    desk.record(
      {
        type: 'IncidentLifted',
        v: 1,
        data: { serial: SERIAL, loginIds: ['hanakodt'] },
        personal: { memo: '' },
      },
      MANAGER.staffNo,
    )
    desk.record(deskRequest('n2-r', ['hanakodt']))
    desk.record({ type: 'ApprovalWithdrawn', v: 1, data: { requestId: 'n2-r' } })
    expect(incidentTwice(desk.state, 'n2-r')).toEqual([])
    desk.do({ type: 'decideApprovals', requestIds: ['n1-r'], verdict: 'deny', memo: '発見' }, as(MANAGER_2))
    expect(status(desk, 'n1-r')).toBe('denied')
  })
})

describe('the branch’s own report and another branch’s', () => {
  const acting = { branchNo: '013', branchName: '大宮支店', by: '2001', name: '大宮 受子' }
  /** As head office writes it into the branch’s chain: by nobody of the branch. */
  const reportedElsewhere = (desk: Desk): void => {
    const decision = reportIncidentElsewhere(report, desk.state, desk.context({ id: 'x1' }), acting)
    if (!decision.ok) throw new Error(decision.code)
    for (const draft of decision.events) desk.record(draft, null)
  }

  it('leave the branch’s own request, withdraw the other one, and say so', () => {
    const { desk } = given(branch, customer, reportedElsewhere)
    arrives(desk, 'own', ['hanakodt'])
    expect(incidentTwice(desk.state, 'own')).toMatchObject([
      { type: 'ApprovalWithdrawn', data: { requestId: 'x1-r' } },
      { type: 'TaskRaised', data: { code: 'TASK_INCIDENT_TWICE', subject: { kind: 'fob', id: SERIAL } } },
    ])
  })

  it('leave both where neither names all, and the other one where it names more', () => {
    const neither = given(branch, customer, reportedElsewhere).desk
    arrives(neither, 'own', ['jirodt'])
    expect(incidentTwice(neither.state, 'own')).toEqual([])
    const more = given(branch, both, reportedElsewhere).desk
    arrives(more, 'own', ['jirodt'])
    settle(more, 'own')
    expect(waiting(more)).toEqual(['x1-r'])
  })
})
