import { expect, it } from 'vitest'
import { TRAINING_BRANCH_NO } from '../../../domain/training.ts'
import { issueEnrolmentCode } from '../../../hub/enrolment.ts'
import type { RoleSigner } from '../../../protocol/envelope.ts'
import { MANAGER, openTraining, OTHER_MANAGER } from './counter.ts'
import { createWorld, type World } from './world.ts'

const fact = { type: 'RecoveryCodePrinted', v: 1, data: {} } as const

function workOf(world: World) {
  const { phase } = world.desk.session
  if (phase.name !== 'signedIn') throw new Error('not signed in')
  return phase.work
}

it('finds a fact that a manager did not sign himself', async () => {
  const world = await createWorld()
  await openTraining(world, OTHER_MANAGER)
  expect(await world.call('audit.verify', {})).toMatchObject({ ok: true })
  const work = workOf(world)
  const member = work.vault.keyring.members.find(({ staffNo }) => staffNo === MANAGER)
  if (member === undefined) throw new Error('no such manager')
  // The other manager's key under the manager's name.
  const forged: RoleSigner = { by: MANAGER, key: member.keyId, sign: (bytes) => work.keys.sign(bytes) }
  await work.store.commit([fact], { by: MANAGER, signers: [forged] })
  const verified = await world.call('audit.verify', {})
  expect(verified.ok).toBe(false)
  expect(verified.where).toContain('role signature')
})

it('finds a fact in a real branch that its author did not sign', async () => {
  const world = await createWorld()
  await world.call('start.identify', { address: 'hub.example.jp', code: 'any' })
  const managers = [MANAGER, OTHER_MANAGER].map((staffNo) => ({ staffNo, password: 'omiya-no-yakuseki' }))
  const code = await issueEnrolmentCode(world.realHub, TRAINING_BRANCH_NO)
  await world.call('start.enrol', { code, fingerprintConfirmed: true, managers })
  await world.call('session.signIn', { staffNo: MANAGER, password: 'omiya-no-yakuseki' })
  expect(await world.call('audit.verify', {})).toMatchObject({ ok: true })
  await workOf(world).store.commit([fact], { by: MANAGER, signers: [] })
  expect((await world.call('audit.verify', {})).where).toContain('not signed by its author')
})
