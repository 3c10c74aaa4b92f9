/** A factory-seeded fob's whole way: PSKC file, import, assignment without a reader, receipt, activation. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { asSeed, totp } from '../../../domain/otp.ts'
import type { PskcSource } from '../../../main/desk/pskc-import.ts'
import { ENCRYPTION_KEY, pskcXml, seedNo } from '../../programmer/pskc/pskc-file.ts'
import { approvedApplication, MANAGER, openTraining, OTHER_MANAGER, TELLER } from './counter.ts'
import { upkeep, workplace } from './idle-hour.ts'
import { createWorld, type World } from './world.ts'

const SERIAL = '30000001'
const keys = [1, 2, 3].map((n) => ({
  serial: String(30000000 + n),
  seed: seedNo(n, 32),
  suite: 'HMAC-SHA256',
}))

function source(world: World, xml = pskcXml({ keys })): PskcSource {
  const path = join(world.root, 'lot.pskcxml')
  writeFileSync(path, xml)
  const text = Buffer.from(ENCRYPTION_KEY).toString('hex')
  return { path, fileName: 'lot.pskcxml', credential: { kind: 'key', text } }
}

async function importLot(world: World) {
  const prepared = await world.desk.preparePskc(source(world))
  if (!prepared.ok) throw new Error(prepared.code)
  await world.call('import.commit', { token: prepared.value.token, declared: 3 })
  return prepared.value
}

it('imports the fobs with their seeds sealed to head office; the same file again changes nothing', async () => {
  const world = await createWorld()
  await openTraining(world, MANAGER)
  expect(await importLot(world)).toMatchObject({ kind: 'lot', rows: 3, added: 3, unchanged: 0, errors: [] })
  expect(await world.call('fobs.get', { serial: SERIAL })).toMatchObject({
    seed: 'factory',
    place: 'received',
    seedAtHub: false,
  })
  await world.call('sync.now', {})
  expect(await world.call('fobs.get', { serial: SERIAL })).toMatchObject({ seedAtHub: true })
  const atHub = () => world.hub.store.transaction((tx) => tx.fob(SERIAL))
  const first = await atHub()
  expect(first).toMatchObject({ algorithm: 'sha256', lastStep: 0 })
  expect(await importLot(world)).toMatchObject({ added: 0, changed: 0, unchanged: 3 })
  await world.call('sync.now', {})
  const history = await world.call('fobs.history', { serial: SERIAL })
  expect(history.filter(({ type }) => type === 'FobReceived')).toHaveLength(1)
  // Head office keeps the first seed: a later delivery exchanges none.
  expect(await atHub()).toEqual(first)
})

it('a teller may not import, and a wrong key imports nothing', async () => {
  const world = await createWorld()
  await openTraining(world, TELLER)
  expect(await world.desk.preparePskc(source(world))).toMatchObject({ ok: false, code: 'NOT_ALLOWED' })
  await world.call('session.signOut', {})
  await world.signIn(MANAGER)
  const wrong = { ...source(world), credential: { kind: 'key', text: '0'.repeat(32) } } as const
  expect(await world.desk.preparePskc(wrong)).toMatchObject({ ok: false, code: 'PSKC_KEY_WRONG' })
  // The process went with the attempt; the next one is there.
  expect(await world.desk.preparePskc(source(world))).toMatchObject({ ok: true })
})

it('shows wrong rows with number and serial, and imports nothing of such a file', async () => {
  const world = await createWorld()
  await openTraining(world, MANAGER)
  const wrong = keys.map((key, n) => (n === 1 ? { ...key, interval: '30' } : key))
  const prepared = await world.desk.preparePskc(source(world, pskcXml({ keys: wrong })))
  if (!prepared.ok) throw new Error(prepared.code)
  expect(prepared.value.errors).toMatchObject([
    { line: 2, column: '30000002 TimeInterval', code: 'PSKC_ROW_INTERVAL' },
  ])
  const { token } = prepared.value
  expect(await world.refused('import.commit', { token, declared: null })).toBe('FILE_HAS_ERRORS')
})

it('is assigned without a reader, waits for the receipt, and its activation proves it', async () => {
  const world = await createWorld()
  await openTraining(world, OTHER_MANAGER)
  await importLot(world)
  await world.call('command.moveFobs', {
    command: { serials: [SERIAL], to: 'stock', reference: null, memo: '' },
  })
  const { applicationId, loginId, contractNo } = await approvedApplication(world)
  expect(await world.refused('issuance.assign', { applicationId, serial: '30000099' })).toBe('FOB_UNKNOWN')
  await world.call('issuance.assign', { applicationId, serial: SERIAL })
  expect((await world.call('issuance.state', {})).last).toMatchObject({
    ok: true,
    assigned: true,
    serial: SERIAL,
  })
  const handOver = {
    command: {
      applicationId,
      serial: SERIAL,
      receivedBy: 'representative',
      identityDocument: 'driversLicence',
    },
  } as const
  expect(await world.refused('command.handOver', handOver)).toBe('SEED_NOT_AT_HUB')
  await world.call('sync.now', {})
  await world.call('command.handOver', handOver)
  await world.call('sync.now', {})
  const code = totp(asSeed(seedNo(1, 32)), world.ports.effects.now(), { algorithm: 'sha256' })
  await world.call('activation.activate', { loginId, serial: SERIAL, identityChecked: true, code })
  const contract = await world.call('customers.get', { contractNo })
  expect(contract?.userList.find((user) => user.loginId === loginId)).toMatchObject({
    otpStatus: 'inService',
  })
})

/** Which fobs' sealed seeds the journal holds. */
async function boxesHeld(world: World): Promise<string[]> {
  const held: string[] = []
  for await (const { commit } of workplace(world).store.journal.commits(1)) {
    for (const { type, data, parts } of commit.events) {
      const { serial } = data as { serial?: string }
      if (type === 'FobReceived' && parts.some(({ name }) => name === 'box')) held.push(serial ?? '')
    }
  }
  return held
}

