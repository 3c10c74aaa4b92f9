/** 他店取扱: branch 002 looks up and stops customers of branch 001 (docs/adr/034). */
import { describe, expect, it } from 'vitest'
import { LOOKUPS_A_DAY, REPORTS_A_DAY, type ElsewhereQuery } from '../../domain/elsewhere.ts'
import type { DeskEvent, EventOf, EventType } from '../../domain/events.ts'
import { MemoryState } from '../../domain/memory-state.ts'
import { kanaKey } from '../../hub/elsewhere/kana-index.ts'
import { HubState } from '../../hub/hub-state.ts'
import { withHub } from '../../hub/hub.ts'
import type { HeadOfficeInput } from '../../protocol/head-office.ts'
import type { DeskDouble } from './desk-double.ts'
import {
  BRANCH,
  contractDrafts,
  createWorld,
  enrolDesk,
  exchange,
  fobDrafts,
  issuedDrafts,
  register,
  type World,
} from './world.ts'

const SERIAL = '12345678'
const DAY_MS = 86_400_000

/** Branch 001 with a customer in service, and branch 002 with people of its own. */
async function twoBranches(policy: { dualControl?: boolean } = {}) {
  const world = await createWorld({ policy })
  await exchange(world, [
    ...contractDrafts('C1', ['hanako', 'jiro']),
    ...fobDrafts(SERIAL),
    ...(await issuedDrafts(world, { serial: SERIAL, loginIds: ['hanako', 'jiro'] })),
  ])
  const { place, reference } = { place: 'customer' as const, reference: null }
  await exchange(world, [
    {
      type: 'FobMoved',
      v: 1,
      data: { serial: SERIAL, from: 'issuedHeld', to: place, reference, flag: null },
    },
  ])
  await register(world, 'hanako', SERIAL)
  await world.desk.pull(world.headOffice)
  const staff = [
    { staffNo: '2001', name: '大宮 受子', role: 'teller' as const, deputy: false },
    { staffNo: '3002', name: '大宮 検査', role: 'auditor' as const, deputy: false },
  ]
  await world.hub.store.transaction((tx) =>
    tx.saveBranch({ ...BRANCH, branchNo: '002', branchName: '大宮支店', staff }),
  )
  const other = await enrolDesk(world.hub, world.headOffice, '002')
  other.now = world.desk.now
  const there: World = { ...world, desk: other }
  return { world, there, other }
}

type Both = Awaited<ReturnType<typeof twoBranches>>

const lookUp = ({ there }: Both, by: ElsewhereQuery, text: string, staffNo = '2001') =>
  there.headOffice.lookUpCustomer({ device: there.desk.device, staffNo, by, text })

function report({ there }: Both, input: Partial<HeadOfficeInput<'reportIncident'>> = {}) {
  return there.headOffice.reportIncident({
    device: there.desk.device,
    staffNo: '2001',
    serial: SERIAL,
    kind: 'loss',
    channel: 'counter',
    reportedBy: 'データ 花子',
    memo: '駅で紛失',
    ...input,
  })
}

/** What the branch's chain brought since. */
async function arriving(desk: DeskDouble, { headOffice }: World): Promise<readonly DeskEvent[]> {
  return desk.pull(headOffice)
}

function only<T extends EventType>(events: readonly DeskEvent[], type: T): EventOf<T> {
  const found = events.filter((event): event is EventOf<T> => event.type === type)
  const [one, ...more] = found
  if (one === undefined || more.length > 0) throw new Error(`${found.length} of ${type}`)
  return one
}

const acting = { branchNo: '002', branchName: '大宮支店', by: '2001', name: '大宮 受子' }

