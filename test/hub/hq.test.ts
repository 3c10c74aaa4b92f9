import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { authenticateApiClient } from '../../hub/api-clients.ts'
import { hqActs } from '../../hub/hq/acts.ts'
import { helpText, tableText } from '../../hub/hq/print.ts'
import { makePerson } from '../../hub/hq/people.ts'
import { hqRoutes } from '../../hub/hq/routes.ts'
import { readWords } from '../../hub/hq/words.ts'
import { createServer, type HubServer } from '../../hub/http/server.ts'
import { masterKeyOf } from '../../hub/keys/master-key.ts'
import { openStoredKeys } from '../../hub/keys/stored-keys.ts'
import { openHubLog } from '../../hub/log.ts'
import { createMemoryStore } from '../../hub/store/memory-store.ts'
import { countingRandom } from './random.ts'
import { createWorld, type World } from './world.ts'

const log = openHubLog({ write: () => undefined })
const PASSPHRASE = 'kanri no aikotoba'
let world: World
let server: HubServer

beforeEach(async () => {
  world = await createWorld()
  const row = await makePerson(countingRandom('hq'), PASSPHRASE, 0, { memoryKiB: 64, iterations: 1 })
  await world.hub.store.transaction((tx) => tx.saveDocument('hqPerson', 'sakura', row))
  server = await createServer({
    subjects: [{ prefix: '/hq/v1', routes: hqRoutes(world.hub, log) }],
    log,
    ready: async () => undefined,
  })
})
afterEach(() => server.stop())

const answered = z.object({
  rows: z.array(z.record(z.string(), z.union([z.string(), z.number()]))).optional(),
  code: z.string().optional(),
})

/** One act as the command line asks it. */
async function act(name: string, args: Record<string, string> = {}, as = ['sakura', PASSPHRASE]) {
  const [person, passphrase] = as
  world.setNow(world.hub.now() + 1)
  const payload = { person, passphrase, act: name, args }
  const { statusCode, body } = await server.app.inject({ method: 'POST', url: '/hq/v1/act', payload })
  return { status: statusCode, ...answered.parse(JSON.parse(body)) }
}

const typesPulled = async () => {
  await world.desk.push(world.headOffice)
  return (await world.desk.pull(world.headOffice)).map(({ type, data }) => ({ type, data }))
}

