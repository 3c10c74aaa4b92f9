/** A contract goes to another branch while work for it is in hand, and comes back. */
import { describe, expect, it } from 'vitest'
import type { EventDraft } from '../../domain/events.ts'
import { withHub } from '../../hub/hub.ts'
import type { DeskDouble, StaffDraft } from './desk-double.ts'
import { twoBranches } from './two-branches.ts'
import {
  approvedDrafts,
  approvedRequest,
  BRANCH,
  contractDrafts,
  exchange,
  fobDrafts,
  issuedDrafts,
  type World,
} from './world.ts'

const SERIAL = '12345678'
const LOGIN = 'ichirodt'
const manager: EventDraft = {
  type: 'StaffAdded',
  v: 1,
  data: { staffNo: '1001', name: '他店 役席', role: 'manager', deputy: false },
}
const refusals = (desk: DeskDouble) =>
  desk.verdicts.filter(({ accepted, device }) => !accepted && device === desk.device).map(({ code }) => code)

async function withCustomer() {
  const { world, there } = await twoBranches()
  await exchange(there, [manager])
  await exchange(world, [...contractDrafts('C1', [LOGIN, 'jirodt']), ...fobDrafts(SERIAL)])
  const move = (from: World, branchNo: string) =>
    exchange(from, contractDrafts('C1', [LOGIN, 'jirodt'], branchNo))
  const atHub = (applicationId: string) =>
    withHub(world.hub, async ({ state }) => state.get('application', applicationId))
  return { world, there, move, atHub }
}

/** 申込 and what asks for its approval; then the approval. */
function halves(applicationId: string): [StaffDraft[], StaffDraft[]] {
  const drafts = approvedDrafts({ loginIds: [LOGIN] }, [], applicationId)
  return [drafts.slice(0, 2), drafts.slice(2)]
}

describe('work for a contract that moves', () => {
  it('goes with it as long as no fob is in hand: the new branch decides, the old one does not', async () => {
    const { world, there, move, atHub } = await withCustomer()
    const [asked, decided] = halves('a-waiting')
    await exchange(world, asked)
    await move(world, '002')
    await exchange(world, decided)
    expect(refusals(world.desk)).toEqual(['RECORD_OTHER_BRANCH', 'RECORD_OTHER_BRANCH'])
    expect(await atHub('a-waiting')).toMatchObject({ branchNo: '002', status: 'waiting' })
    expect(world.desk.state.get('application', 'a-waiting')?.branchNo).toBe('002')
    await there.desk.pull(there.headOffice)
    await exchange(there, decided)
    expect(refusals(there.desk)).toEqual([])
    expect(there.desk.state.get('application', 'a-waiting')).toMatchObject({
      branchNo: '002',
      status: 'approved',
    })
  })

  it.each(['FobHandedOver', 'IssuanceCancelled'] as const)(
    'stays with the branch that has the fob in its safe, until %s',
    async (last) => {
      const { world, there, move, atHub } = await withCustomer()
      const issued = await issuedDrafts(world, { serial: SERIAL, loginIds: [LOGIN] })
      await exchange(world, issued)
      const { applicationId, issuanceId } = issued.flatMap((draft) =>
        draft.type === 'FobIssued' ? draft.data : [],
      )[0] ?? { applicationId: '', issuanceId: '' }
      await move(world, '002')
      await there.desk.pull(there.headOffice)
      const held = { branchNo: '001', status: 'issued', serial: SERIAL }
      for (const desk of [world.desk, there.desk]) {
        expect(desk.state.get('application', applicationId)).toMatchObject(held)
      }
      const ids = { applicationId, serial: SERIAL }
      const ends: Record<typeof last, EventDraft> = {
        FobHandedOver: {
          type: 'FobHandedOver',
          v: 1,
          data: { ...ids, receivedBy: 'self', identityDocument: 'passport' },
        },
        IssuanceCancelled: {
          type: 'IssuanceCancelled',
          v: 1,
          data: { ...ids, issuanceId },
          personal: { memo: '' },
        },
      }
      await exchange(world, [ends[last]])
      await there.desk.pull(there.headOffice)
      expect(refusals(world.desk)).toEqual([])
      const fob = there.desk.state.get('fob', SERIAL)
      const application = there.desk.state.get('application', applicationId)
      expect(application).toEqual(await atHub(applicationId))
      if (last === 'FobHandedOver') {
        expect(application).toMatchObject({ branchNo: '002', status: 'handedOver' })
        expect(fob?.branchNo).toBe('002')
      } else {
        expect(application?.status).toBe('issuanceCancelled')
        expect(there.desk.state.get('user', LOGIN)?.otp.status).toBe('unregistered')
        // The fob is the old branch's again, and no business of the new one.
        expect(world.desk.state.get('fob', SERIAL)).toMatchObject({
          branchNo: '001',
          custody: { place: 'stock' },
        })
      }
    },
  )

  it('goes after it when the writing of its fob came to nothing', async () => {
    const { world, there, move } = await withCustomer()
    const drafts = await issuedDrafts(world, { serial: SERIAL, loginIds: [LOGIN] })
    const [started] = drafts.flatMap((draft) => (draft.type === 'IssuanceStarted' ? draft : []))
    if (started === undefined) throw new Error('an issuance begins')
    await exchange(world, drafts.slice(0, -1))
    await move(world, '002')
    const { applicationId, issuanceId } = started.data
    expect(world.desk.state.get('application', applicationId)?.branchNo).toBe('001')
    const data = {
      applicationId,
      issuanceId,
      serial: SERIAL,
      step: 'write',
      code: 'NO_FOB',
      ambiguous: false,
    }
    await exchange(world, [{ type: 'IssuanceVoided', v: 1, data }])
    await there.desk.pull(there.headOffice)
    for (const desk of [world.desk, there.desk]) {
      expect(desk.state.get('application', applicationId)).toMatchObject({
        branchNo: '002',
        status: 'approved',
        issuing: null,
      })
    }
  })
})

