/** Re-wrapping on a real PostgreSQL by one hub while another one counts attempts on the same fobs. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { asSeed } from '../../../domain/otp.ts'
import { masterKeyOf } from '../../../hub/keys/master-key.ts'
import { rewrapSeeds, useMasterKey } from '../../../hub/keys/rotate.ts'
import { openStoredKeys } from '../../../hub/keys/stored-keys.ts'
import { withSeed, wrapSeed } from '../../../hub/keys/wrapped-seed.ts'
import { openSqlStore } from '../../../hub/store/sql/open.ts'
import { sameBytes } from '../../../protocol/bytes.ts'
import { there } from '../../main/desk/there.ts'
import { startPostgres, type PostgresServer } from '../postgres/server.ts'
import { countingRandom } from '../random.ts'
import { sampleFob } from '../store-contract.ts'

const random = countingRandom('re-wrapping')
const FOBS = 60
let server: PostgresServer

beforeAll(async () => {
  server = await startPostgres()
}, 120_000)
afterAll(() => server.dispose())

it('loses no count of an attempt and no seed', { timeout: 120_000 }, async () => {
  const databaseUrl = await server.database()
  const errors: unknown[] = []
  const open = () => openSqlStore({ databaseUrl, now: () => 1, onBroken: (error) => errors.push(error) })
  const [store, other] = [await open(), await open()]
  const [first, second] = [masterKeyOf(random(32), random), masterKeyOf(random(32), random)]
  const [now, by] = [() => 1, 'hq1']
  const options = { store, realm: 'training', now, random, by } as const
  // The first is in force; later on both are there.
  const made = await openStoredKeys({ ...options, masters: [first] })
  const both = await openStoredKeys({ ...options, masters: [first, second] })
  if (!made.ok || !both.ok) throw new Error('the keys do not open')
  const seeds = new Map<string, Uint8Array>()
  await store.transaction(async (tx) => {
    for (let index = 0; index < FOBS; index += 1) {
      const serial = String(10_000_000 + index)
      const seed = random(20)
      seeds.set(serial, seed)
      const wrapped = await wrapSeed(first, { serial, issuanceId: 'i' }, asSeed(seed.slice()))
      await tx.saveFob({ ...sampleFob, serial, seed: wrapped, wrongInRow: 0 })
    }
  })
  const work = { store, keys: both.value, now, random, by }
  expect(await useMasterKey(work, second.id)).toMatchObject({ ok: true })

  const counted = new Map<string, number>()
  const under = { way: true }
  const count = async (serial: string): Promise<void> => {
    while (under.way) {
      await other.changeFob(serial, (row) => {
        const known = { ...sampleFob, ...row }
        return { row: { ...known, wrongInRow: known.wrongInRow + 1 }, result: null }
      })
      counted.set(serial, (counted.get(serial) ?? 0) + 1)
    }
  }
  const counting = [...seeds.keys()].map(count)
  const done = await rewrapSeeds(work, { batch: 7 }).finally(() => {
    under.way = false
  })
  await Promise.all(counting)

  expect(done).toBe(FOBS)
  expect(errors).toEqual([])
  const fobs = await store.read((reader) => reader.fobsAfter('', 100))
  expect(fobs).toHaveLength(FOBS)
  for (const fob of fobs) {
    expect(fob.seed.keyId).toBe(second.id)
    expect(fob.wrongInRow).toBe(counted.get(fob.serial))
    const same = await withSeed(both.value.master, fob, async (seed) =>
      sameBytes(seed, there(seeds.get(fob.serial))),
    )
    expect(same).toBe(true)
  }
  expect([...counted.values()].reduce((sum, value) => sum + value, 0)).toBeGreaterThan(FOBS)
  await Promise.all([store.close(), other.close()])
})
