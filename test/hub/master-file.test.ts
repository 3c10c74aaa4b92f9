import { execFile } from 'node:child_process'
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { keyActs } from '../../hub/hq/keys.ts'
import { makePerson } from '../../hub/hq/people.ts'
import { hqRoutes } from '../../hub/hq/routes.ts'
import { createServer, type HubServer } from '../../hub/http/server.ts'
import type { MasterKey } from '../../hub/keys/master-key.ts'
import { addMasterKey, createMasterKeyFile } from '../../hub/keys/passphrase-file.ts'
import { openStoredKeys } from '../../hub/keys/stored-keys.ts'
import { openHubLog } from '../../hub/log.ts'
import { createMemoryStore } from '../../hub/store/memory-store.ts'
import { utf8 } from '../../protocol/bytes.ts'
import { countingRandom } from './random.ts'
import { contractDrafts, createWorld, exchange, fobDrafts, issuedDrafts, type World } from './world.ts'

const run = promisify(execFile)
const random = countingRandom('master drop')
const PHRASE = 'kanri no aikotoba'
const log = openHubLog({ write: () => undefined })

let folder: string
let server: HubServer | undefined
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub-master-'))
})
afterEach(async () => {
  await server?.stop()
  await rm(folder, { recursive: true })
})

/** What both tests begin with: the two files of the folder, and the keys in the one under the words in the other. */
async function madeFiles(): Promise<readonly [MasterKey, MasterKey]> {
  const words = Buffer.from(random(20)).toString('hex')
  await writeFile(join(folder, 'passphrase'), words)
  await writeFile(join(folder, 'phrase'), PHRASE)
  const file = { path: join(folder, 'master-keys.bin'), passphrase: utf8(words), random }
  const [first, second] = [await createMasterKeyFile(file), await addMasterKey(file)]
  if (!first.ok || !second.ok) throw new Error('no master keys')
  return [first.value, second.value]
}

async function serving({ hub }: World): Promise<string> {
  server = await createServer({
    subjects: [{ prefix: '/hq/v1', routes: hqRoutes(hub, log) }],
    log,
    ready: async () => undefined,
  })
  return server.app.listen({ port: 0 })
}

const actsOf = async ({ hub }: World) =>
  (await hub.store.read((reader) => reader.documents('keyAct', { limit: 9 }))).map(({ row }) => row)

/** A hub with the two keys of the folder's file, which wraps by the first and has one seed. */
async function hubOf(masters: readonly [MasterKey, MasterKey]): Promise<World> {
  const store = createMemoryStore()
  const options = { store, realm: 'training', now: () => 0, random, by: 'test' } as const
  // A new ring is wrapped by the last key.
  await openStoredKeys({ ...options, masters: [masters[0]] })
  const opened = await openStoredKeys({ ...options, masters })
  if (!opened.ok) throw new Error(opened.code)
  const world = await createWorld({ store, keys: opened.value })
  await exchange(world, [...contractDrafts('C1', ['u1']), ...fobDrafts('12345678')])
  await exchange(world, await issuedDrafts(world, { serial: '12345678', loginIds: ['u1'] }))
  const person = await makePerson(random, PHRASE, 0, { memoryKiB: 64, iterations: 1 })
  await store.transaction((tx) => tx.saveDocument('hqPerson', 'admin', person))
  return world
}

/** The command line as it is typed. */
async function master(url: string, ...words: string[]): Promise<{ code: number; said: string }> {
  const env = {
    ...process.env,
    LANG: 'en_GB',
    FOBDESK_HUB_FOLDER: folder,
    FOBDESK_PASSPHRASE_FILE: join(folder, 'passphrase'),
    FOBDESK_HQ_URL: url,
    FOBDESK_HQ_PASSPHRASE_FILE: join(folder, 'phrase'),
    FOBDESK_HQ_NEW_PASSPHRASE_FILE: join(folder, 'next'),
  }
  const main = join(import.meta.dirname, '../../hub/hq/main.ts')
  const ended = await run(globalThis.process.execPath, [main, 'master', ...words], { env }).catch(
    (error: { code: number; stdout: string }) => error,
  )
  return { code: 'code' in ended ? ended.code : 0, said: ended.stdout }
}

it('destroys no master key by which anything is wrapped, and says how much that is', async () => {
  const [old, next] = await madeFiles()
  const world = await hubOf([old, next])
  const { hub } = world
  const hq = (name: keyof typeof keyActs, args: Record<string, string> = {}) =>
    keyActs[name]?.run({ hub, by: 'admin' }, args)

  // Nobody answers: nothing is destroyed unasked.
  expect(await master('http://127.0.0.1:9', 'drop', old.id)).toMatchObject({ code: 1 })
  const url = await serving(world)
  // Signing, sealing, being in force, and the seed.
  const refused = await master(url, 'drop', old.id)
  expect(refused.code).toBe(1)
  expect(refused.said).toContain(`MASTER_KEY_WRAPS: Master key ${old.id} still wraps 4 things.`)
  await hq('key use-master', { keyId: next.id })
  expect((await master(url, 'drop', old.id)).said).toContain('still wraps 1 things')
  expect((await master(url, 'list')).said).toContain(old.id)
  await hq('key rewrap')
  expect(await master(url, 'drop', old.id)).toMatchObject({ code: 0 })
  const left = (await master(url, 'list')).said
  expect(left).toContain(next.id)
  expect(left).not.toContain(old.id)
  // A key that the asked hub does not know is none of its own.
  expect((await master(url, 'drop', '0123456789abcdef')).said).toContain('HUB_KEY_NOT_SO')
  expect((await actsOf(world)).map(({ act }) => act)).toContain('masterReleased')
})

it('gives the key file another passphrase, on record, or leaves it as it was', async () => {
  const masters = await madeFiles()
  const world = await hubOf(masters)
  const listed = masters.map(({ id }) => id)
  const list = async () => (await master(url, 'list')).said.trim().split(/\s+/).slice(1)
  // As an editor leaves it; the blank before the line's end is part of it.
  const words = 'a longer passphrase \n'
  await writeFile(join(folder, 'next'), words)
  expect(await master('http://127.0.0.1:9', 'passphrase')).toMatchObject({ code: 1 })
  const url = await serving(world)
  expect(await list()).toEqual(listed)

  await writeFile(join(folder, 'next'), 'short\n')
  expect(await master(url, 'passphrase')).toMatchObject({ code: 1, said: 'PASSPHRASE_SHORT\n' })
  expect(await actsOf(world)).not.toContainEqual(expect.objectContaining({ act: 'passphraseChanged' }))

  await writeFile(join(folder, 'next'), words)
  expect(await master(url, 'passphrase')).toMatchObject({ code: 0 })
  expect(await master(url, 'list')).toEqual({ code: 1, said: 'PASSPHRASE_WRONG\n' })
  expect((await actsOf(world)).filter(({ act }) => act === 'passphraseChanged')).toMatchObject([
    { by: 'admin', keyId: listed[0] },
  ])
  await rename(join(folder, 'next'), join(folder, 'passphrase'))
  expect(await list()).toEqual(listed)
}, 120_000)
