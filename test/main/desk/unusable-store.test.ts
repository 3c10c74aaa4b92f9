/** A store that cannot be used ends in the screen that says so; what can be put right is tried again from there. */
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { sealDrafts, type Draft } from '../../../main/desk/seal-drafts.ts'
import { openTraining, TELLER } from './counter.ts'
import { createWorld, passwordOf } from './world.ts'

const teller = { staffNo: TELLER, password: passwordOf(TELLER) }

it('halts at an event that a newer program recorded, and is not believed to be a bug', async () => {
  const world = await createWorld()
  await openTraining(world)
  const { phase } = world.desk.session
  if (phase.name !== 'signedIn') throw new Error('not signed in')
  const { journal, profile } = phase.work.store
  const newer = { draft: { type: 'FobTeleported', v: 1, data: {} }, at: Date.now() } as unknown as Draft
  const chain = { realm: profile.realm, tail: journal.tail }
  const events = await sealDrafts(
    [newer],
    { by: null, signers: [] },
    chain,
    world.ports.effects,
    () => undefined,
  )
  await journal.append({ origin: 'own', events })
  await world.restart()
  expect(await world.refused('session.signIn', teller)).toBe('STORE_NEWER')
  const status = await world.call('desk.status', {})
  expect(status).toMatchObject({ phase: 'failed', failure: { code: 'STORE_NEWER' } })
  // Nothing was changed by the refusal: it is refused again.
  await world.call('store.retry', {})
  expect(await world.refused('session.signIn', teller)).toBe('STORE_NEWER')
})

it('goes back to the sign-in when the missing folder is there again', async () => {
  const world = await createWorld()
  await openTraining(world)
  await world.call('session.signOut', {})
  const folder = join(world.root, 'training', 'journal')
  await rename(folder, `${folder}-elsewhere`)
  expect(await world.refused('session.signIn', teller)).toBe('STORE_MISSING')
  expect(await world.call('desk.status', {})).toMatchObject({ phase: 'failed' })
  await rename(`${folder}-elsewhere`, folder)
  await world.call('store.retry', {})
  expect(await world.call('desk.status', {})).toMatchObject({ phase: 'signIn', failure: null })
  await world.signIn(TELLER)
})
