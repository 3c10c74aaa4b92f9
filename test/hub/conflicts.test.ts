import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '../../domain/policy.ts'
import type { Proposal } from '../../domain/proposals.ts'
import { waitingUntil } from '../../domain/waiting.ts'
import { withHub } from '../../hub/hub.ts'
import type { DeskDouble, StaffDraft } from './desk-double.ts'
import {
  approvedDrafts,
  approvedRequest,
  BRANCH,
  contractDrafts,
  createWorld,
  enrolDesk,
  exchange,
  fobDrafts,
  issuedDrafts,
  register,
  secondDesk,
} from './world.ts'

const SERIAL = '12345678'
const codesOf = (desk: DeskDouble) =>
  desk.verdicts.filter(({ accepted, device }) => !accepted && device === desk.device).map(({ code }) => code)

describe('two PCs of a branch', () => {
  it.each([
    ['neither proven: both void, both to be issued again', false],
    ['one activated: it goes on', true],
  ])('issue one fob while the line is down; %s', async (_name, activated) => {
    const world = await createWorld()
    await exchange(world, [...contractDrafts('C1', ['ichirodt', 'jirodt']), ...fobDrafts(SERIAL)])
    const beside = await secondDesk(world)
    const first = await issuedDrafts(world, { serial: SERIAL, loginIds: ['ichirodt'] })
    const code = world.seeds.get(SERIAL)
    const second = await issuedDrafts(beside, { serial: SERIAL, loginIds: ['jirodt'] })
    if (code !== undefined) world.seeds.set(SERIAL, code)
    await exchange(world, first)
    if (activated) await register(world, 'ichirodt', SERIAL)
    await exchange(beside, second)
    await world.desk.pull(world.headOffice)
    expect(codesOf(beside.desk)).toEqual(['FOB_ALREADY_ISSUED', 'ISSUED_TWICE'])
    const { user, fob, tasks } = await withHub(world.hub, async ({ state }) => ({
      user: state.get('user', 'ichirodt')?.otp.status,
      fob: state.get('fob', SERIAL),
      tasks: world.desk.pulled.filter(({ type }) => type === 'TaskRaised'),
    }))
    expect(user).toBe(activated ? 'inService' : 'unregistered')
    expect(fob).toMatchObject({ seed: { state: activated ? 'proven' : 'void' } })
    expect(tasks).toMatchObject([
      { data: { code: activated ? 'TASK_OVERWRITTEN_IN_USE' : 'TASK_ISSUED_TWICE' } },
    ])
    expect(world.desk.state.get('fob', SERIAL)).toEqual(fob)
  })

  it.each([
    ['both waiting: the first request stays', false, ['waiting', 'withdrawn']],
    ['the second decided by its manager: that one stays', true, ['withdrawn', 'approved']],
  ])('report one incident while the line is down; %s', async (_name, decided, expected) => {
    const world = await createWorld()
    await exchange(world, [...contractDrafts('C1', ['ichirodt']), ...fobDrafts(SERIAL)])
    await exchange(world, await issuedDrafts(world, { serial: SERIAL, loginIds: ['ichirodt'] }))
    await register(world, 'ichirodt', SERIAL)
    const beside = await secondDesk(world)
    const loginIds = ['ichirodt']
    const reported = (requestId: string): StaffDraft[] => [
      {
        type: 'IncidentReported',
        v: 1,
        data: { serial: SERIAL, kind: 'loss', channel: 'phone', loginIds },
        personal: { reportedBy: '', memo: '' },
      },
      ...approvedRequest(requestId, {
        kind: 'incidentRevocation',
        serial: SERIAL,
        incident: 'loss',
        loginIds,
      }).slice(0, decided && requestId === 'second' ? 2 : 1),
    ]
    await exchange(world, reported('first'))
    await exchange(beside, reported('second'))
    await world.desk.pull(world.headOffice)
    for (const { state, pulled, verdicts } of [world.desk, beside.desk]) {
      expect(verdicts.filter(({ accepted }) => !accepted)).toEqual([])
      expect(['first', 'second'].map((id) => state.get('approval', id)?.status)).toEqual(expected)
      expect(state.get('user', 'ichirodt')?.stops).toHaveLength(1)
      expect(pulled.filter(({ type }) => type === 'TaskRaised')).toMatchObject([
        {
          data: {
            code: 'TASK_INCIDENT_REPEATED',
            subject: { kind: 'fob', id: SERIAL },
            detail: { staff: '研修 窓子（2001）' },
          },
        },
      ])
    }
  })
})

