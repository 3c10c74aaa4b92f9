/** 本部の接続先: taken once the pinned keys answer there, by a manager, and used at once. */
import { expect, it } from 'vitest'
import { issueEnrolmentCode } from '../../../hub/enrolment.ts'
import { TRAINING_BRANCH_NO } from '../../../domain/training.ts'
import { parseProfile } from '../../../main/desk/profile.ts'
import type { HeadOfficeLine } from '../../../main/desk/ports.ts'
import { HeadOfficeForeign, HeadOfficeUnreachable, type HeadOffice } from '../../../protocol/head-office.ts'
import { MANAGER, openTraining, OTHER_MANAGER, TELLER } from './counter.ts'
import { there } from './there.ts'
import { createWorld, passwordOf, type World } from './world.ts'

const OLD = 'https://hub.example.jp:8443'
const NEW = 'https://hub2.example.jp:9443'
/** Somebody answers there who has other keys. */
const STRANGER = 'https://stranger.example.jp:8443'

/** A real branch whose head office is at `world.at`; answers the addresses that were asked. */
async function enrolledWorld(): Promise<{ world: World; at: { now: string }; asked: string[] }> {
  const world = await createWorld()
  const at = { now: OLD }
  const asked: string[] = []
  const reach = world.ports.headOffice
  const headOffice = (line: HeadOfficeLine): HeadOffice =>
    new Proxy(reach(line), {
      get(target, method, receiver) {
        asked.push(line.address)
        if (line.address === at.now || method === 'close') return Reflect.get(target, method, receiver)
        const refused = line.address === STRANGER ? HeadOfficeForeign : HeadOfficeUnreachable
        return () => Promise.reject(new refused('not ours'))
      },
    })
  Object.assign(world.ports, { headOffice })
  await world.call('start.identify', { address: 'hub.example.jp', code: 'any' })
  const managers = [MANAGER, OTHER_MANAGER].map((staffNo) => ({ staffNo, password: passwordOf(staffNo) }))
  const code = await issueEnrolmentCode(world.realHub, TRAINING_BRANCH_NO)
  await world.call('start.enrol', { code, fingerprintConfirmed: true, managers })
  await world.signIn(MANAGER)
  return { world, at, asked }
}

it('goes on at the new address without a new sign-in, keeps it, and records the change', async () => {
  const { world, at, asked } = await enrolledWorld()
  await world.call('sync.now', {})
  at.now = NEW
  expect(await world.refused('sync.now', {})).toBe('HEAD_OFFICE_OFFLINE')
  expect(await world.call('headOffice.changeAddress', { address: 'hub2.example.jp:9443' })).toEqual({
    address: NEW,
  })
  expect(await world.call('headOffice.address', {})).toEqual({ address: NEW })
  expect(await world.call('sync.now', {})).toEqual({})
  expect(asked.at(-1)).toBe(NEW)
  const filter = { text: '', type: 'HeadOfficeAddressChanged', staffNo: null, before: null, limit: 50 }
  const { entries } = await world.call('audit.page', filter)
  expect(entries.map(({ by, data }) => [by, JSON.parse(data)])).toEqual([
    [MANAGER, { formerAddress: OLD, address: NEW }],
  ])
  await world.call('session.signOut', {})
  await world.signIn(OTHER_MANAGER)
  expect(await world.call('sync.now', {})).toEqual({})
  expect(asked.at(-1)).toBe(NEW)
  expect(world.errors).toEqual([])
})

it('takes neither a stranger’s address, nor one where nobody answers, nor what is no address', async () => {
  const { world } = await enrolledWorld()
  const change = (address: string) => world.refused('headOffice.changeAddress', { address })
  expect(await change('stranger.example.jp')).toBe('HEAD_OFFICE_FOREIGN')
  expect(await change('nowhere.example.jp')).toBe('HEAD_OFFICE_OFFLINE')
  expect(await change('http://hub.example.jp')).toBe('HEAD_OFFICE_ADDRESS_FORM')
  const profile = parseProfile(there(await world.ports.places.real.readProfile()))
  expect(profile?.headOfficeAddress).toBe(OLD)
  expect(await world.call('sync.now', {})).toEqual({})
})

it('is refused to a teller, and that is recorded', async () => {
  const { world } = await enrolledWorld()
  const second = { staffNo: OTHER_MANAGER, password: passwordOf(OTHER_MANAGER) }
  const newPassword = 'hajimete-no-aikotoba'
  const password = passwordOf(MANAGER)
  await world.call('staff.setPassword', { staffNo: TELLER, newPassword, password, second })
  await world.call('session.signOut', {})
  await world.call('session.signIn', { staffNo: TELLER, password: newPassword })
  const changed = { password: newPassword, newPassword: passwordOf(TELLER) }
  await world.call('session.changePassword', changed)
  expect(await world.refused('headOffice.changeAddress', { address: 'hub2.example.jp' })).toBe('NOT_ALLOWED')
  await world.call('session.signOut', {})
  await world.signIn(MANAGER)
  const filter = { text: '', type: 'ActionRefused', staffNo: TELLER, before: null, limit: 50 }
  const { entries } = await world.call('audit.page', filter)
  expect(JSON.parse(there(entries[0]).data)).toMatchObject({ command: 'changeHeadOfficeAddress' })
})

it('the training head office has no address to change', async () => {
  const world = await createWorld()
  await openTraining(world, MANAGER)
  expect(await world.call('headOffice.address', {})).toEqual({ address: null })
  const answer = await world.refused('headOffice.changeAddress', { address: 'hub.example.jp' })
  expect(answer).toBe('STORE_OTHER_REALM')
})
