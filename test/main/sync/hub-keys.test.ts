/** A desk learns head office's new keys from its statements, with the real synchronisation and hub. */
import { beforeEach, expect, it } from 'vitest'
import { masterKeyOf } from '../../../hub/keys/master-key.ts'
import { rotateSealingKey, rotateSigningKey, type KeyWork } from '../../../hub/keys/rotate.ts'
import { openStoredKeys } from '../../../hub/keys/stored-keys.ts'
import { createMemoryStore } from '../../../hub/store/memory-store.ts'
import { pullAll } from '../../../main/sync/pull.ts'
import type { HeadOffice } from '../../../protocol/head-office.ts'
import { countingRandom } from '../../hub/random.ts'
import { contractDrafts, createWorld, TEN_O_CLOCK, type World } from '../../hub/world.ts'

const random = countingRandom('keys learnt')
let world: World
let work: KeyWork
let asked: number

beforeEach(async () => {
  const store = createMemoryStore()
  const now = (): number => TEN_O_CLOCK
  const masters = [masterKeyOf(random(32), random)] as const
  const opened = await openStoredKeys({ store, realm: 'training', masters, now, random, by: 'hq1' })
  if (!opened.ok) throw new Error(opened.code)
  work = { store, keys: opened.value, now, random, by: 'hq1' }
  world = await createWorld({ store, keys: opened.value })
  asked = 0
})

/** Something new to pull, and the pull. */
async function contact(headOffice: Partial<HeadOffice> = {}) {
  const { desk } = world
  desk.record(contractDrafts(`C${desk.own.length}`, []))
  await desk.push(world.headOffice)
  return pullAll({
    enrolment: desk.enrolment,
    desk,
    headOffice: {
      pull: headOffice.pull ?? world.headOffice.pull,
      identify: (input) => {
        asked += 1
        return (headOffice.identify ?? world.headOffice.identify)(input)
      },
    },
    halted: () => null,
    onPulled: () => undefined,
  })
}

const believed = () => world.desk.enrolment.hubKeys.current
async function ofToday() {
  const { signing, sealing } = await world.headOffice.identify({})
  return { signing: signing.publicKey, sealing: sealing.publicKey }
}

it('asks only when a key changed, and then believes the new one', async () => {
  expect(await contact()).toEqual({ ok: true })
  expect(asked).toBe(0)
  for (const rotate of [rotateSealingKey, rotateSigningKey]) {
    await rotate(work)
    expect(await contact()).toEqual({ ok: true })
    expect(believed()).toEqual(await ofToday())
  }
  expect(asked).toBe(2)
  expect(await contact()).toEqual({ ok: true })
  expect(asked).toBe(2)
})

it('catches up with any number of changes while it was away', async () => {
  await contact()
  for (const rotate of [rotateSigningKey, rotateSealingKey, rotateSigningKey]) await rotate(work)
  expect(await contact()).toEqual({ ok: true })
  expect(believed()).toEqual(await ofToday())
})

it('believes no key that the old one has not signed for, and takes nothing under it', async () => {
  await contact()
  const before = believed()
  const pulled = world.desk.pulled.length
  await rotateSigningKey(work)
  const genuine = await world.headOffice.identify({})
  const other = await createWorld()
  const stranger = await other.headOffice.identify({})
  const forged = genuine.statements.map((statement) => ({
    ...statement,
    signing: stranger.signing.publicKey,
  }))
  for (const statements of [[], forged, [...genuine.statements, ...genuine.statements]]) {
    const outcome = await contact({ identify: async () => ({ ...genuine, statements }) })
    expect(outcome).toMatchObject({ code: 'HUB_CHAIN_BROKEN' })
  }
  expect(believed()).toEqual(before)
  expect(world.desk.pulled).toHaveLength(pulled)
  expect(await contact()).toEqual({ ok: true })
  expect(believed()).toEqual(await ofToday())
})

it('is not led astray by a page that names keys of its own', async () => {
  await contact()
  const before = believed()
  const outcome = await contact({
    pull: async (input) => {
      const page = await world.headOffice.pull(input)
      return page.ok ? { ...page, keys: { signing: 'another', sealing: 'another' } } : page
    },
  })
  expect(outcome).toEqual({ ok: true })
  expect(believed()).toEqual(before)
})
