import { describe, expect, it } from 'vitest'
import type { EventDraft } from '../../domain/events.ts'
import { withHub } from '../../hub/hub.ts'
import type { DeskDouble } from './desk-double.ts'
import { twoBranches } from './two-branches.ts'
import {
  approvedRequest,
  BRANCH,
  contractDrafts,
  enrolDesk,
  exchange,
  fobDrafts,
  issuedDrafts,
  register,
} from './world.ts'

const SERIAL = '12345678'

const sent = (transferId: string, serials: string[]): EventDraft => ({
  type: 'TransferSent',
  v: 1,
  data: { transferId, requestId: `r-${transferId}`, fromBranch: '001', toBranch: '002', serials },
})

const transfer = (transferId: string, serials: string[]) => [
  ...approvedRequest(`r-${transferId}`, { kind: 'transfer', serials, toBranch: '002', reason: '' }),
  sent(transferId, serials),
]

const typesOf = (desk: DeskDouble) => desk.pulled.map(({ type }) => type)

describe('scope', () => {
  it('brings transferred fobs with their state, and tells the sender of their arrival', async () => {
    const { world, there, other } = await twoBranches()
    await exchange(world, [...fobDrafts(SERIAL), ...transfer('tr1', [SERIAL])])
    await other.pull(there.headOffice)
    expect(typesOf(other)).toContain('TransferSent')
    expect(other.state.get('fob', SERIAL)).toEqual(world.desk.state.get('fob', SERIAL))
    const received = { transferId: 'tr1', serials: [SERIAL], missing: [], surplus: [] }
    await exchange(there, [{ type: 'TransferReceived', v: 1, data: received }])
    await world.desk.pull(world.headOffice)
    for (const desk of [world.desk, other]) {
      expect(desk.state.get('fob', SERIAL)).toMatchObject({ branchNo: '002', custody: { place: 'stock' } })
    }
    // From now on it is no business of the branch that sent it.
    const moved = { serial: SERIAL, from: 'stock', to: 'returned', reference: null, flag: null } as const
    await exchange(there, [{ type: 'FobMoved', v: 1, data: moved }])
    await world.desk.pull(world.headOffice)
    expect(world.desk.state.get('fob', SERIAL)?.custody.place).toBe('stock')
  })

  it('brings a contract that a roster moves, with users, fobs and names', async () => {
    const { world, there, other } = await twoBranches()
    await exchange(world, [...contractDrafts('C1', ['ichirodt', 'jirodt']), ...fobDrafts(SERIAL)])
    await exchange(world, await issuedDrafts(world, { serial: SERIAL, loginIds: ['ichirodt'] }))
    await register(world, 'ichirodt', SERIAL)
    await world.desk.pull(world.headOffice)
    await exchange(world, contractDrafts('C1', ['ichirodt', 'jirodt'], '002'))
    await other.pull(there.headOffice)
    const { hub } = world
    const { user, contract, fob } = await withHub(hub, async ({ state }) => ({
      user: state.get('user', 'ichirodt'),
      contract: state.get('contract', 'C1'),
      fob: state.get('fob', SERIAL),
    }))
    expect(other.state.get('user', 'ichirodt')).toEqual(user)
    expect(other.state.get('contract', 'C1')).toEqual(contract)
    expect(other.state.get('fob', SERIAL)).toEqual(fob)
    expect(contract).toMatchObject({ branchNo: '002', name: 'データ商会', loginIds: ['ichirodt', 'jirodt'] })
  })

  it('keeps another branch’s ordinary business to itself', async () => {
    const { world, there, other } = await twoBranches()
    const before = typesOf(other).length
    await exchange(world, [...contractDrafts('C1', ['ichirodt']), ...fobDrafts(SERIAL)])
    await exchange(world, await issuedDrafts(world, { serial: SERIAL, loginIds: ['ichirodt'] }))
    await other.pull(there.headOffice)
    expect(typesOf(other)).toHaveLength(before)
  })

  it('leaves each branch its own policy and staff', async () => {
    const { world, there } = await twoBranches()
    await exchange(world, [])
    const { hub } = world
    await withHub(hub, async (work) => {
      expect(work.stateOf('001').policy().lockThreshold).toBe(5)
      expect(work.stateOf('002').policy().lockThreshold).toBe(9)
      expect(work.stateOf('001').get('staff', '2001')).toMatchObject({ staffNo: '2001', role: 'teller' })
      expect(work.stateOf('002').staff()).toMatchObject([{ staffNo: '2001', role: 'manager' }])
    })
    expect(there.desk.state.staff()).toHaveLength(1)
  })

  it('gives a further PC the policy and staff in force, and its opening changes nothing', async () => {
    const { world } = await twoBranches()
    await exchange(world, [
      {
        type: 'StaffAdded',
        v: 1,
        data: { staffNo: '2002', name: '研修 新人', role: 'teller', deputy: false },
      },
    ])
    const { hub, headOffice } = world
    await withHub(hub, (work) =>
      work.record('001', {
        type: 'PolicyChanged',
        v: 1,
        data: { requestId: null, policy: { ...BRANCH.policy, lockThreshold: 7 } },
      }),
    )
    const second = await enrolDesk(hub, headOffice)
    await second.pull(headOffice)
    expect(second.state.policy().lockThreshold).toBe(7)
    second.record([
      { type: 'BranchOpened', v: 1, data: { branchNo: '001', branchName: '研修店', policy: BRANCH.policy } },
      { type: 'StaffAdded', v: 1, data: { staffNo: '1001', name: '誤り', role: 'teller', deputy: false } },
    ])
    await second.push(headOffice)
    await world.desk.pull(headOffice)
    expect(world.desk.state.policy().lockThreshold).toBe(7)
    expect(world.desk.state.get('staff', '1001')).toMatchObject({ role: 'manager' })
  })
})
