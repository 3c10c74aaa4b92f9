import { expect, it } from 'vitest'
import type { RoleSigner } from '../../../protocol/envelope.ts'
import {
  awaitingCode,
  approvedApplication,
  MANAGER,
  OTHER_MANAGER,
  openTraining,
  placeSpareFob,
  TELLER,
} from './counter.ts'
import { createWorld, passwordOf, until, type World } from './world.ts'
import { recorded } from './recorded.ts'
import { there } from './there.ts'

const page = { text: '', type: null, staffNo: null, before: null, limit: 50 }

async function typesSince(world: World, before: number): Promise<string[]> {
  const { entries } = await recorded(world, page)
  return entries.filter(({ position }) => position > before).map(({ type }) => type)
}

function signs(keys: RoleSigner): boolean {
  try {
    return keys.sign(new Uint8Array(32)).length > 0
  } catch {
    return false
  }
}

it('records failed sign-ins at the next one, with the time at which they happened, over a restart', async () => {
  const world = await createWorld()
  await world.call('start.training', {})
  const wrong = { staffNo: TELLER, password: 'not-the-password' }
  expect(await world.refused('session.signIn', wrong)).toBe('PASSWORD_WRONG')
  expect((await world.call('desk.status', {})).phase).toBe('signIn')
  await world.restart()
  expect(await world.refused('session.signIn', { ...wrong, staffNo: '9999' })).toBe('PASSWORD_WRONG')
  const tried = Date.now()
  await world.signIn(MANAGER)
  const { entries } = await recorded(world, { ...page, type: 'SignInFailed' })
  expect(entries.map(({ subject }) => subject)).toEqual(['9999', TELLER])
  expect(entries.every(({ by, at }) => by === null && at <= tried)).toBe(true)
  await world.call('session.signOut', {})
  await world.signIn(MANAGER)
  expect((await recorded(world, { ...page, type: 'SignInFailed' })).total).toBe(2)
})

it('answers nothing while nobody is signed in', async () => {
  const world = await createWorld()
  expect(await world.refused('customers.search', { text: 'データ', limit: 10 })).toBe('NOT_SIGNED_IN')
  await world.call('start.training', {})
  expect(await world.refused('tasks.list', {})).toBe('NOT_SIGNED_IN')
  await world.signIn(TELLER)
  await world.call('session.signOut', {})
  expect(await world.refused('tasks.list', {})).toBe('NOT_SIGNED_IN')
})

it('covers the screen at once, drops keys and projection, and comes back to the same desk', async () => {
  const world = await createWorld()
  await openTraining(world)
  await world.call('sync.now', {})
  const before = await world.call('customers.get', { contractNo: '1000001' })
  const { phase } = world.desk.session
  if (phase.name !== 'signedIn') throw new Error('not signed in')
  const { work } = phase
  await world.call('session.lock', {})
  expect(await world.call('desk.status', {})).toMatchObject({ phase: 'locked', staff: { staffNo: TELLER } })
  expect(await world.refused('tasks.list', {})).toBe('NOT_SIGNED_IN')
  await until('the store to be closed', () => work.store.journal.status === 'closed')
  await until('the keys to be gone', () => !signs(work.keys))
  expect(await world.refused('session.unlock', { password: 'not-the-password' })).toBe('PASSWORD_WRONG')
  expect((await world.call('desk.status', {})).phase).toBe('locked')
  await world.call('session.unlock', { password: passwordOf(TELLER) })
  expect(await world.call('customers.get', { contractNo: '1000001' })).toEqual(before)
  const { entries } = await recorded(world, { ...page, type: 'SignedOut' })
  expect(JSON.parse(there(entries[0]).data)).toEqual({ staffNo: TELLER, how: 'idle' })
})

it('locks by itself when nobody touches the PC', async () => {
  const world = await createWorld()
  await openTraining(world)
  await world.call('session.active', {})
  expect((await world.call('desk.status', {})).phase).toBe('signedIn')
  world.idle()
  expect((await world.call('desk.status', {})).phase).toBe('locked')
})

