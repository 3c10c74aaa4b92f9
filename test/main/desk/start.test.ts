import { expect, it } from 'vitest'
import { issueEnrolmentCode } from '../../../hub/enrolment.ts'
import { TRAINING_BRANCH_NO } from '../../../domain/training.ts'
import { AUDITOR, MANAGER, OTHER_MANAGER, TELLER } from './counter.ts'
import { createWorld, type World } from './world.ts'
import { there } from './there.ts'

const managers = [
  { staffNo: MANAGER, password: 'omiya-no-yakuseki' },
  { staffNo: OTHER_MANAGER, password: 'omiya-no-daikou' },
]

async function enrol(world: World, changes: { managers?: typeof managers; code?: string } = {}) {
  const code = changes.code ?? (await issueEnrolmentCode(world.realHub, TRAINING_BRANCH_NO))
  return world.answer('start.enrol', {
    code,
    fingerprintConfirmed: true,
    managers: changes.managers ?? managers,
  })
}

it('starts a real branch: fingerprint, one-time code, two managers, a recovery code', async () => {
  const world = await createWorld()
  const { fingerprint, realm } = await world.call('start.identify', {
    address: 'hub.example.jp',
    code: 'any',
  })
  expect(fingerprint).toMatch(/^(\d{5} ){5}\d{5}$/)
  expect(realm).toBe('real')
  const started = await enrol(world)
  expect(started).toMatchObject({ ok: true, value: { branchName: '大宮支店' } })
  if (started.ok) expect(started.value.recoveryCode.length).toBeGreaterThan(20)
  expect(await world.call('desk.status', {})).toMatchObject({
    phase: 'signIn',
    realm: 'real',
    branchName: '大宮支店',
  })
  await world.call('session.signIn', there(managers[0]))
  const staff = await world.call('staff.list', {})
  expect(staff.filter(({ canSignIn }) => canSignIn).map(({ staffNo }) => staffNo)).toEqual([
    MANAGER,
    OTHER_MANAGER,
  ])
  expect(staff.map(({ staffNo }) => staffNo)).toEqual([MANAGER, OTHER_MANAGER, TELLER, '2002', AUDITOR])
  expect(await world.call('sync.now', {})).toEqual({})
  // Nothing of the training branch can be reached, and there is no training reader.
  expect(await world.refused('training.reader', {})).toBe('STORE_OTHER_REALM')
  expect(await world.refused('start.training', {})).toBe('BRANCH_OPENED')
  expect(await world.call('customers.search', { text: 'データ', limit: 10 })).toEqual([])
  // The next start of the program asks for a sign-in at once.
  await world.restart()
  expect(await world.call('desk.status', {})).toMatchObject({ phase: 'signIn', realm: 'real' })
  await world.call('session.signIn', there(managers[1]))
  expect(world.errors).toEqual([])
})

it('pins nothing without the comparison, a right code, two known managers and strong passwords', async () => {
  const world = await createWorld()
  expect(await enrol(world)).toMatchObject({ code: 'FINGERPRINT_DIFFERS' })
  await world.call('start.identify', { address: 'hub.example.jp', code: 'any' })
  expect(await enrol(world, { code: 'WRONG' })).toMatchObject({ code: 'ENROLMENT_CODE_WRONG' })
  const first = there(managers[0])
  const second = there(managers[1])
  const weak = [first, { ...second, password: 'short' }]
  expect(await enrol(world, { managers: weak })).toMatchObject({ code: 'PASSWORD_WEAK' })
  // A slip of the hand costs no code.
  const code = await issueEnrolmentCode(world.realHub, TRAINING_BRANCH_NO)
  const teller = [first, { ...second, staffNo: TELLER }]
  expect(await enrol(world, { code, managers: teller })).toMatchObject({ code: 'APPROVER_NOT_MANAGER' })
  const stranger = [first, { ...second, staffNo: '7777' }]
  expect(await enrol(world, { code, managers: stranger })).toMatchObject({ code: 'STAFF_UNKNOWN' })
  expect((await world.call('desk.status', {})).phase).toBe('start')
  expect(await enrol(world, { code })).toMatchObject({ ok: true })
})

it('calls nobody whom a page names once the branch is chosen, and leaves no line open', async () => {
  const world = await createWorld()
  const { headOffice } = world.ports
  const called: string[] = []
  let closed = 0
  Object.assign(world.ports, {
    headOffice: (line: Parameters<typeof headOffice>[0]) => {
      called.push(line.address)
      return { ...headOffice(line), close: () => (closed += 1) }
    },
  })
  const identify = { address: 'hub.example.jp', code: 'any' }
  await world.call('start.identify', identify)
  expect([called.length, closed]).toEqual([1, 1])
  expect(await enrol(world)).toMatchObject({ ok: true })
  expect(closed).toBe(2)
  expect(await world.refused('start.identify', identify)).toBe('BRANCH_OPENED')
  await world.call('session.signIn', there(managers[0]))
  expect(await world.refused('start.identify', { ...identify, address: '10.0.0.1:9000' })).toBe(
    'BRANCH_OPENED',
  )
  expect(called).not.toContain('https://10.0.0.1:9000')
})

it('says that head office cannot be reached', async () => {
  const world = await createWorld()
  world.online = false
  expect(await world.refused('start.identify', { address: 'hub.example.jp', code: 'any' })).toBe(
    'HEAD_OFFICE_OFFLINE',
  )
  expect(await world.refused('start.training', {})).toBe('HEAD_OFFICE_OFFLINE')
  expect((await world.call('desk.status', {})).phase).toBe('start')
  world.online = true
  await world.call('start.training', {})
  expect((await world.call('desk.status', {})).phase).toBe('signIn')
})
