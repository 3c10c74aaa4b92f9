/** The whole desk goes on after head office has changed its keys, also over a lock and a new start of its session. */
import { expect, it } from 'vitest'
import { masterKeyOf } from '../../../hub/keys/master-key.ts'
import { rotateSealingKey, rotateSigningKey, type KeyWork } from '../../../hub/keys/rotate.ts'
import { openStoredKeys } from '../../../hub/keys/stored-keys.ts'
import { parseProfile } from '../../../main/desk/profile.ts'
import { countingRandom } from '../../hub/random.ts'
import { MANAGER, openTraining } from './counter.ts'
import { there } from './there.ts'
import { createWorld } from './world.ts'

const random = countingRandom('keys of the desk')

it('pins the new keys, records the change and synchronises', async () => {
  let work: KeyWork | undefined
  const world = await createWorld({
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
  const signing = await rotateSigningKey(there(work))
  const sealing = await rotateSealingKey(there(work))
  await world.call('sync.now', {})
  const pinned = async () => parseProfile(there(await world.ports.places.training.readProfile()))
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