describe('the look-up', () => {
  it.each([
    ['loginId', 'jiro'],
    ['serial', '１２３４５６７８'],
    ['contractNo', ' C1 '],
    ['kana', 'でーたショウ'],
    ['kana', 'ﾃﾞｰﾀｼﾖｳｶｲ'],
  ] as const)('finds the customer by %s, and tells what is needed and no more', async (by, text) => {
    const both = await twoBranches()
    expect(await lookUp(both, by, text)).toEqual({
      ok: true,
      hits: [
        {
          contractNo: 'C1',
          branchNo: '001',
          branchName: '研修店',
          kind: 'corporate',
          status: 'active',
          name: 'データ商会',
          kana: 'データショウカイ',
          detail: {
            users: [
              {
                loginId: 'hanako',
                name: 'hanako',
                role: 'master',
                otpStatus: 'inService',
                authStatus: 'available',
              },
              {
                loginId: 'jiro',
                name: 'jiro',
                role: 'general',
                otpStatus: 'tokenIssued',
                authStatus: 'available',
              },
            ],
            fobs: [{ serial: SERIAL, loginIds: ['hanako', 'jiro'], incident: null }],
          },
        },
      ],
      more: false,
      own: false,
      left: LOOKUPS_A_DAY - 1,
    })
  })

  it('is recorded in both branches: who looked at whom, and nothing of what was typed', async () => {
    const both = await twoBranches()
    const { world, other } = both
    await lookUp(both, 'kana', 'データショウ')
    const data = {
      act: 'lookUp',
      query: 'kana',
      contracts: [{ contractNo: 'C1', branchNo: '001' }],
      serial: null,
    }
    const home = only(await arriving(world.desk, world), 'CustomerServedElsewhere')
    expect(home).toMatchObject({ data: { ...data, elsewhere: acting }, meta: { by: null } })
    const here = only(await arriving(other, world), 'CustomerServedElsewhere')
    expect(here).toMatchObject({ data, meta: { by: '2001' } })
    expect(here.data).not.toHaveProperty('elsewhere')
    expect(JSON.stringify([home, here])).not.toContain('データ')
    expect(other.state.get('contract', 'C1'), 'nothing of the customer comes to the branch').toBeUndefined()
  })

  it('that finds nobody is in the acting branch’s record alone', async () => {
    const both = await twoBranches()
    const { world, other } = both
    expect(await lookUp(both, 'loginId', 'nobody')).toMatchObject({
      ok: true,
      hits: [],
      more: false,
      own: false,
    })
    expect(only(await arriving(other, world), 'CustomerServedElsewhere').data.contracts).toEqual([])
    expect(await arriving(world.desk, world)).toEqual([])
  })

  it('by kana shows ten at most, without users and fobs, and leaves out customers of the branch itself', async () => {
    const both = await twoBranches()
    const { world, there, other } = both
    await exchange(there, contractDrafts('B1', ['own'], '002'))
    await exchange(
      world,
      Array.from({ length: 11 }, (_, index) => contractDrafts(`D${index + 10}`, [`user${index}`])).flat(),
    )
    await arriving(other, world)
    const answer = await lookUp(both, 'kana', 'データ')
    if (!answer.ok) throw new Error(answer.code)
    expect(answer.hits.map(({ contractNo }) => contractNo)).toEqual([
      'C1',
      'D10',
      'D11',
      'D12',
      'D13',
      'D14',
      'D15',
      'D16',
      'D17',
      'D18',
    ])
    expect(answer.hits.every(({ detail }) => detail === null)).toBe(true)
    expect(answer).toMatchObject({ more: true, own: true })
  })

  it('refuses a kana too short to mean somebody, and customers of the branch itself', async () => {
    const both = await twoBranches()
    await exchange(both.there, contractDrafts('B1', ['own'], '002'))
    for (const text of ['デー', '(株)デ', 'カ)アベ', '   ', '']) {
      expect(await lookUp(both, 'kana', text), text).toMatchObject({ code: 'ELSEWHERE_KANA_SHORT' })
    }
    expect(await lookUp(both, 'serial', '1234')).toMatchObject({ code: 'SERIAL_FORM' })
    expect(await lookUp(both, 'loginId', 'own')).toMatchObject({ code: 'ELSEWHERE_OWN_BRANCH' })
    expect(await lookUp(both, 'contractNo', 'B1')).toMatchObject({ code: 'ELSEWHERE_OWN_BRANCH' })
    expect(await lookUp(both, 'contractNo', 'C1'), 'none of these was counted').toMatchObject({
      left: LOOKUPS_A_DAY - 1,
    })
  })

  it('follows a kana that changed', async () => {
    const both = await twoBranches()
    const { world } = both
    const [contract] = contractDrafts('C1', [])
    if (contract?.type !== 'ContractRecorded') throw new Error('the first draft is the contract')
    const { personal } = contract
    await exchange(world, [
      { ...contract, ...(personal && { personal: { ...personal, kana: 'カ）ミホンドウ' } }) },
    ])
    expect(await lookUp(both, 'kana', 'データ')).toMatchObject({ ok: true, hits: [] })
    expect(await lookUp(both, 'kana', 'ミホン')).toMatchObject({ ok: true, hits: [{ contractNo: 'C1' }] })
  })

  it('by kana finds the same in a process that goes on from a folded state', async () => {
    const { world } = await twoBranches()
    const { state } = world.hub
    const folded = new MemoryState()
    await state.heldStill(async (records) => {
      for (const record of records) folded.set(record)
    })
    const resumed = new HubState()
    resumed.resume(folded, state.place)
    const key = kanaKey('データショウカイ')
    expect([...resumed.kana.beginningWith(key)]).toEqual(['C1'])
    expect([...resumed.kana.beginningWith(kanaKey('データム'))]).toEqual([])
  })

  it('is bounded for each person and day, and the colleague and the next day are free', async () => {
    const both = await twoBranches()
    const { world } = both
    for (let left = LOOKUPS_A_DAY - 1; left >= 0; left -= 1) {
      expect(await lookUp(both, 'loginId', 'nobody')).toMatchObject({ ok: true, left })
    }
    const { emergencyPhone: phone } = BRANCH.policy
    const spent = { ok: false, code: 'ELSEWHERE_SPENT', detail: { limit: LOOKUPS_A_DAY, phone } }
    expect(await lookUp(both, 'contractNo', 'C1')).toEqual(spent)
    expect(await arriving(world.desk, world), 'nothing was shown').toEqual([])
    expect(await report(both), 'a stop is still possible').toMatchObject({ ok: true })
    world.setNow(world.desk.now + DAY_MS)
    expect(await lookUp(both, 'contractNo', 'C1')).toMatchObject({ ok: true, left: LOOKUPS_A_DAY - 1 })
  })

  it.each([
    ['9999', 'STAFF_UNKNOWN'],
    ['3002', 'NOT_ALLOWED'],
    ['1001', 'STAFF_UNKNOWN'],
  ])('is refused to staff number %s: %s', async (staffNo, code) => {
    const both = await twoBranches()
    expect(await lookUp(both, 'contractNo', 'C1', staffNo)).toMatchObject({ ok: false, code })
    expect(await report(both, { staffNo })).toMatchObject({ ok: false, code })
    expect(await arriving(both.world.desk, both.world)).toEqual([])
    expect(both.world.desk.state.get('fob', SERIAL)?.incident).toBeNull()
  })
})