it('keeps what is 本部未反映 on the lock cover', async () => {
  const world = await createWorld()
  await openTraining(world)
  await world.call('sync.now', {})
  world.online = false
  await world.call('command.reportIncident', {
    command: { serial: '12345678', kind: 'theft', channel: 'counter', reportedBy: '', memo: '' },
  })
  const { phase } = world.desk.session
  if (phase.name !== 'signedIn') throw new Error('not signed in')
  await world.call('session.lock', {})
  await until('the store to be closed', () => phase.work.store.journal.status === 'closed')
  const status = await world.call('desk.status', {})
  expect(status.headOffice.unreflected).toBe(1)
  expect(status.emergencyPhone).not.toBe('')
})

it('lets a running issuance end under the lock', async () => {
  const world = await createWorld()
  await openTraining(world)
  const { applicationId } = await approvedApplication(world)
  await placeSpareFob(world)
  await world.call('issuance.begin', { applicationId, serial: '' })
  await awaitingCode(world)
  await world.call('session.lock', {})
  expect((await world.call('desk.status', {})).phase).toBe('locked')
  await world.call('session.unlock', { password: passwordOf(TELLER) })
  expect((await world.call('issuance.state', {})).running).toMatchObject({
    applicationId,
    step: 'awaitingCode',
  })
})

it('drops the store once when it was locked, unlocked and locked in a moment', async () => {
  const world = await createWorld()
  await openTraining(world)
  const { applicationId } = await approvedApplication(world)
  await placeSpareFob(world)
  await world.call('issuance.begin', { applicationId, serial: '' })
  await awaitingCode(world)
  const { phase } = world.desk.session
  if (phase.name !== 'signedIn') throw new Error('not signed in')
  await world.call('session.lock', {})
  await world.call('session.unlock', { password: passwordOf(TELLER) })
  await world.call('session.lock', {})
  world.sleep(300_001)
  await until('the store to be closed', () => phase.work.store.journal.status === 'closed')
  await until('the keys to be gone', () => !signs(phase.work.keys))
  await world.call('session.unlock', { password: passwordOf(TELLER) })
  expect((await recorded(world, { ...page, type: 'SignedOut' })).total).toBe(1)
  expect(world.errors).toEqual([])
})

it('says nothing to head office under the lock, and goes on with it afterwards', async () => {
  const world = await createWorld()
  await openTraining(world)
  const { applicationId } = await approvedApplication(world)
  await placeSpareFob(world)
  await world.call('issuance.begin', { applicationId, serial: '' })
  await awaitingCode(world)
  const { phase } = world.desk.session
  if (phase.name !== 'signedIn') throw new Error('not signed in')
  await world.call('session.lock', {})
  expect(await phase.work.sync.syncNow()).toMatchObject({ code: 'CANCELLED' })
  await world.call('session.unlock', { password: passwordOf(TELLER) })
  expect(await world.call('sync.now', {})).toEqual({})
})

it('voids what runs longer than five minutes under the lock, and drops keys and projection', async () => {
  const world = await createWorld()
  await openTraining(world)
  const { applicationId } = await approvedApplication(world)
  await placeSpareFob(world)
  await world.call('issuance.begin', { applicationId, serial: '' })
  await awaitingCode(world)
  const { phase } = world.desk.session
  if (phase.name !== 'signedIn') throw new Error('not signed in')
  const { work } = phase
  await world.call('session.lock', {})
  world.sleep(280_000)
  // The desk looks every 250 ms.
  await new Promise((resolve) => setTimeout(resolve, 600))
  expect(work.store.journal.status).toBe('open')
  world.sleep(20_001)
  await until('the store to be closed', () => work.store.journal.status === 'closed')
  await until('the keys to be gone', () => !signs(work.keys))
  await world.call('session.unlock', { password: passwordOf(TELLER) })
  expect((await world.call('issuance.state', {})).running).toBeNull()
  expect((await recorded(world, { ...page, type: 'IssuanceVoided' })).total).toBe(1)
})

it('shows the same after a restart as before', async () => {
  const world = await createWorld()
  await openTraining(world)
  await approvedApplication(world)
  await world.call('sync.now', {})
  const views = async () => ({
    contract: await world.call('customers.get', { contractNo: '2000001' }),
    approvals: await world.call('approvals.list', { waitingOnly: false }),
    tasks: await world.call('tasks.list', {}),
    counts: await world.call('inventory.counts', {}),
    staff: await world.call('staff.list', {}),
    history: await world.call('fobs.history', { serial: '12345678' }),
  })
  const before = await views()
  await world.restart()
  await world.signIn(TELLER)
  expect(await views()).toEqual(before)
})

