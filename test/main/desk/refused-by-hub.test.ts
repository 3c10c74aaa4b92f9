import { expect, it } from 'vitest'
import { openTraining, MANAGER } from './counter.ts'
import { createWorld } from './world.ts'

it('turns a record that head office refuses into a task, once', async () => {
  const world = await createWorld()
  await openTraining(world, MANAGER)
  await world.call('sync.now', {})
  const before = await world.call('tasks.list', {})
  const { phase } = world.desk.session
  if (phase.name !== 'signedIn') throw new Error('not signed in')
  // A claim that only head office may make: a desk whose program was tampered with.
  await phase.work.record(
    { type: 'UsersStopped', v: 1, data: { loginIds: ['hanakodt'], serial: '12345678', cause: 'bank' } },
    MANAGER,
  )
  await world.call('sync.now', {})
  const tasks = await world.call('tasks.list', {})
  expect(tasks).toHaveLength(before.length + 1)
  expect(tasks.at(-1)).toMatchObject({ code: 'HUB_ONLY', subject: { kind: 'fob', id: '12345678' } })
  await world.restart()
  await world.signIn(MANAGER)
  await world.call('sync.now', {})
  expect(await world.call('tasks.list', {})).toHaveLength(before.length + 1)
})
