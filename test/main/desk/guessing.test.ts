/** Passwords guessed side by side, doors opened twice, and what must not stay shut afterwards. */
import { expect, it, vi } from 'vitest'
import { MANAGER, openTraining, OTHER_MANAGER, TELLER } from './counter.ts'
import { createWorld, passwordOf, until, type World } from './world.ts'
import { recorded } from './recorded.ts'

const GUESSES = 20
const wrong = 'not-the-password'

function signedIn(world: World) {
  const { phase } = world.desk.session
  if (phase.name !== 'signedIn') throw new Error('not signed in')
  return phase
}

it('lets no more guesses through side by side than one after another, at the lock', async () => {
  const world = await createWorld()
  await openTraining(world)
  const { work, vault } = signedIn(world)
  await world.call('session.lock', {})
  await until('the store to be closed', () => work.store.journal.status === 'closed')
  const tried = vi.spyOn(vault.keyring, 'unlock')
  const codes = await Promise.all(
    Array.from({ length: GUESSES }, () => world.refused('session.unlock', { password: wrong })),
  )
  expect(new Set(codes)).toEqual(new Set(['PASSWORD_WRONG', 'SIGN_IN_WAIT']))
  // Two are free; the third begins the wait.
  expect(tried).toHaveBeenCalledTimes(3)
})

it('nor for a manager over the shoulder', async () => {
  const world = await createWorld()
  await openTraining(world)
  const { vault } = signedIn(world)
  const tried = vi.spyOn(vault.keyring, 'authenticate')
  const approver = { staffNo: MANAGER, password: wrong }
  const codes = await Promise.all(
    Array.from({ length: GUESSES }, () =>
      world.refused('command.proposeThresholdReset', {
        command: { serial: '12345678', reason: 'x' },
        approver,
      }),
    ),
  )
  expect(new Set(codes)).toEqual(new Set(['PASSWORD_WRONG', 'SIGN_IN_WAIT']))
  expect(tried).toHaveBeenCalledTimes(3)
  const filter = { text: '', type: 'SignInFailed', staffNo: null, before: null, limit: 50 }
  expect((await recorded(world, filter)).total).toBe(3)
})

it('opens the store once, however often the right password is sent at the lock', async () => {
  const world = await createWorld()
  await openTraining(world)
  const { work } = signedIn(world)
  await world.call('session.lock', {})
  await until('the store to be closed', () => work.store.journal.status === 'closed')
  const password = passwordOf(TELLER)
  const answers = await Promise.all([1, 2, 3].map(() => world.answer('session.unlock', { password })))
  expect(answers.map(({ ok }) => ok)).toEqual([true, false, false])
  expect((await world.call('desk.status', {})).phase).toBe('signedIn')
  await world.call('session.signOut', {})
  await world.signIn(OTHER_MANAGER)
})

it('a sign-out from the cover wins over an unlocking under way', async () => {
  const world = await createWorld()
  await openTraining(world)
  const { work, vault } = signedIn(world)
  await world.call('session.lock', {})
  await until('the store to be closed', () => work.store.journal.status === 'closed')
  const tried = vi.spyOn(vault.keyring, 'unlock')
  const unlocking = world.answer('session.unlock', { password: passwordOf(TELLER) })
  await until('the password to be tried', () => tried.mock.calls.length === 1)
  await world.call('session.signOut', {})
  expect(await unlocking).toMatchObject({ ok: false, code: 'NOT_SIGNED_IN' })
  expect((await world.call('desk.status', {})).phase).toBe('signIn')
  await world.signIn(OTHER_MANAGER)
})

it('locks after a sign-in during which the system’s screen was locked', async () => {
  const world = await createWorld()
  await world.call('start.training', {})
  const signingIn = world.signIn(TELLER)
  await until('the opening', async () => (await world.call('desk.status', {})).phase === 'opening')
  world.desk.lock()
  await signingIn
  expect((await world.call('desk.status', {})).phase).toBe('locked')
})

it('makes the training branch once, however often it is asked for', async () => {
  const world = await createWorld()
  const answers = await Promise.all([1, 2, 3].map(() => world.answer('start.training', {})))
  expect(answers.map(({ ok }) => ok)).toEqual([true, false, false])
  await world.signIn(TELLER)
  await world.restart()
  await world.signIn(MANAGER)
})

it('a sign-in that fails by a bug or a bad disk can be tried again', async () => {
  const world = await createWorld()
  await world.call('start.training', {})
  expect(await world.refused('session.signIn', { staffNo: TELLER, password: wrong })).toBe('PASSWORD_WRONG')
  const { phase } = world.desk.session
  if (phase.name !== 'signIn') throw new Error('not at the sign-in')
  const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' })
  const writing = vi.spyOn(phase.vault.place, 'writePending').mockRejectedValueOnce(full)
  await expect(
    world.answer('session.signIn', { staffNo: TELLER, password: passwordOf(TELLER) }),
  ).rejects.toBe(full)
  expect((await world.call('desk.status', {})).phase).toBe('signIn')
  await world.signIn(TELLER)
  expect(writing).toHaveBeenCalled()
})

it('ends only when everything is closed, however often it is told to', async () => {
  const world = await createWorld()
  await openTraining(world)
  const { work } = signedIn(world)
  void world.desk.quit()
  await world.desk.quit()
  expect(work.store.journal.status).toBe('closed')
})