it('keeps the sealed seeds of a delivery until head office has them, and drops them then', async () => {
  const world = await createWorld()
  await openTraining(world, MANAGER)
  world.online = false
  await importLot(world)
  await upkeep(world)
  expect(await boxesHeld(world)).toEqual(keys.map(({ serial }) => serial))
  world.online = true
  await world.call('sync.now', {})
  await world.advance(2 * 24 * 60)
  await upkeep(world)
  expect(await boxesHeld(world)).toEqual([])
  expect(await world.call('audit.verify', {})).toMatchObject({ ok: true })
  expect(world.errors).toEqual([])
})

it('a delivered seed that head office cannot open becomes a task that says what to do', async () => {
  const world = await createWorld()
  await openTraining(world, MANAGER)
  const prepared = await world.desk.preparePskc(source(world))
  if (!prepared.ok) throw new Error(prepared.code)
  // Head office has lost the key that the desk sealed to.
  const { at } = world.hub.keys
  Object.assign(world.hub.keys, {
    at: async (reader: Parameters<typeof at>[0]) => ({ ...(await at(reader)), opening: new Map() }),
  })
  await world.call('import.commit', { token: prepared.value.token, declared: 3 })
  await world.call('sync.now', {})
  const tasks = (await world.call('tasks.list', {})).filter(({ code }) => code === 'TASK_SEED_NOT_OPENED')
  expect(tasks.map(({ subject }) => subject.id).sort()).toEqual(keys.map(({ serial }) => serial))
  expect(await world.call('fobs.get', { serial: SERIAL })).toMatchObject({ seedAtHub: false })
  await world.call('sync.now', {})
  expect(
    (await world.call('tasks.list', {})).filter(({ code }) => code === 'TASK_SEED_NOT_OPENED'),
  ).toHaveLength(3)
})
