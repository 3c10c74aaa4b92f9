/** What a channel beside the commands refuses to a role, and that the refusal is recorded. */
import { expect, it } from 'vitest'
import { AUDITOR, MANAGER, openTraining, TELLER } from './counter.ts'
import { createWorld, passwordOf, type World } from './world.ts'
import { recorded } from './recorded.ts'

async function refusals(world: World): Promise<unknown[]> {
  const filter = { text: '', type: 'ActionRefused', staffNo: null, before: null, limit: 50 }
  const { entries } = await recorded(world, filter)
  return entries.map(({ data }) => JSON.parse(data))
}

it('a teller sets nobody’s password', async () => {
  const world = await createWorld()
  await openTraining(world)
  const before = (await refusals(world)).length
  const second = { staffNo: MANAGER, password: passwordOf(MANAGER) }
  const set = { staffNo: '1001', newPassword: 'hajimete-no-kagi', password: passwordOf(TELLER), second }
  expect(await world.refused('staff.setPassword', set)).toBe('NOT_ALLOWED')
  const noted = await refusals(world)
  expect(noted).toHaveLength(before + 1)
  expect(noted[0]).toEqual({
    command: 'setPassword',
    code: 'NOT_ALLOWED',
    subject: '1001',
    staffNo: TELLER,
  })
})

it('an auditor uses up no code and stops nobody by wrong ones', async () => {
  const world = await createWorld()
  await openTraining(world, AUDITOR)
  const login = { loginId: 'hanakodt', code: '000000' }
  expect(await world.refused('activation.login', login)).toBe('NOT_ALLOWED')
  expect((await refusals(world))[0]).toMatchObject({ command: 'login', subject: 'hanakodt' })
})

it('the audit view is the managers’ and the auditors’', async () => {
  const world = await createWorld()
  await openTraining(world)
  const page = { text: '', type: null, staffNo: null, before: null, limit: 1 }
  expect(await world.refused('audit.page', page)).toBe('NOT_ALLOWED')
  expect(await world.refused('audit.verify', {})).toBe('NOT_ALLOWED')
  expect((await refusals(world))[0]).toMatchObject({ command: 'audit', code: 'NOT_ALLOWED' })
  await world.call('session.signOut', {})
  await world.signIn(AUDITOR)
  expect((await world.call('audit.page', page)).total).toBeGreaterThan(0)
})