describe('a device', () => {
  it('cannot put another proposal under a request that a manager has read', async () => {
    const world = await createWorld()
    const asked = (proposal: Proposal): StaffDraft => ({
      type: 'ApprovalRequested',
      v: 1,
      data: { requestId: 'r1', proposal, askedBy: '2001' },
    })
    await exchange(world, [asked({ kind: 'thresholdReset', serial: SERIAL, reason: 'harmless' })])
    const manager = await secondDesk(world)
    await exchange(world, [asked({ kind: 'policy', changes: { dualControl: false } })])
    const given = { requestId: 'r1', askedBy: '2001', overTheShoulder: false }
    await exchange(manager, [
      { type: 'ApprovalGiven', v: 1, data: given, personal: { memo: '' }, by: '1001' },
    ])
    const policy = { ...defaultPolicy, dualControl: false }
    await exchange(world, [{ type: 'PolicyChanged', v: 1, data: { requestId: 'r1', policy } }])
    expect(codesOf(manager.desk)).toEqual([])
    expect(codesOf(world.desk)).toEqual(['REQUEST_KNOWN', 'DEPENDS_ON_REFUSED'])
    await manager.desk.pull(world.headOffice)
    expect(manager.desk.state.get('approval', 'r1')).toMatchObject({
      status: 'approved',
      proposal: { kind: 'thresholdReset' },
    })
    expect(manager.desk.state.policy().dualControl).toBe(true)
  })

  it('revokes nobody under an auditor’s number', async () => {
    const world = await createWorld()
    await exchange(world, [...contractDrafts('C1', ['ichirodt']), ...fobDrafts(SERIAL)])
    await exchange(world, await issuedDrafts(world, { serial: SERIAL, loginIds: ['ichirodt'] }))
    await register(world, 'ichirodt', SERIAL)
    await world.desk.pull(world.headOffice)
    const otp = world.desk.state.get('user', 'ichirodt')?.otp
    if (otp?.status !== 'inService') throw new Error('the fob is registered')
    const at = world.desk.now
    const { tieId } = otp.tie
    const revocations = [{ loginId: 'ichirodt', tieId, serial: SERIAL, at, waitingUntil: waitingUntil(at) }]
    const data = { revocations, reason: 'fault' as const, requestId: null }
    await exchange(world, [{ type: 'UsersRevoked', v: 1, data, personal: { memo: '' }, by: '3001' }])
    expect(codesOf(world.desk)).toEqual(['NOT_ALLOWED'])
    const status = await withHub(world.hub, async ({ state }) => state.get('user', 'ichirodt')?.otp.status)
    expect(status).toBe('inService')
  })

  it('cannot speak of another branch’s customers, nor build on what was refused', async () => {
    const world = await createWorld()
    const { hub, headOffice } = world
    await exchange(world, contractDrafts('C1', ['ichirodt']))
    await hub.store.transaction((tx) => tx.saveBranch({ ...BRANCH, branchNo: '002' }))
    const foreign = await enrolDesk(hub, headOffice, '002')
    foreign.now = world.desk.now
    const there = { ...world, desk: foreign }
    const [submitted] = approvedDrafts({ loginIds: ['ichirodt'] }, [], 'a-foreign')
    if (submitted?.type !== 'ApplicationSubmitted') throw new Error('an application comes first')
    const withdrawn: StaffDraft = {
      type: 'ApplicationWithdrawn',
      v: 1,
      data: { applicationId: 'a-foreign' },
      personal: { memo: '' },
    }
    await exchange(there, [{ ...submitted, data: { ...submitted.data, branchNo: '002' } }])
    await exchange(there, [withdrawn])
    expect(codesOf(foreign)).toEqual(['RECORD_OTHER_BRANCH', 'DEPENDS_ON_REFUSED'])
    const stops = { loginIds: ['ichirodt'], serial: SERIAL, kind: 'loss' as const, channel: 'phone' as const }
    await exchange(world, fobDrafts(SERIAL))
    await exchange(there, [
      { type: 'IncidentReported', v: 1, data: stops, personal: { reportedBy: '', memo: '' } },
    ])
    expect(codesOf(foreign).at(-1)).toBe('RECORD_OTHER_BRANCH')
    const proposal = { kind: 'reseed', serial: SERIAL, reason: 'x' } as const
    const requestId = 'r-foreign'
    await exchange(there, [
      { type: 'ApprovalRequested', v: 1, data: { requestId, proposal, askedBy: '2001' } },
      { type: 'ApprovalWithdrawn', v: 1, data: { requestId } },
    ])
    expect(codesOf(foreign).slice(-2)).toEqual(['RECORD_OTHER_BRANCH', 'DEPENDS_ON_REFUSED'])
  })
})