it('changes one’s own password and refuses weak ones', async () => {
  const world = await createWorld()
  await openTraining(world)
  const password = passwordOf(TELLER)
  const change = (newPassword: string) => world.answer('session.changePassword', { password, newPassword })
  expect(await change('short')).toMatchObject({ code: 'PASSWORD_WEAK' })
  expect(await change(`long-enough-${TELLER}`)).toMatchObject({ code: 'PASSWORD_WEAK' })
  expect(await change('atarashii-kagi')).toMatchObject({ ok: true })
  await world.call('session.signOut', {})
  expect(await world.refused('session.signIn', { staffNo: TELLER, password })).toBe('PASSWORD_WRONG')
  await world.call('session.signIn', { staffNo: TELLER, password: 'atarashii-kagi' })
})

it('takes a new colleague on by two managers, gives a first password, and lets a leaver in no more', async () => {
  const world = await createWorld()
  await openTraining(world, MANAGER)
  const approver = { staffNo: OTHER_MANAGER, password: passwordOf(OTHER_MANAGER) }
  const colleague = { staffNo: '2009', name: '新人 窓口', role: 'teller' as const, deputy: false }
  await world.call('command.proposeStaffAdd', { command: colleague, approver })
  const listed = async () => (await world.call('staff.list', {})).find(({ staffNo }) => staffNo === '2009')
  expect(await listed()).toMatchObject({ name: '新人 窓口', canSignIn: false })
  const set = {
    staffNo: '2009',
    newPassword: 'hajimete-no-kagi',
    password: passwordOf(MANAGER),
    second: approver,
  }
  expect(await world.refused('staff.setPassword', { ...set, password: 'not-the-password' })).toBe(
    'PASSWORD_WRONG',
  )
  await world.call('staff.setPassword', set)
  expect(await listed()).toMatchObject({ canSignIn: true })
  await world.call('session.signOut', {})
  await world.call('session.signIn', { staffNo: '2009', password: 'hajimete-no-kagi' })
  await world.call('session.changePassword', {
    password: 'hajimete-no-kagi',
    newPassword: 'jibun-no-kagi',
  })
  expect(await world.refused('staff.setPassword', set)).toBe('NOT_ALLOWED')
  await world.call('session.signOut', {})
  await world.signIn(MANAGER)
  await world.call('command.proposeStaffRemove', { command: { staffNo: '2009' }, approver })
  await until('the leaver to lose the keys', async () => (await listed())?.canSignIn === false)
  const { phase } = world.desk.session
  if (phase.name !== 'signedIn') throw new Error('not signed in')
  await until('the new epoch', () =>
    phase.work.vault.keyring.members.every(({ staffNo }) => staffNo !== '2009'),
  )
  // The store goes on under the new epoch's key.
  const position = there((await recorded(world, page)).entries[0]).position
  await world.call('session.signOut', {})
  expect(await world.refused('session.signIn', { staffNo: '2009', password: 'jibun-no-kagi' })).toBe(
    'PASSWORD_WRONG',
  )
  await world.signIn(MANAGER)
  expect(await typesSince(world, position)).toEqual(
    expect.arrayContaining(['SignInFailed', 'SignedIn', 'SignedOut']),
  )
  expect(world.errors).toEqual([])
})

it('removes two who leave at once from the keyring, each once', async () => {
  const world = await createWorld()
  await openTraining(world, MANAGER)
  const approver = { staffNo: OTHER_MANAGER, password: passwordOf(OTHER_MANAGER) }
  const leavers = [TELLER, '2002']
  await Promise.all(
    leavers.map((staffNo) => world.call('command.proposeStaffRemove', { command: { staffNo }, approver })),
  )
  const { phase } = world.desk.session
  if (phase.name !== 'signedIn') throw new Error('not signed in')
  const { keyring } = phase.vault
  await until('both to be gone', () => keyring.members.every(({ staffNo }) => !leavers.includes(staffNo)))
  await world.desk.quit()
  expect(world.errors).toEqual([])
})
