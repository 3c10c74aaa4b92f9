/** Passwords that two people set, that must be changed, and that are guessed over a restart. */
import { expect, it } from 'vitest'
import { MANAGER, openTraining, OTHER_MANAGER, TELLER } from './counter.ts'
import { recorded } from './recorded.ts'
import { there } from './there.ts'
import { createWorld, passwordOf, type World } from './world.ts'
import { hex } from '../../../protocol/bytes.ts'

const wrong = 'not-the-password'
const fresh = 'atarashii-no-kagi'
const own = 'jibun-dake-no-kagi'

const filter = (type: string) => ({ text: '', type, staffNo: null, before: null, limit: 50 })

function resetBy(second: { staffNo: string; password: string } | { recoveryCode: string }, staffNo = TELLER) {
  return { staffNo, newPassword: fresh, password: passwordOf(MANAGER), second }
}

const otherManager = { staffNo: OTHER_MANAGER, password: passwordOf(OTHER_MANAGER) }

function keyringOf(world: World) {
  const { phase } = world.desk.session
  if (phase.name === 'start' || phase.vault === null) throw new Error('no vault')
  return phase.vault.keyring
}

it('nobody resets a password alone', async () => {
  const world = await createWorld()
  await openTraining(world, MANAGER)
  const refusal = (second: Parameters<typeof resetBy>[0], staffNo?: string) =>
    world.refused('staff.setPassword', resetBy(second, staffNo))
  const self = { staffNo: MANAGER, password: passwordOf(MANAGER) }
  expect(await refusal(self)).toBe('SECOND_MANAGER_NEEDED')
  expect(await refusal({ staffNo: TELLER, password: passwordOf(TELLER) })).toBe('SECOND_MANAGER_NEEDED')
  const teller = { staffNo: TELLER, password: passwordOf(TELLER) }
  expect(await refusal(teller, OTHER_MANAGER)).toBe('APPROVER_NOT_MANAGER')
  expect(await refusal({ ...otherManager, password: wrong })).toBe('PASSWORD_WRONG')
  expect(await refusal(otherManager, MANAGER)).toBe('PASSWORD_OWN')
  // There is a second manager: the code stays in the safe.
  expect(await refusal({ recoveryCode: '0' })).toBe('SECOND_MANAGER_NEEDED')
  expect(
    (await recorded(world, filter('PasswordSet'))).entries.some(({ data }) => data.includes('reset')),
  ).toBe(false)
  await world.call('session.signOut', {})
  await world.signIn(TELLER)
})

it('two reset it, both sign, and the person changes it before anything else', async () => {
  const world = await createWorld()
  await openTraining(world, MANAGER)
  const keyring = keyringOf(world)
  const before = there(keyring.members.find(({ staffNo }) => staffNo === TELLER))
  const { currentEpoch } = keyring
  expect(await world.call('staff.setPassword', resetBy(otherManager))).toEqual({ recoveryCode: null })
  expect(keyring.currentEpoch).toBe(currentEpoch + 1)
  expect(keyring.members.find(({ staffNo }) => staffNo === TELLER)?.keyId).not.toBe(before.keyId)
  const [entry] = (await recorded(world, filter('PasswordSet'))).entries
  const { signingKey } = there(keyring.members.find(({ staffNo }) => staffNo === TELLER))
  expect(JSON.parse(there(entry).data)).toEqual({
    staffNo: TELLER,
    how: 'reset',
    second: OTHER_MANAGER,
    // Head office checks the member's approvals with it from now on.
    signingKey: hex(signingKey),
  })
  expect(there(entry).by).toBe(MANAGER)
  expect(await world.call('audit.verify', {})).toMatchObject({ ok: true })

  await world.call('session.signOut', {})
  expect(await world.refused('session.signIn', { staffNo: TELLER, password: passwordOf(TELLER) })).toBe(
    'PASSWORD_WRONG',
  )
  await world.call('session.signIn', { staffNo: TELLER, password: fresh })
  expect(await world.call('desk.status', {})).toMatchObject({ phase: 'signedIn', mustChangePassword: true })
  expect(await world.refused('tasks.list', {})).toBe('PASSWORD_CHANGE_NEEDED')
  expect(await world.refused('sync.now', {})).toBe('PASSWORD_CHANGE_NEEDED')
  expect(await world.refused('session.changePassword', { password: fresh, newPassword: fresh })).toBe(
    'PASSWORD_SAME',
  )
  await world.call('session.changePassword', { password: fresh, newPassword: own })
  expect((await world.call('desk.status', {})).mustChangePassword).toBe(false)
  await world.call('tasks.list', {})
  await world.restart()
  await world.call('session.signIn', { staffNo: TELLER, password: own })
})

it('a temporary password approves nothing', async () => {
  const world = await createWorld()
  await openTraining(world, MANAGER)
  const third = { staffNo: '1009', name: '役席 三郎', role: 'manager' as const, deputy: false }
  await world.call('command.proposeStaffAdd', { command: third, approver: otherManager })
  await world.call('staff.setPassword', resetBy(otherManager, '1009'))
  const approver = { staffNo: '1009', password: fresh }
  expect(
    await world.refused('command.proposeThresholdReset', {
      command: { serial: '12345678', reason: 'x' },
      approver,
    }),
  ).toBe('PASSWORD_CHANGE_NEEDED')
  expect(await world.refused('staff.setPassword', resetBy(approver))).toBe('PASSWORD_CHANGE_NEEDED')
})

it('the wait after wrong passwords outlives the program, whichever way they were tried', async () => {
  const world = await createWorld()
  await openTraining(world)
  // One again for a command, one over the shoulder, then at the sign-in: all the same count.
  const approver = { staffNo: MANAGER, password: wrong }
  for (let tried = 0; tried < 4; tried++) {
    const answer = await world.answer('command.proposeThresholdReset', {
      command: { serial: '12345678', reason: 'x' },
      approver,
    })
    if (tried < 3) expect(answer).toMatchObject({ code: 'PASSWORD_WRONG' })
    else expect(answer).toMatchObject({ code: 'SIGN_IN_WAIT', detail: { wait: 1 } })
  }
  await world.restart()
  const right = { staffNo: MANAGER, password: passwordOf(MANAGER) }
  expect(await world.answer('session.signIn', right)).toMatchObject({ code: 'SIGN_IN_WAIT' })
  world.sleep(2000)
  expect(await world.answer('session.signIn', { ...right, password: wrong })).toMatchObject({
    code: 'PASSWORD_WRONG',
    detail: { wait: 2 },
  })
  world.sleep(2000)
  await world.call('session.signIn', right)
  await world.restart()
  expect(await world.answer('session.signIn', { ...right, password: wrong })).toMatchObject({
    detail: { wait: 0 },
  })
})