describe('a contract that comes back', () => {
  it('brings what became of what was going on when it left, and nothing else that ended meanwhile', async () => {
    const { world, there, move, atHub } = await withCustomer()
    const [asked, decided] = halves('a-left')
    await exchange(world, asked)
    await move(world, '002')
    await there.desk.pull(there.headOffice)
    const [askedThere, decidedThere] = halves('a-there')
    const elsewhere = askedThere.map((draft) =>
      draft.type === 'ApplicationSubmitted' ? { ...draft, data: { ...draft.data, branchNo: '002' } } : draft,
    )
    const withdrawn = (applicationId: string): StaffDraft => ({
      type: 'ApplicationWithdrawn',
      v: 1,
      data: { applicationId },
      personal: { memo: '' },
    })
    await exchange(there, [
      ...decided,
      withdrawn('a-left'),
      ...elsewhere,
      ...decidedThere,
      withdrawn('a-there'),
    ])
    expect(refusals(there.desk)).toEqual([])
    expect(world.desk.state.get('application', 'a-left')?.status).toBe('waiting')
    await move(there, '001')
    await world.desk.pull(world.headOffice)
    const { state } = world.desk
    expect(state.get('application', 'a-left')).toEqual(await atHub('a-left'))
    expect(state.get('application', 'a-left')?.status).toBe('withdrawn')
    expect(state.waitingApprovals()).toEqual([])
    expect(state.get('application', 'a-there')).toBeUndefined()
  })

  it('brings it each time', async () => {
    const { world, there, move } = await withCustomer()
    for (const name of ['first', 'second']) {
      const [asked, decided] = halves(`a-${name}`)
      await exchange(world, asked)
      await move(world, '002')
      await there.desk.pull(there.headOffice)
      await exchange(there, decided)
      await move(there, '001')
      await world.desk.pull(world.headOffice)
      expect(world.desk.state.get('application', `a-${name}`)?.status).toBe('approved')
      expect(world.desk.state.waitingApprovals()).toEqual([])
    }
  })
})

it('tells a branch that a fob reaches after all what was decided about it since it was on its way there', async () => {
  const { world, there } = await withCustomer()
  await world.hub.store.transaction((tx) => tx.saveBranch({ ...BRANCH, branchNo: '003' }))
  const sent = (transferId: string, toBranch: string): StaffDraft[] => [
    ...approvedRequest(`r-${transferId}`, { kind: 'transfer', serials: [SERIAL], toBranch, reason: '' }),
    {
      type: 'TransferSent',
      v: 1,
      data: { transferId, requestId: `r-${transferId}`, fromBranch: '001', toBranch, serials: [SERIAL] },
    },
  ]
  const [asked, given] = approvedRequest('r-reset', { kind: 'thresholdReset', serial: SERIAL, reason: 'x' })
  if (asked === undefined || given === undefined) throw new Error('asked, then given')
  await exchange(world, [...sent('t-1', '002'), asked])
  await there.desk.pull(there.headOffice)
  expect(there.desk.state.waitingApprovals()).toHaveLength(1)
  await exchange(world, [...sent('t-2', '003'), given])
  const received = { transferId: 't-1', serials: [SERIAL], missing: [], surplus: [] }
  await exchange(there, [{ type: 'TransferReceived', v: 1, data: received }])
  expect(there.desk.state.get('approval', 'r-reset')?.status).toBe('approved')
})

it('leaves the things to do with the branch that they were raised at, which can settle them', async () => {
  const { world, there, move } = await withCustomer()
  await exchange(world, [
    {
      type: 'TaskRaised',
      v: 1,
      data: { taskId: 'refused-1', code: 'TIE_ENDED', subject: { kind: 'user', id: LOGIN } },
    },
  ])
  await move(world, '002')
  await there.desk.pull(there.headOffice)
  await exchange(world, [
    { type: 'TaskSettled', v: 1, data: { taskId: 'refused-1' }, personal: { memo: '' } },
  ])
  expect(refusals(world.desk)).toEqual([])
  expect(world.desk.state.get('task', 'refused-1')?.settledAt).not.toBeNull()
  expect(there.desk.state.get('task', 'refused-1')).toBeUndefined()
})