describe('the incident report', () => {
  it('stops the fob for all its users at once, in the home branch’s record with who took it', async () => {
    const both = await twoBranches()
    const { world, other } = both
    const { headOffice, desk } = world
    const at = desk.now
    expect(await report(both)).toEqual({
      ok: true,
      serial: SERIAL,
      contractNo: 'C1',
      branchNo: '001',
      branchName: '研修店',
      users: [
        { loginId: 'hanako', name: 'hanako' },
        { loginId: 'jiro', name: 'jiro' },
      ],
      at,
      again: false,
    })
    const code = world.code(SERIAL, 1)
    expect(await headOffice.login({ device: desk.device, loginId: 'hanako', code })).toMatchObject({
      ok: false,
      code: 'USER_STOPPED',
    })
    const came = await arriving(desk, world)
    expect(only(came, 'IncidentReported')).toMatchObject({
      data: { serial: SERIAL, kind: 'loss', loginIds: ['hanako', 'jiro'], elsewhere: acting },
      personal: { reportedBy: 'データ 花子', memo: '駅で紛失' },
      meta: { by: null },
    })
    const { requestId, askedBy } = only(came, 'ApprovalRequested').data
    expect(desk.state.get('approval', requestId)).toMatchObject({ status: 'waiting', elsewhere: acting })
    expect(askedBy).toBe('2001')
    expect(only(came, 'TaskRaised').data).toMatchObject({
      code: 'TASK_INCIDENT_ELSEWHERE',
      subject: { kind: 'fob', id: SERIAL },
      detail: { branch: '大宮支店', staff: '大宮 受子（2001）' },
    })
    expect(desk.state.get('fob', SERIAL)).toMatchObject({
      incident: { kind: 'loss', at, elsewhere: acting },
      custody: { place: 'missing' },
    })
    expect(only(await arriving(other, world), 'CustomerServedElsewhere')).toMatchObject({
      data: {
        act: 'incident',
        query: null,
        serial: SERIAL,
        contracts: [{ contractNo: 'C1', branchNo: '001' }],
      },
      meta: { by: '2001' },
    })
  })

  it('whose answer was lost is answered the same again, and nothing is recorded twice', async () => {
    const both = await twoBranches()
    const first = await report(both)
    await arriving(both.world.desk, both.world)
    both.world.setNow(both.world.desk.now + 60_000)
    expect(await report(both, { memo: 'もう一度' })).toEqual({ ...first, again: true })
    expect(await arriving(both.world.desk, both.world)).toEqual([])
  })

  it('of a fob that its own branch has reported is refused: it is stopped already', async () => {
    const both = await twoBranches()
    await exchange(both.world, [
      {
        type: 'IncidentReported',
        v: 1,
        data: { serial: SERIAL, kind: 'theft', channel: 'phone', loginIds: ['hanako', 'jiro'] },
        personal: { reportedBy: '', memo: '' },
      },
    ])
    expect(await report(both)).toMatchObject({ ok: false, code: 'INCIDENT_EXISTS' })
    const { store } = both.world.hub
    const used = await store.read((reader) => reader.documents('elsewhereUsed', { limit: 1 }))
    expect(used, 'what is refused is not counted').toEqual([])
  })

  it('waits for the home branch’s manager also where dual control is off', async () => {
    const both = await twoBranches({ dualControl: false })
    await report(both)
    const came = await arriving(both.world.desk, both.world)
    const { requestId } = only(came, 'ApprovalRequested').data
    expect(both.world.desk.state.get('approval', requestId)?.status).toBe('waiting')
    expect(came.map(({ type }) => type)).not.toContain('UsersRevoked')
  })

  it('is refused for fobs that are nobody’s, unknown, or the branch’s own customers’', async () => {
    const both = await twoBranches()
    const { world, there } = both
    await exchange(world, fobDrafts('23456789'))
    expect(await report(both, { serial: '23456789' })).toMatchObject({ code: 'INCIDENT_NO_CONTRACT' })
    expect(await report(both, { serial: '87654321' })).toMatchObject({ code: 'FOB_UNKNOWN' })
    expect(await report(both, { serial: 'xyz' })).toMatchObject({ code: 'SERIAL_FORM' })
    await exchange(world, contractDrafts('C1', [], '002').slice(0, 1))
    expect(there.desk.device).not.toBe(world.desk.device)
    expect(await report(both)).toMatchObject({ code: 'ELSEWHERE_OWN_BRANCH' })
  })

  it('is bounded for each person and day', async () => {
    const both = await twoBranches()
    const { hub } = both.world
    const id = '002 2001 2026-11-24'
    await hub.store.transaction((tx) =>
      tx.saveDocument('elsewhereUsed', id, { lookUps: 0, reports: REPORTS_A_DAY }),
    )
    expect(await report(both)).toMatchObject({ code: 'ELSEWHERE_SPENT', detail: { limit: REPORTS_A_DAY } })
    await both.world.desk.pull(both.world.headOffice)
    expect(both.world.desk.state.get('fob', SERIAL)?.incident).toBeNull()
  })

  it('that the home branch made too, offline, leaves one stop and one request, and says so', async () => {
    const both = await twoBranches()
    const { world } = both
    const { desk } = world
    const loginIds = ['hanako', 'jiro']
    const asked = {
      kind: 'incidentRevocation' as const,
      serial: SERIAL,
      incident: 'theft' as const,
      loginIds,
    }
    const stop = { serial: SERIAL, kind: 'theft' as const, channel: 'phone' as const, loginIds }
    desk.record([
      { type: 'IncidentReported', v: 1, data: stop, personal: { reportedBy: '', memo: '' } },
      {
        type: 'ApprovalRequested',
        v: 1,
        data: { requestId: 'own', proposal: asked, askedBy: '2001' },
      },
    ])
    await report(both)
    await exchange(world, [])
    const came = desk.pulled
    const theirs = came.filter(({ type }) => type === 'ApprovalRequested')
    expect(theirs).toHaveLength(1)
    expect(
      desk.verdicts.every(({ accepted }) => accepted),
      'nothing of the branch is refused',
    ).toBe(true)
    await withHub(world.hub, async ({ state }) => {
      expect(state.waitingApprovals().map(({ requestId }) => requestId)).toEqual(['own'])
      expect(state.get('user', 'hanako')?.stops).toHaveLength(1)
    })
    expect(came.filter(({ type }) => type === 'TaskRaised')).toMatchObject([
      { data: { code: 'TASK_INCIDENT_ELSEWHERE' } },
      { data: { code: 'TASK_INCIDENT_TWICE', detail: { branch: '大宮支店' } } },
    ])
  })

  it('is head office’s word: a desk cannot write another branch’s name under its own record', async () => {
    const both = await twoBranches()
    const { world } = both
    const { desk } = world
    await exchange(world, [
      {
        type: 'IncidentReported',
        v: 1,
        data: { serial: SERIAL, kind: 'loss', channel: 'phone', loginIds: ['hanako'], elsewhere: acting },
        personal: { reportedBy: '', memo: '' },
      },
      {
        type: 'CustomerServedElsewhere',
        v: 1,
        data: { act: 'lookUp', query: 'kana', contracts: [], serial: null },
      },
    ])
    expect(desk.verdicts.filter(({ accepted }) => !accepted).map(({ code }) => code)).toEqual([
      'HUB_ONLY',
      'HUB_ONLY',
    ])
  })
})
