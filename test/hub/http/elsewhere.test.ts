/** 他店取扱 through the network server: what a device of another branch may send, and what it may not. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { HubServer } from '../../../hub/http/server.ts'
import { headOfficeMethods, type HeadOfficeInput } from '../../../protocol/head-office.ts'
import type { DeskDouble } from '../desk-double.ts'
import {
  BRANCH,
  contractDrafts,
  createWorld,
  enrolDesk,
  exchange,
  fobDrafts,
  issuedDrafts,
  TEN_O_CLOCK,
  type World,
} from '../world.ts'
import { ask, requestOf, serveDevices, type Asking } from './device-requests.ts'

const SERIAL = '12345678'
let world: World
let other: DeskDouble
let server: HubServer

beforeEach(async () => {
  world = await createWorld()
  await exchange(world, [
    ...contractDrafts('C1', ['hanako']),
    ...fobDrafts(SERIAL),
    ...(await issuedDrafts(world, { serial: SERIAL, loginIds: ['hanako'] })),
  ])
  const staff = BRANCH.staff.map((member) => ({ ...member, name: '大宮' }))
  await world.hub.store.transaction((tx) =>
    tx.saveBranch({ ...BRANCH, branchNo: '002', branchName: '大宮支店', staff }),
  )
  other = await enrolDesk(world.hub, world.headOffice, '002')
  server = await serveDevices(world.hub)
})
afterEach(() => server.stop())

type Method = 'lookUpCustomer' | 'reportIncident'

const inputs = (): { [M in Method]: HeadOfficeInput<M> } => ({
  lookUpCustomer: { device: other.device, staffNo: '2001', by: 'serial', text: SERIAL },
  reportIncident: {
    device: other.device,
    staffNo: '2001',
    serial: SERIAL,
    kind: 'loss',
    channel: 'phone',
    reportedBy: 'ご本人',
    memo: '',
  },
})

/** Signed by the other branch's device, unless the test says otherwise. */
const send = (method: Method, more: object = {}, asking: Partial<Asking> = {}) =>
  ask(
    server,
    requestOf({
      device: other.device,
      sign: (message) => other.sign(message),
      method,
      input: { ...inputs()[method], ...more },
      time: TEN_O_CLOCK,
      ...asking,
    }),
  )

const isStopped = async () => {
  await world.desk.pull(world.headOffice)
  return world.desk.state.get('fob', SERIAL)?.incident !== null
}

it('answers the device of another branch, and stops', async () => {
  const found = await send('lookUpCustomer')
  expect(headOfficeMethods.lookUpCustomer.output.parse(found.value)).toMatchObject({
    ok: true,
    hits: [{ contractNo: 'C1', detail: { fobs: [{ serial: SERIAL }] } }],
  })
  expect(headOfficeMethods.reportIncident.output.parse((await send('reportIncident')).value)).toMatchObject({
    ok: true,
    branchNo: '001',
  })
  expect(await isStopped()).toBe(true)
})

it.each(['lookUpCustomer', 'reportIncident'] as const)(
  'refuses %s in the name of another device, of nobody, of an auditor, and repeated',
  async (method) => {
    const own = await send(method, { device: world.desk.device })
    expect([own.status, own.code]).toEqual([401, 'DEVICE_SIGNATURE'])
    const theirs = await send(method, {}, { device: world.desk.device })
    expect([theirs.status, theirs.code]).toEqual([401, 'DEVICE_SIGNATURE'])
    for (const [staffNo, code] of [
      ['9999', 'STAFF_UNKNOWN'],
      ['', 'STAFF_UNKNOWN'],
      ['__proto__', 'STAFF_UNKNOWN'],
      ['3001', 'NOT_ALLOWED'],
    ]) {
      expect(await send(method, { staffNo }), staffNo).toMatchObject({ status: 200, code })
    }
    const sent = requestOf({
      device: other.device,
      sign: (message) => other.sign(message),
      method,
      input: { ...inputs()[method], staffNo: '9999' },
      time: TEN_O_CLOCK,
    })
    expect((await ask(server, sent)).code).toBe('STAFF_UNKNOWN')
    expect((await ask(server, sent)).code).toBe('REQUEST_REPLAYED')
    expect(await isStopped()).toBe(false)
  },
)

it('refuses what is of the wrong type, too long or too much, and is none the worse for it', async () => {
  const wrong: [Method, object][] = [
    ['lookUpCustomer', { by: 'address' }],
    ['lookUpCustomer', { by: null }],
    ['lookUpCustomer', { text: 'ア'.repeat(101) }],
    ['lookUpCustomer', { text: ['C1'] }],
    ['lookUpCustomer', { staffNo: '1'.repeat(17) }],
    ['lookUpCustomer', { branchNo: '001' }],
    ['reportIncident', { serial: 12_345_678 }],
    ['reportIncident', { serial: '' }],
    ['reportIncident', { serial: '1'.repeat(65) }],
    ['reportIncident', { kind: 'fault' }],
    ['reportIncident', { channel: 'mail' }],
    ['reportIncident', { memo: 'x'.repeat(501) }],
    ['reportIncident', { reportedBy: 'x'.repeat(101) }],
    ['reportIncident', { elsewhere: { branchNo: '001', branchName: '', by: '1001', name: '' } }],
    ['reportIncident', { staffNo: null }],
  ]
  for (const [method, more] of wrong) {
    const { status, code } = await send(method, more)
    expect([status, code], JSON.stringify(more)).toEqual([400, 'INPUT_MALFORMED'])
  }
  const large = await send('reportIncident', { memo: 'x'.repeat(70_000) })
  expect([large.status, large.code]).toEqual([413, 'BODY_TOO_LARGE'])
  expect(await isStopped()).toBe(false)
})

it('refuses a device that has been revoked', async () => {
  await world.hub.store.transaction((tx) =>
    tx.saveDocument('revokedDevice', other.device, { at: 0, by: 'hq', reason: '盗難' }),
  )
  const { status, code } = await send('reportIncident')
  expect([status, code]).toEqual([403, 'DEVICE_REVOKED'])
  expect(await isStopped()).toBe(false)
})
