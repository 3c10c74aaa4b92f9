import { beforeEach, describe, expect, it } from 'vitest'
import { asSeed } from '../../../domain/otp.ts'
import type { HubKeys } from '../../../hub/keys/hub-keys.ts'
import { masterKeyOf, type MasterKey } from '../../../hub/keys/master-key.ts'
import {
  countWrappedBy,
  forgetSealingKey,
  rewrapSeeds,
  rotateSealingKey,
  rotateSigningKey,
  useMasterKey,
  type KeyWork,
} from '../../../hub/keys/rotate.ts'
import { openStoredKeys, type StoredKeysOptions } from '../../../hub/keys/stored-keys.ts'
import { withSeed, wrapSeed } from '../../../hub/keys/wrapped-seed.ts'
import type { HubStore } from '../../../hub/store/hub-store.ts'
import { createMemoryStore } from '../../../hub/store/memory-store.ts'
import { followKeyStatements } from '../../../protocol/key-statement.ts'
import { there } from '../../main/desk/there.ts'
import { countingRandom } from '../random.ts'
import { sampleFob } from '../store-contract.ts'
import {
  contractDrafts,
  createWorld,
  exchange,
  fobDrafts,
  issuedDrafts,
  register,
  TEN_O_CLOCK,
} from '../world.ts'

const random = countingRandom('rotation')
const FOB = '20000001'
const newMaster = (): MasterKey => masterKeyOf(random(32), random)

/** A moment later at every look. */
let at = TEN_O_CLOCK
const now = (): number => (at += 1)
let store: HubStore
let first: MasterKey
let work: KeyWork

const optionsWith = (...masters: [MasterKey, ...MasterKey[]]): StoredKeysOptions => ({
  store,
  realm: 'training',
  masters,
  now,
  random,
  by: 'hq1',
})

async function keysWith(...masters: [MasterKey, ...MasterKey[]]): Promise<HubKeys> {
  const opened = await openStoredKeys(optionsWith(...masters))
  if (!opened.ok) throw new Error(opened.code)
  return opened.value
}

const keySet = (keys: HubKeys) => store.read((reader) => keys.at(reader))
const publicKeys = async (keys: HubKeys) => {
  const { signing, sealing } = await keySet(keys)
  return { signing: signing.publicKey, sealing: sealing.publicKey }
}
const acts = async () =>
  (await store.read((reader) => reader.documents('keyAct', { limit: 100 }))).map(({ row }) => row.act)

beforeEach(async () => {
  store = createMemoryStore()
  first = newMaster()
  const keys = await keysWith(first)
  work = { store, keys, now, random, by: 'hq1' }
})

describe('keys in the database', () => {
  it('are made once, and are the same for every process that has the master key', async () => {
    expect(await publicKeys(await keysWith(first))).toEqual(await publicKeys(work.keys))
    expect(await acts()).toEqual(['made'])
    const two = await Promise.all([keysWith(first), keysWith(first)])
    expect(await publicKeys(there(two[0]))).toEqual(await publicKeys(there(two[1])))
  })

  it('open for no other master key and no other realm', async () => {
    expect(await openStoredKeys(optionsWith(newMaster()))).toMatchObject({ code: 'MASTER_KEY_MISSING' })
    expect(await openStoredKeys({ ...optionsWith(first), realm: 'real' })).toMatchObject({
      code: 'KEYS_OTHER_REALM',
    })
  })

  it('do not open once a byte of them was changed', async () => {
    const ring = there(await store.read((reader) => reader.document('hubKeys', 'ring')))
    const { bytes } = ring.signing.wrapped
    const wrapped = { ...ring.signing.wrapped, bytes: bytes.with(50, there(bytes[50]) ^ 1) }
    const spoilt = { ...ring, version: 2, signing: { ...ring.signing, wrapped } }
    await store.transaction((tx) => tx.saveDocument('hubKeys', 'ring', spoilt))
    await expect(openStoredKeys(optionsWith(first))).rejects.toThrow('does not unwrap')
    await expect(keySet(work.keys)).rejects.toThrow('does not unwrap')
  })
})

describe('a new signing key', () => {
  it('is in force for every process at once, and follows from the old one', async () => {
    const other = await keysWith(first)
    const pinned = await publicKeys(other)
    const id = await rotateSigningKey(work)
    const { signing, sealing, statements } = await keySet(other)
    expect(signing.keyId).toBe(id)
    expect(signing.publicKey).not.toEqual(pinned.signing)
    expect(followKeyStatements('training', pinned, statements)).toEqual({
      ok: true,
      value: { signing: signing.publicKey, sealing: sealing.publicKey },
    })
    expect(followKeyStatements('real', pinned, statements).ok).toBe(false)
    expect(await acts()).toEqual(['made', 'signingRotated'])
  })

  it('leaves nothing to sign with by the old one', async () => {
    await rotateSigningKey(work)
    const ring = there(await store.read((reader) => reader.document('hubKeys', 'ring')))
    expect(ring.signing.publicKey).toEqual((await publicKeys(work.keys)).signing)
    expect(ring.origin.signing).not.toEqual(ring.signing.publicKey)
  })

  it('is reached from any key that was ever pinned, however many there were', async () => {
    const pins = [await publicKeys(work.keys)]
    for (const rotate of [rotateSigningKey, rotateSealingKey, rotateSealingKey, rotateSigningKey]) {
      await rotate(work)
      pins.push(await publicKeys(work.keys))
    }
    const { statements } = await keySet(work.keys)
    for (const pinned of pins) {
      expect(followKeyStatements('training', pinned, statements)).toEqual({ ok: true, value: pins.at(-1) })
    }
    const [one, two] = [there(statements[0]), there(statements[1])]
    const forged = [{ ...one, signature: two.signature }, ...statements.slice(1)]
    const dropped = statements.slice(1)
    for (const wrong of [forged, dropped, [two, one], [{ ...one, number: 2 }]]) {
      expect(followKeyStatements('training', there(pins[0]), wrong).ok).toBe(false)
    }
  })
})

