/**
 * What a thief gets: whatever is written to the database, logged, answered or thrown by a hub at work holds no seed
 * and no key in any form, whatever is done with it.
 */
import { serialize } from 'node:v8'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { deviceRoutes } from '../../../hub/http/device/routes.ts'
import { makeSelfSigned } from '../../../hub/http/self-signed.ts'
import { createServer } from '../../../hub/http/server.ts'
import { masterKeyOf } from '../../../hub/keys/master-key.ts'
import {
  rewrapSeeds,
  rotateSealingKey,
  rotateSigningKey,
  useMasterKey,
  type KeyWork,
} from '../../../hub/keys/rotate.ts'
import { openStoredKeys } from '../../../hub/keys/stored-keys.ts'
import { openHubLog } from '../../../hub/log.ts'
import { createMemoryStore } from '../../../hub/store/memory-store.ts'
import type { Random } from '../../../protocol/bytes.ts'
import { CBOR_TYPE, DEVICE_PATH } from '../../../protocol/device-request.ts'
import { formsOf, SeedSearch } from '../../issuance/seed-forms.ts'
import { there } from '../../main/desk/there.ts'
import { countingRandom } from '../random.ts'
import {
  contractDrafts,
  createWorld,
  exchange,
  fobDrafts,
  issuedDrafts,
  minutes,
  register,
  TEN_O_CLOCK,
} from '../world.ts'

const LOGIN = 'ichirodt'
const FOB = '20000001'
const acts = ['login', 'wrongLogin', 'alter', 'signing', 'sealing', 'master', 'spoilt', 'hostile'] as const

/** A hub with an issued fob, and all that comes out of it. */
async function watchedHub() {
  const out: Buffer[] = []
  const keep = (value: unknown): void => void out.push(serialize(value))
  const log = openHubLog({ write: (line) => keep(line) })
  const counting = countingRandom('a hub that is watched')
  /** Every 32 bytes that were drawn: private keys and master keys are among them. */
  const drawn: Uint8Array[] = []
  const random: Random = (length) => {
    const bytes = counting(length)
    if (length === 32) drawn.push(bytes.slice())
    return bytes
  }
  const store = createMemoryStore({ persist: async (writes) => keep(writes) })
  const masters = [masterKeyOf(random(32), random), masterKeyOf(random(32), random)] as const
  const secrets = drawn.splice(0)
  const now = (): number => TEN_O_CLOCK
  const opened = await openStoredKeys({ store, realm: 'training', masters, now, random, by: 'hq1' })
  if (!opened.ok) throw new Error(opened.code)
  const keys = opened.value
  const world = await createWorld({ store, keys })
  await exchange(world, [...contractDrafts('C1', [LOGIN]), ...fobDrafts(FOB)])
  await exchange(world, await issuedDrafts(world, { serial: FOB, loginIds: [LOGIN] }))
  await register(world, LOGIN, FOB)
  const work: KeyWork = { store, keys, now, random, by: 'hq1' }
  const noteKeys = async (): Promise<void> => {
    const { opening, signing } = await store.read((reader) => keys.at(reader))
    // PKCS #8 of an Ed25519 key ends with its 32 bytes.
    secrets.push(...opening.values(), signing.key.export({ format: 'der', type: 'pkcs8' }).subarray(-32))
  }
  return { out, keep, log, world, work, masters, secrets, noteKeys }
}

type Watched = Awaited<ReturnType<typeof watchedHub>>

