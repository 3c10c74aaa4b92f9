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

  it('stops nobody else where it was lifted again before the line came back', async () => {
    const world = await inService()
    const beside = await secondDesk(world)
    const lifted: StaffDraft = {
      type: 'IncidentLifted',
      v: 1,
      data: { serial: SERIAL, loginIds: [] },
      personal: { memo: 'found' },
      by: '1001',
    }
    await exchange(beside, [theft([]), lifted])
    expect(codesOf(beside.desk)).toEqual([])
    const stops = await withHub(world.hub, async ({ state }) => state.get('user', 'ichirodt')?.stops)
    expect(stops).toEqual([])
  })
})