describe('a new key for seeds', () => {
  it('leaves open what a desk that was away sealed to the old one, until that is forgotten', async () => {
    const world = await createWorld({ store, keys: work.keys })
    const { headOffice, desk } = world
    await exchange(world, [...contractDrafts('C1', ['ichirodt', 'hanakodt']), ...fobDrafts(FOB)])
    await exchange(world, fobDrafts('20000002'))
    const sealedBefore = await issuedDrafts(world, { serial: FOB, loginIds: ['ichirodt'] })
    const lateBox = await issuedDrafts(world, { serial: '20000002', loginIds: ['hanakodt'] })
    const old = (await headOffice.identify({})).sealing.keyId
    const id = await rotateSealingKey(work)
    expect((await headOffice.identify({})).sealing.keyId).toBe(id)
    await exchange(world, sealedBefore)
    await register(world, 'ichirodt', FOB)
    expect(await forgetSealingKey(work, id)).toMatchObject({ code: 'SEALING_KEY_CURRENT' })
    expect(await forgetSealingKey(work, old)).toMatchObject({ ok: true })
    expect(await forgetSealingKey(work, old)).toMatchObject({ code: 'SEALING_KEY_UNKNOWN' })
    desk.record(lateBox)
    await desk.push(headOffice)
    const events = await desk.pull(headOffice)
    expect(events.filter(({ type }) => type === 'VerdictGiven').map(({ data }) => data)).toContainEqual(
      expect.objectContaining({ accepted: false, code: 'SEED_BOX_NOT_OPENED' }),
    )
    expect(await acts()).toEqual(['made', 'sealingRotated', 'sealingForgotten'])
  })
})

describe('a new master key', () => {
  const COUNT = 25
  const seeds = new Map<string, Uint8Array>()

  beforeEach(async () => {
    await store.transaction(async (tx) => {
      for (let index = 0; index < COUNT; index += 1) {
        const serial = String(10_000_000 + index)
        const seed = random(20)
        seeds.set(serial, seed)
        const wrapped = await wrapSeed(first, { serial, issuanceId: `i-${index}` }, asSeed(seed.slice()))
        await tx.saveFob({ ...sampleFob, serial, seed: wrapped })
      }
    })
  })

  async function expectAllSeeds(keys: HubKeys): Promise<void> {
    const fobs = await store.read((reader) => reader.fobsAfter('', 100))
    expect(fobs).toHaveLength(COUNT)
    for (const fob of fobs) {
      const seed = await withSeed(keys.master, fob, async (clear) => clear.slice())
      expect(seed).toEqual(seeds.get(fob.serial))
      expect({ ...fob, seed: null, serial: '' }).toEqual({ ...sampleFob, seed: null, serial: '' })
    }
  }

  it('takes over seed by seed, is cut off after any batch and goes on', async () => {
    const second = newMaster()
    expect(await useMasterKey(work, second.id)).toMatchObject({ code: 'MASTER_KEY_MISSING' })
    const both = { ...work, keys: await keysWith(first, second) }
    expect(await useMasterKey(both, first.id)).toMatchObject({ code: 'MASTER_KEY_CURRENT' })
    expect(await useMasterKey(both, second.id)).toMatchObject({ ok: true })
    // A process that was started without it says so, and does not go on under the old one.
    await expect(keySet(work.keys)).rejects.toThrow(`master key ${second.id} is not here`)
    expect(await countWrappedBy(both, first.id)).toBe(COUNT)
    for (const cutAfter of [4, 8, 12, 16]) {
      const cut = rewrapSeeds(both, {
        batch: 4,
        onProgress: (seen) => {
          if (seen >= cutAfter) throw new Error('cut off')
        },
      })
      await expect(cut).rejects.toThrow('cut off')
      expect(await countWrappedBy(both, first.id)).toBe(COUNT - cutAfter)
      await expectAllSeeds(both.keys)
    }
    expect(await rewrapSeeds(both, { batch: 4 })).toBe(COUNT - 16)
    expect(await rewrapSeeds(both)).toBe(0)
    expect(await countWrappedBy(both, first.id)).toBe(0)
    // The old one may go now.
    const alone = await keysWith(second)
    await expectAllSeeds(alone)
    expect(await publicKeys(alone)).toEqual(await publicKeys(both.keys))
    expect(await acts()).toEqual(['made', 'masterChanged', 'rewrapped'])
  })

  it('changes no public key: no desk notices', async () => {
    const before = await publicKeys(work.keys)
    const second = newMaster()
    const both = { ...work, keys: await keysWith(first, second) }
    await useMasterKey(both, second.id)
    expect(await publicKeys(both.keys)).toEqual(before)
    expect((await keySet(both.keys)).statements).toEqual([])
  })
})