describe('head office’s people', () => {
  it('act under their name and passphrase only', async () => {
    for (const as of [
      ['sakura', 'another phrase'],
      ['nobody', PASSPHRASE],
      ['__proto__', PASSPHRASE],
    ]) {
      expect(await act('branch list', {}, as)).toEqual({ status: 401, code: 'HQ_PERSON_WRONG' })
    }
    expect((await act('branch list')).rows).toEqual([
      { branchNo: '001', branchName: '研修店', staff: 3, devices: 1 },
    ])
    expect((await act('person set', { person: 'ume', newPassphrase: 'ume no hana ga saku' })).status).toBe(
      200,
    )
    expect((await act('person end', { person: 'ume' }, ['ume', 'ume no hana ga saku'])).code).toBe(
      'SELF_APPROVAL',
    )
    expect((await act('person end', { person: 'sakura' }, ['ume', 'ume no hana ga saku'])).status).toBe(200)
    expect((await act('branch list')).status).toBe(401)
  })

  it('change a branch’s staff and the policy by events of its chain', async () => {
    await typesPulled()
    const added = { branchNo: '001', staffNo: '1002', name: '研修 役二', role: 'manager', deputy: 'deputy' }
    expect((await act('staff set', added)).status).toBe(200)
    expect((await act('staff set', { ...added, name: '研修 役弐', deputy: '-' })).status).toBe(200)
    expect((await act('staff remove', { branchNo: '001', staffNo: '2001' })).status).toBe(200)
    expect((await act('staff remove', { branchNo: '001', staffNo: '1001' })).code).toBe('STAFF_LAST_MANAGERS')
    expect((await act('staff set', { ...added, role: 'teller' })).code).toBe('STAFF_LAST_MANAGERS')
    expect((await act('policy set', { setting: 'lockThreshold', value: '7' })).status).toBe(200)
    expect((await act('policy set', { setting: 'lockThreshold', value: '1' })).code).toBe('POLICY_VALUE')
    const pulled = (await typesPulled()).filter(({ type }) => type !== 'VerdictGiven')
    expect(pulled.map(({ type }) => type)).toEqual([
      'StaffAdded',
      'StaffChanged',
      'StaffRemoved',
      'PolicyChanged',
    ])
    expect(world.desk.state.get('staff', '1002')).toMatchObject({ name: '研修 役弐', deputy: false })
    expect(world.desk.state.policy().lockThreshold).toBe(7)
    const branch = await world.hub.store.read((reader) => reader.branch('001'))
    expect(branch?.staff.map(({ staffNo }) => staffNo).toSorted()).toEqual(['1001', '1002', '3001'])
  })

  it('enrol, revoke and release PCs', async () => {
    expect((await act('code', { branchNo: '009' })).code).toBe('BRANCH_UNKNOWN')
    expect((await act('code', { branchNo: '001' })).rows?.[0]?.['code']).toMatch(/^(\w{4}-){3}\w{4}$/)
    const { device } = world.desk
    await world.hub.store.transaction(async (tx) => {
      const row = await tx.device(device)
      if (row) await tx.saveDevice({ ...row, quarantined: { at: 1, seq: 1 } })
    })
    expect((await act('device list', { branchNo: '001' })).rows?.[0]?.['state']).toBe('quarantined at 1')
    expect(await world.desk.push(world.headOffice)).toMatchObject({ code: 'DEVICE_QUARANTINED' })
    expect((await act('device release', { device, reason: 'checked' })).status).toBe(200)
    expect(await world.desk.push(world.headOffice)).toMatchObject({ ok: true })
    expect((await act('device revoke', { device: 'd-0', reason: 'lost' })).code).toBe('DEVICE_UNKNOWN')
    expect((await act('device revoke', { device, reason: 'lost' })).status).toBe(200)
    expect(await world.desk.push(world.headOffice)).toMatchObject({ code: 'DEVICE_REVOKED' })
  })

  it('leave a record of every act, and never a code or passphrase in it', async () => {
    await act('branch add', { branchNo: '002', branchName: '大宮支店' })
    const code = String((await act('code', { branchNo: '002' })).rows?.[0]?.['code'])
    await act('person set', { person: 'ume', newPassphrase: 'ume no hana ga saku' })
    const { rows = [] } = await act('record', { after: '-' })
    expect(rows.map((row) => [row['by'], row['act']])).toEqual([
      ['sakura', 'branch add'],
      ['sakura', 'code'],
      ['sakura', 'person set'],
    ])
    const text = JSON.stringify(rows)
    for (const secret of [code, PASSPHRASE, 'ume no hana']) expect(text).not.toContain(secret)
    const [first] = rows
    expect((await act('record', { after: String(first?.['id']) })).rows).toHaveLength(2)
  })

  it('are told what is not in order, whatever they send', async () => {
    expect((await act('branch add', { branchNo: 'x', branchName: '' })).code).toBe('INPUT_MALFORMED')
    expect((await act('branch add', { branchNo: '002' })).code).toBe('INPUT_MALFORMED')
    expect((await act('branch add', { branchNo: '001', branchName: '研修店' })).code).toBe('BRANCH_OPENED')
    expect((await act('toString')).code).toBe('ADDRESS_UNKNOWN')
    expect((await act('branch list', {}, ['sakura', ''])).code).toBe('INPUT_MALFORMED')
    const garbage = await server.app.inject({ method: 'POST', url: '/hq/v1/act', payload: { person: 1 } })
    expect(garbage.statusCode).toBe(400)
  })
})

