import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createHub, headOfficeOf } from '../../hub/head-office.ts'
import { generateKeyPairs } from '../../hub/keys/hub-keys.ts'
import { loadTrainingKeys } from '../../hub/keys/training-keys.ts'
import { openLogStore } from '../../hub/store/log-store.ts'
import { createMemoryStore } from '../../hub/store/memory-store.ts'
import type { Write } from '../../hub/store/rows.ts'
import { hubFingerprint } from '../../protocol/hub-head.ts'
import { countingRandom } from './random.ts'
import {
  contractDrafts,
  createWorld,
  exchange,
  fobDrafts,
  issuedDrafts,
  minutes,
  register,
  TEN_O_CLOCK,
} from './world.ts'

const FOB = '12345678'
const random = countingRandom('restart')

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub-'))
})
afterEach(() => rm(folder, { recursive: true }))

it('knows after a restart all it knew: order, state, seeds, used codes, wrong codes', async () => {
  const path = join(folder, 'log')
  const keys = await loadTrainingKeys(join(folder, 'keys'), random)
  const { store } = await openLogStore(path)
  const world = await createWorld({ store, keys })
  const { desk, hub } = world
  await exchange(world, [...contractDrafts('C1', ['ichirodt']), ...fobDrafts(FOB)])
  await exchange(world, await issuedDrafts(world, { serial: FOB, loginIds: ['ichirodt'] }))
  await register(world, 'ichirodt', FOB)
  const used = world.code(FOB)
  const ask = (code: string | null) => ({ device: desk.device, loginId: 'ichirodt', code })
  for (let round = 0; round < 4; round += 1) await world.headOffice.login(ask('000000'))
  const identity = await world.headOffice.identify({})
  await store.close()

  const again = await openLogStore(path)
  expect(again.tornBytes).toBe(0)
  const sameKeys = await loadTrainingKeys(join(folder, 'keys'), random)
  const second = headOfficeOf(createHub({ ...hub, keys: sameKeys, store: again.store }))
  expect(await second.identify({})).toEqual(identity)
  world.setNow(TEN_O_CLOCK + minutes(1))
  expect(await second.login(ask(null))).toEqual({ ok: true, next: 'passwordAndOtp' })
  expect(await second.login(ask(used))).toMatchObject({ code: 'OTP_USED' })
  expect(await second.login(ask('000000'))).toMatchObject({ code: 'OTP_WRONG' })
  expect(await second.login(ask(world.code(FOB)))).toMatchObject({ code: 'USER_STOPPED' })
  expect(await second.push(desk.pushInput())).toEqual({ ok: true, receivedThrough: desk.own.length })
  const events = await desk.pull(second)
  expect(events.map((event) => event.type)).toEqual(['UserActivated', 'UsersStopped'])
  await again.store.close()
})

it('answers nothing that is not durable, and what failed leaves no trace in the state', async () => {
  const failing = { fail: false }
  const written: Write[] = []
  const store = createMemoryStore({
    persist: async (writes) => {
      if (failing.fail) throw new Error('EIO')
      written.push(...writes)
    },
  })
  const world = await createWorld({ store })
  await exchange(world, contractDrafts('C1', ['ichirodt']))
  failing.fail = true
  world.desk.record(contractDrafts('C2', ['hanakodt']))
  await expect(world.desk.push(world.headOffice)).rejects.toThrow('EIO')
  // What was durable, opened anew.
  const reopened = createMemoryStore()
  await reopened.transaction(async (tx) => {
    for (const write of written) {
      if (write.table === 'device') await tx.saveDevice(write.row)
      if (write.table === 'entry') {
        const { place: _place, ...entry } = write.row
        await tx.append(entry)
      }
    }
  })
  const again = headOfficeOf(createHub({ ...world.hub, store: reopened }))
  const ask = (loginId: string) => again.login({ device: world.desk.device, loginId, code: null })
  expect(await ask('ichirodt')).toMatchObject({ ok: true })
  expect(await ask('hanakodt')).toMatchObject({ code: 'USER_UNKNOWN' })
  expect(await world.desk.push(again)).toMatchObject({ ok: true })
  expect(await ask('hanakodt')).toMatchObject({ ok: true })
})

it('keeps its keys in a file for the owner only, and never makes others in their place', async () => {
  const path = join(folder, 'keys')
  await loadTrainingKeys(path, random)
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  const content = await readFile(path)
  await writeFile(path, content.subarray(0, 20))
  await expect(loadTrainingKeys(path, random)).rejects.toThrow('not a key file')
})

it('has a fingerprint of thirty digits that depends on both keys and the realm', async () => {
  const of = async () => {
    const keys = await generateKeyPairs(random)
    return { realm: 'training' as const, signing: keys.signing.publicKey, sealing: keys.sealing.publicKey }
  }
  const [one, other] = [await of(), await of()]
  const prints = [one, { ...one, sealing: other.sealing }, { ...one, signing: other.signing }]
  const all = [...prints, { ...one, realm: 'real' as const }].map(hubFingerprint)
  for (const print of all) expect(print).toMatch(/^(\d{5} ){5}\d{5}$/)
  expect(new Set(all).size).toBe(4)
  expect(hubFingerprint(one)).toBe(all[0])
})