/** Sends a seed in every form to every kind of place that a request has. */
async function sendSeeds({ log, world, keep }: Watched): Promise<void> {
  const tls = makeSelfSigned('127.0.0.1', Date.now(), countingRandom('certificate'))
  const routes = deviceRoutes(world.hub, { log, certificates: [] })
  const ready = async (): Promise<void> => undefined
  const { app, stop } = await createServer({ subjects: [{ prefix: DEVICE_PATH, routes }], log, tls, ready })
  const headers = { 'content-type': CBOR_TYPE }
  for (const form of formsOf(there(world.seeds.get(FOB))).values()) {
    const text = form.toString('latin1').replace(/[^\x21-\x7e]/g, '.')
    const path = encodeURIComponent(text)
    for (const url of [
      `${DEVICE_PATH}/push`,
      `${DEVICE_PATH}/enrol`,
      `/${path}`,
      `${DEVICE_PATH}/push?seed=${path}`,
    ]) {
      const answer = await app.inject({
        method: 'POST',
        url,
        headers: { ...headers, 'x-seed': text },
        body: form,
      })
      expect(answer.statusCode).toBeGreaterThanOrEqual(400)
      // An answer to whoever sent it; it must not come back either.
      keep(answer.rawPayload)
    }
  }
  await stop(0)
}

async function act(watched: Watched, name: (typeof acts)[number], round: number): Promise<void> {
  const { world, work, masters, log, keep } = watched
  const { desk, headOffice, hub } = world
  const ask = (code: string) => headOffice.login({ device: desk.device, loginId: LOGIN, code })
  switch (name) {
    case 'login':
      world.setNow(TEN_O_CLOCK + minutes(round + 1))
      return keep(await ask(world.code(FOB)))
    case 'wrongLogin':
      return keep(await ask('000000'))
    case 'alter': {
      const row = there(await hub.store.read((reader) => reader.fob(FOB)))
      const altered = { ...row, seed: { ...row.seed, issuanceId: 'another' } }
      await hub.store.transaction((tx) => tx.saveFob(altered))
      const failure = await rewrapFails(watched)
      keep([failure.message, failure.stack])
      log.bug('planted', failure)
      await hub.store.transaction((tx) => tx.saveFob(row))
      // Else the next one would find the row under the very key that it changes back to.
      return keep(await rewrapSeeds(work))
    }
    case 'signing':
      return keep(await rotateSigningKey(work))
    case 'sealing':
      return keep(await rotateSealingKey(work))
    case 'master':
      for (const { id } of masters) {
        keep(await useMasterKey(work, id))
        keep(await rewrapSeeds(work))
      }
      return
    case 'spoilt': {
      const serial = String(30_000_000 + round)
      desk.record(fobDrafts(serial))
      desk.record(await issuedDrafts(world, { serial, loginIds: [LOGIN], spoilBox: true }))
      return keep(await desk.push(headOffice))
    }
    case 'hostile':
      return sendSeeds(watched)
  }
}

/** An altered row stops a re-wrapping with an error that an operator reads. */
async function rewrapFails({ work, masters }: Watched): Promise<Error> {
  const ring = there(await work.store.read((reader) => reader.document('hubKeys', 'ring')))
  const other = there(masters.find(({ id }) => id !== ring.masterKeyId))
  await useMasterKey(work, other.id)
  const failure = await rewrapSeeds(work).catch((error: unknown) => error)
  if (!(failure instanceof Error)) throw new Error('an altered row was re-wrapped')
  return failure
}

it('is no seed and no key, in no form', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...acts), { minLength: 1, maxLength: 8 }), async (names) => {
      const watched = await watchedHub()
      await watched.noteKeys()
      for (const [round, name] of names.entries()) {
        await act(watched, name, round)
        await watched.noteKeys()
      }
      const { out, world, secrets } = watched
      const search = new SeedSearch([...world.seeds.values(), ...secrets])
      expect(secrets.length).toBeGreaterThan(3)
      expect(out.length).toBeGreaterThan(5)
      for (const bytes of out) expect(search.in(bytes)).toEqual([])
      // The search would see them: a row with the seed in clear is found.
      const seed = there(world.seeds.get(FOB))
      expect(search.in(serialize([{ table: 'fob', row: { serial: FOB, seed } }]))).toEqual(['raw'])
    }),
    { numRuns: 12, examples: [[[...acts]], [['hostile', 'alter']], [['alter', 'alter']]] },
  )
})
