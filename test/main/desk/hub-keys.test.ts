/** The whole desk goes on after head office has changed its keys, also over a lock and a new start of its session. */
import { describe, expect, it, vi } from 'vitest'
import { masterKeyOf } from '../../../hub/keys/master-key.ts'
import { rotateSealingKey, rotateSigningKey, type KeyWork } from '../../../hub/keys/rotate.ts'
import { openStoredKeys } from '../../../hub/keys/stored-keys.ts'
import { formatProfile, parseProfile, type Profile } from '../../../main/desk/profile.ts'
import { hex } from '../../../protocol/bytes.ts'
import { generateSigningKeyPair, keyId } from '../../../protocol/signature.ts'
import { countingRandom } from '../../hub/random.ts'
import { MANAGER, openTraining } from './counter.ts'
import { there } from './there.ts'
import { recorded } from './recorded.ts'
import { createWorld, type World, type WorldOptions } from './world.ts'

const random = countingRandom('keys of the desk')

async function synchronised(options: WorldOptions = {}): Promise<{ world: World; work: KeyWork }> {
  let work: KeyWork | undefined
  const world = await createWorld({
    ...options,
    hubKeys: async (store, realm) => {
      const masters = [masterKeyOf(random(32), random)] as const
      const [now, by] = [() => Date.now(), 'hq1']
      const opened = await openStoredKeys({ store, realm, masters, now, random, by })
      if (!opened.ok) throw new Error(opened.code)
      if (realm === 'training') work = { store, keys: opened.value, now, random, by }
      return opened.value
    },
  })
  await openTraining(world, MANAGER)
  await world.call('sync.now', {})
  return { world, work: there(work) }
}

const profileOf = async ({ ports }: World): Promise<Profile> =>
  there(parseProfile(there(await ports.places.training.readProfile())))

/** Whoever can write this PC's files puts a profile in the place of the one there. */
async function reopened(world: World, profile: Profile): Promise<void> {
  await world.call('session.signOut', {})
  await world.ports.places.training.writeProfile(formatProfile(profile))
  await world.restart()
  await world.signIn(MANAGER)
}

const entries = async (world: World, type: string) =>
  (await recorded(world, { text: '', type, staffNo: null, before: null, limit: 50 })).entries

it('pins the new keys, records the change and synchronises', async () => {
  const { world, work } = await synchronised()
  const signing = await rotateSigningKey(work)
  const sealing = await rotateSealingKey(work)
  await world.call('sync.now', {})
  const pinned = () => profileOf(world)
  const changed = { hubSigning: { keyId: signing }, hubSealing: { keyId: sealing } }
  expect(await pinned()).toMatchObject(changed)
  const filter = { text: '', type: 'HubKeysChanged', staffNo: null, before: null, limit: 50 }
  const changes = async () => (await world.call('audit.page', filter)).entries
  expect(await changes()).toHaveLength(1)
  await world.call('session.signOut', {})
  await world.signIn(MANAGER)
  await world.call('sync.now', {})
  expect(await changes()).toHaveLength(1)
  expect(await pinned()).toMatchObject(changed)
})

describe('keys that somebody has exchanged in the profile', () => {
  const mine = (publicKey: Uint8Array) => ({ keyId: keyId(publicKey), publicKey: hex(publicKey) })
  const { publicKey } = generateSigningKeyPair(random)

  it.each([
    ['for signatures', () => ({ hubSigning: mine(publicKey) })],
    ['for seeds', () => ({ hubSealing: mine(publicKey) })],
    [
      'under another name',
      ({ hubSealing }: Profile) => ({ hubSealing: { ...hubSealing, keyId: '0'.repeat(16) } }),
    ],
  ])('%s: nobody is asked, nothing is sealed to them, and it is on record', async (_which, altered) => {
    const passed: unknown[] = []
    const { world } = await synchronised({ onLine: (message) => passed.push(message) })
    const honest = await profileOf(world)
    await reopened(world, { ...honest, ...altered(honest) })
    passed.length = 0
    expect(await world.refused('sync.now', {})).toBe('HUB_KEYS_ALTERED')
    const { headOffice } = await world.call('desk.status', {})
    expect(headOffice).toMatchObject({ online: false, refusal: { code: 'HUB_KEYS_ALTERED' } })
    expect(await world.refused('issuance.begin', { applicationId: 'a', serial: '' })).toBe('HUB_KEYS_ALTERED')
    expect(await world.refused('sync.now', {})).toBe('HUB_KEYS_ALTERED')
    expect(passed).toEqual([])
    await vi.waitFor(async () => expect(await entries(world, 'ActionRefused')).not.toEqual([]))
    const refusals = (await entries(world, 'ActionRefused')).map(({ data }) => JSON.parse(data))
    expect(refusals).toEqual([
      { command: 'synchronise', code: 'HUB_KEYS_ALTERED', subject: '', staffNo: null },
    ])
    // Put right by head office's people: everything goes on.
    await reopened(world, honest)
    expect(await world.call('sync.now', {})).toEqual({})
  })

  it('but for a change of head office’s own that a crash cut off: it is finished', async () => {
    const { world, work } = await synchronised()
    const before = await profileOf(world)
    await rotateSigningKey(work)
    await world.call('sync.now', {})
    const after = await profileOf(world)
    const { hubSigning, hubSealing } = after
    expect(after.hubNext).toBeUndefined()
    await reopened(world, { ...before, hubNext: { hubSigning, hubSealing } })
    expect(await world.call('sync.now', {})).toEqual({})
    expect(await profileOf(world)).toEqual(after)
    expect(await entries(world, 'HubKeysChanged')).toHaveLength(1)
    // What is only announced is not believed, and the keys before the change are no longer.
    await reopened(world, { ...before, hubNext: { hubSigning: mine(publicKey), hubSealing } })
    expect(await world.refused('sync.now', {})).toBe('HUB_KEYS_ALTERED')
  })
})