describe('the hub’s keys', () => {
  it('are listed and rotated by name, and a retired one is forgotten', async () => {
    const random = countingRandom('hq keys')
    const store = createMemoryStore()
    const masters = [masterKeyOf(random(32), random)] as const
    const opened = await openStoredKeys({
      store,
      realm: 'training',
      masters,
      now: () => 0,
      random,
      by: 'test',
    })
    if (!opened.ok) throw new Error(opened.code)
    const { hub } = await createWorld({ store, keys: opened.value })
    const run = (name: string, args: Record<string, string> = {}) =>
      hqActs[name]?.run({ hub, by: 'sakura' }, args)
    const list = async () => z.array(z.record(z.string(), z.unknown())).parse(await run('key list'))
    const states = async () => (await list()).map(({ use, state }) => `${String(use)} ${String(state)}`)
    expect(await states()).toEqual(['signing in force', 'sealing in force', 'master in force, wraps 3'])
    const [signing, sealing] = (await list()).map(({ keyId }) => String(keyId))
    await run('key rotate-signing')
    await run('key rotate-sealing')
    expect(await states()).toEqual([
      'signing in force',
      'sealing in force',
      'sealing retired',
      'master in force, wraps 4',
    ])
    expect((await list())[0]?.['keyId']).not.toBe(signing)
    const inForce = String((await list())[1]?.['keyId'])
    expect(await run('key forget', { keyId: inForce })).toMatchObject({ code: 'HUB_KEY_NOT_SO' })
    expect(await run('key forget', { keyId: sealing ?? '' })).toEqual([{ keyId: sealing }])
    expect(await states()).toHaveLength(3)
    expect(await run('key use-master', { keyId: '0123456789abcdef' })).toMatchObject({
      code: 'HUB_KEY_NOT_SO',
    })
    expect(await run('key rewrap')).toEqual([{ rewrapped: 0 }])
  })
})

describe('clients of the verification API', () => {
  it('are added with their scopes and a secret shown once, listed without it, and removed', async () => {
    const [added] = (await act('client add', { name: 'IB', scopes: 'verify,staff' })).rows ?? []
    const { client = '', secret = '' } = added ?? {}
    const known = () =>
      world.hub.store.read((reader) => authenticateApiClient(reader, String(client), String(secret)))
    expect(await known()).toMatchObject({ name: 'IB', scopes: ['verify', 'staff'] })
    expect((await act('client list')).rows).toMatchObject([{ client, name: 'IB', scopes: 'verify,staff' }])
    expect(JSON.stringify(await act('record', { after: '-' }))).not.toContain(secret)
    expect(await act('client add', { name: 'IB', scopes: 'everything' })).toMatchObject({ status: 400 })
    expect((await act('client remove', { client: String(client) })).rows).toEqual([{ client }])
    expect(await known()).toBeNull()
    expect(await act('client remove', { client: String(client) })).toMatchObject({ code: 'API_CLIENT_WRONG' })
  })
})

describe('the hq command line', () => {
  it('reads words by the table of acts, and asks for secrets instead of taking them', () => {
    expect(readWords(['branch', 'list'], hqActs)).toEqual({ act: 'branch list', args: {}, secrets: [] })
    expect(readWords(['code', '001'], hqActs)).toEqual({
      act: 'code',
      args: { branchNo: '001' },
      secrets: [],
    })
    expect(readWords(['person', 'set', 'ume'], hqActs)).toEqual({
      act: 'person set',
      args: { person: 'ume' },
      secrets: ['newPassphrase'],
    })
    for (const words of [
      [],
      ['help'],
      ['code'],
      ['code', '1', '2'],
      ['person', 'set', 'ume', 'x'],
      ['toString'],
    ]) {
      expect(readWords(words, hqActs)).toBeNull()
    }
  })

  it('helps in both languages, and lines columns up', () => {
    for (const language of ['ja', 'en'] as const) {
      const text = helpText(hqActs, language)
      for (const name of Object.keys(hqActs)) expect(text).toContain(`  ${name}`)
      expect(text).not.toContain('<newPassphrase>')
    }
    expect(
      tableText([
        { no: '001', name: '大宮', devices: 1 },
        { no: '002', name: 'x', devices: 12 },
      ]),
    ).toBe(['no   name  devices', '001  大宮  1', '002  x     12'].join('\n'))
    expect(tableText([])).toBe('―')
  })
})
