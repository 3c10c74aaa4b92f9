import { expect, it } from 'vitest'
import { asSeed } from '../../../domain/otp.ts'
import { masterKeyOf, masterKeysOf } from '../../../hub/keys/master-key.ts'
import { SeedNotUnwrapped, withSeed, wrapSeed } from '../../../hub/keys/wrapped-seed.ts'
import { hex } from '../../../protocol/bytes.ts'
import { countingRandom } from '../random.ts'

const random = countingRandom('wrapped seeds')
const SERIAL = '12345678'
const tie = { serial: SERIAL, issuanceId: 'i-1' }
const keys = () => masterKeyOf(random(32), random)

it('wraps a seed so that it unwraps for its fob, and is wiped after its use', async () => {
  const master = keys()
  const seed = asSeed(random(20))
  const row = { serial: SERIAL, seed: await wrapSeed(master, tie, seed) }
  expect(row.seed).toMatchObject({ keyId: master.id, issuanceId: 'i-1' })
  expect(Buffer.from(row.seed.wrapped).includes(Buffer.from(seed))).toBe(false)
  const seen: Uint8Array[] = []
  const found = await withSeed(masterKeysOf([master]), row, async (unwrapped) => {
    seen.push(unwrapped)
    return hex(unwrapped)
  })
  expect(found).toBe(hex(seed))
  expect(seen).toEqual([new Uint8Array(20)])
  const failing = withSeed(masterKeysOf([master]), row, async (unwrapped) => {
    seen.push(unwrapped)
    throw new Error('planned')
  })
  await expect(failing).rejects.toThrow('planned')
  expect(seen[1]).toEqual(new Uint8Array(20))
})

it('opens for no other fob, issuance, key or bytes, and says nothing of the seed', async () => {
  const [master, other] = [keys(), keys()]
  const seed = asSeed(random(20))
  const wrapped = await wrapSeed(master, tie, seed)
  const spoilt = wrapped.wrapped.with(40, (wrapped.wrapped[40] ?? 0) ^ 1)
  const rows = [
    { serial: '87654321', seed: wrapped },
    { serial: SERIAL, seed: { ...wrapped, issuanceId: 'i-2' } },
    { serial: SERIAL, seed: { ...wrapped, keyId: other.id } },
    { serial: SERIAL, seed: { ...wrapped, keyId: 'ffffffffffffffff' } },
    { serial: SERIAL, seed: { ...wrapped, wrapped: spoilt } },
    { serial: SERIAL, seed: { ...wrapped, wrapped: new Uint8Array(0) } },
  ]
  for (const row of rows) {
    const tried = withSeed(masterKeysOf([master, other]), row, async () => 'opened')
    await expect(tried).rejects.toThrow(SeedNotUnwrapped)
    await expect(tried).rejects.not.toThrow(hex(seed))
  }
})

it('wraps no two things under one nonce', async () => {
  const master = keys()
  const nonces = new Set<string>()
  for (let index = 0; index < 50; index += 1) {
    nonces.add(hex((await master.wrap(new Uint8Array(20), new Uint8Array(0))).subarray(0, 12)))
  }
  expect(nonces.size).toBe(50)
})

it('names a master key by its bytes', () => {
  const key = random(32)
  expect(masterKeyOf(key, random).id).toBe(masterKeyOf(key.slice(), random).id)
  expect(keys().id).not.toBe(keys().id)
  expect(() => masterKeyOf(random(16), random)).toThrow('32 bytes')
})
