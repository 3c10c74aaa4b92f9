import { describe, expect, it } from 'vitest'
import { login } from '../../hub/verification/login.ts'
import { withHub } from '../../hub/hub.ts'
import type { DeskDouble, StaffDraft } from './desk-double.ts'
import {
  approvedDrafts,
  contractDrafts,
  createWorld,
  exchange,
  fobDrafts,
  issuedDrafts,
  minutes,
  register,
  secondDesk,
  TODAY,
  type World,
} from './world.ts'

const SERIAL = '12345678'
const codesOf = (desk: DeskDouble) =>
  desk.verdicts.filter(({ accepted, device }) => !accepted && device === desk.device).map(({ code }) => code)

/** 一郎 uses the fob; 二郎 is of the same contract. */
async function inService(): Promise<World> {
  const world = await createWorld()
  await exchange(world, [...contractDrafts('C1', ['ichirodt', 'jirodt']), ...fobDrafts(SERIAL)])
  await exchange(world, await issuedDrafts(world, { serial: SERIAL, loginIds: ['ichirodt'] }))
  await register(world, 'ichirodt', SERIAL)
  await world.desk.pull(world.headOffice)
  return world
}

const theft = (loginIds = ['ichirodt'], by = '2001'): StaffDraft => ({
  type: 'IncidentReported',
  v: 1,
  data: { serial: SERIAL, kind: 'theft', channel: 'phone', loginIds },
  personal: { reportedBy: '', memo: '' },
  by,
})

const revocationAsked = (askedBy: string): StaffDraft => ({
  type: 'ApprovalRequested',
  v: 1,
  data: {
    requestId: 'r-incident',
    proposal: { kind: 'incidentRevocation', serial: SERIAL, incident: 'theft', loginIds: ['ichirodt'] },
    askedBy,
  },
  by: askedBy,
})

const lifted = (loginIds = ['ichirodt']): StaffDraft => ({
  type: 'IncidentLifted',
  v: 1,
  data: { serial: SERIAL, loginIds },
  personal: { memo: '' },
  by: '1001',
})

function loginOf(world: World, loginId: string) {
  return login(world.hub, { device: world.desk.device, loginId, code: world.code(SERIAL) })
}

describe('a 事故届 taken while the line was down', () => {
  it('stops also the colleague who came to the fob meanwhile, and asks for the revocation of both', async () => {
    const world = await inService()
    const beside = await secondDesk(world)
    const tie = { tieId: 't-share', applicationId: 'a-share', serial: SERIAL, startDate: TODAY }
    const sharing = { loginIds: ['jirodt'], kind: 'sharing', relatedSerial: SERIAL } as const
    await exchange(world, approvedDrafts(sharing, [{ loginId: 'jirodt', tie }], 'a-share'))
    world.setNow(world.desk.now + minutes(1))
    await register(world, 'jirodt', SERIAL)
    await exchange(beside, [theft()])
    await world.desk.pull(world.headOffice)
    for (const desk of [world.desk, beside.desk]) {
      expect(desk.state.get('user', 'jirodt')?.stops).toMatchObject([{ cause: 'incident', serial: SERIAL }])
      expect(desk.state.waitingApprovals()).toMatchObject([
        { proposal: { kind: 'incidentRevocation', loginIds: ['jirodt'] }, askedBy: '2001' },
      ])
    }
    world.setNow(world.desk.now + minutes(1))
    for (const loginId of ['ichirodt', 'jirodt']) {
      expect(await loginOf(world, loginId)).toMatchObject({ ok: false, code: 'USER_STOPPED' })
    }
  })

  it('stops the fob though its teller has left since, and says who took it', async () => {
    const world = await inService()
    const beside = await secondDesk(world)
    world.setNow(world.desk.now + minutes(5))
    await exchange(world, [{ type: 'StaffRemoved', v: 1, data: { staffNo: '2001' }, by: '1001' }])
    await exchange(beside, [theft(), revocationAsked('2001')])
    expect(codesOf(beside.desk)).toEqual([])
    expect(await loginOf(world, 'ichirodt')).toMatchObject({ code: 'USER_STOPPED' })
    await world.desk.pull(world.headOffice)
    expect(world.desk.state.waitingApprovals()).toMatchObject([{ askedBy: '2001' }])
    expect(world.desk.pulled.find(({ type }) => type === 'IncidentReported')?.meta.by).toBe('2001')
  })

  it('is not lifted by a lift that was recorded before it', async () => {
    const world = await inService()
    await exchange(world, [theft()])
    const beside = await secondDesk(world)
    beside.desk.record([lifted()])
    world.setNow(world.desk.now + minutes(5))
    await exchange(world, [lifted()])
    world.setNow(world.desk.now + minutes(60))
    await exchange(world, [theft()])
    await exchange(beside, [])
    expect(codesOf(beside.desk)).toEqual(['REPORTED_SINCE'])
    expect(await loginOf(world, 'ichirodt')).toMatchObject({ code: 'USER_STOPPED' })
    expect(beside.desk.state.get('fob', SERIAL)?.incident).toMatchObject({ kind: 'theft' })
  })

  it('stops nobody else where it was lifted again before the line came back', async () => {
    const world = await inService()
    const beside = await secondDesk(world)
    await exchange(beside, [theft([]), lifted([])])
    expect(codesOf(beside.desk)).toEqual([])
    const stops = await withHub(world.hub, async ({ state }) => state.get('user', 'ichirodt')?.stops)
    expect(stops).toEqual([])
  })
})
