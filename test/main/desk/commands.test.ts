import { expect, it } from 'vitest'
import { verifyRoleSignatures } from '../../../protocol/role-signature.ts'
import { openEnvelope, type EventPart } from '../../../protocol/envelope.ts'
import {
  approvedApplication,
  AUDITOR,
  CONTRACT,
  freshUser,
  MANAGER,
  openTraining,
  OTHER_MANAGER,
  SHIRO,
  submit,
  TELLER,
} from './counter.ts'
import { createWorld, passwordOf, until, type World } from './world.ts'
import { recorded } from './recorded.ts'
import { there } from './there.ts'

const page = { text: '', type: null, staffNo: null, before: null, limit: 10 }

async function newest(world: World, type: string) {
  return recorded(world, { ...page, type })
}

it('records every refused action: who, what, why, about what', async () => {
  const world = await createWorld()
  await openTraining(world)
  const { total } = await newest(world, 'ActionRefused')
  expect(await world.refused('command.discardDraft', { command: { applicationId: 'nowhere' } })).toBe(
    'APPLICATION_UNKNOWN',
  )
  const { entries, total: after } = await newest(world, 'ActionRefused')
  expect(after).toBe(total + 1)
  expect(entries[0]).toMatchObject({ by: TELLER, signedBy: [TELLER], subject: 'nowhere' })
  expect(JSON.parse(there(entries[0]).data)).toEqual({
    command: 'discardDraft',
    code: 'APPLICATION_UNKNOWN',
    subject: 'nowhere',
    staffNo: TELLER,
  })
})

it('lets an auditor read everything and change nothing', async () => {
  const world = await createWorld()
  await openTraining(world, AUDITOR)
  const user = await freshUser(world)
  expect(await submit(world, user, '2030-01-01')).toMatchObject({ ok: false, code: 'NOT_ALLOWED' })
  const verified = await world.call('audit.verify', {})
  expect(verified).toMatchObject({ ok: true, where: '' })
  expect((await newest(world, 'AuditVerified')).entries[0]).toMatchObject({ by: AUDITOR })
})

it('signs an approval over the shoulder with both people’s own keys, and the session stays the teller’s', async () => {
  const world = await createWorld()
  await openTraining(world)
  const { applicationId } = await approvedApplication(world)
  expect((await world.call('desk.status', {})).staff?.staffNo).toBe(TELLER)
  expect(await world.call('applications.get', { applicationId })).toMatchObject({ status: 'approved' })
  const given = there((await newest(world, 'ApprovalGiven')).entries[0])
  expect(given).toMatchObject({ by: MANAGER, signedBy: [MANAGER, TELLER] })
  expect(JSON.parse(given.data)).toMatchObject({ overTheShoulder: true, askedBy: TELLER })
  const asked = there((await newest(world, 'ApprovalRequested')).entries[0])
  expect(asked).toMatchObject({ by: TELLER, signedBy: [TELLER] })
  // The signatures hold against the keyring's public keys.
  const { phase } = world.desk.session
  if (phase.name !== 'signedIn') throw new Error('not signed in')
  const { store, vault } = phase.work
  const wires = store.projection.sync.ownEvents(given.seq - 1, 1) ?? []
  const opened = openEnvelope(there(wires[0]).bytes, there(wires[0]).parts as EventPart[])
  if (!opened.ok) throw new Error(opened.code)
  const verified = verifyRoleSignatures(opened.value, (by, key) => vault.keyring.signingKeyOf(by, key))
  expect(verified).toMatchObject({ ok: true })
})

it('refuses one’s own approval, a teller’s and a wrong password over the shoulder', async () => {
  const world = await createWorld()
  await openTraining(world, MANAGER)
  const user = await freshUser(world)
  const { earliestAtCounter } = await world.call('applications.defaults', {
    contractNo: user.contractNo,
    kind: 'new',
  })
  expect(await submit(world, user, earliestAtCounter, MANAGER)).toMatchObject({ code: 'SELF_APPROVAL' })
  // It was asked all the same, and waits in the list for somebody else.
  const [, waiting] = await world.call('approvals.list', { waitingOnly: true })
  expect(waiting).toMatchObject({ askedBy: MANAGER, refusal: { code: 'SELF_APPROVAL' } })
  const decide = { requestIds: [there(waiting).requestId], verdict: 'approve' as const, memo: '' }
  const by = (staffNo: string, password: string) =>
    world.answer('command.decideApprovals', { command: decide, approver: { staffNo, password } })
  expect(await by(TELLER, passwordOf(TELLER))).toMatchObject({ code: 'APPROVER_NOT_MANAGER' })
  for (let tries = 0; tries < 3; tries += 1) {
    expect(await by(OTHER_MANAGER, 'not-the-password')).toMatchObject({ code: 'PASSWORD_WRONG' })
  }
  expect((await newest(world, 'SignInFailed')).entries[0]).toMatchObject({ subject: OTHER_MANAGER })
  expect(await by(OTHER_MANAGER, passwordOf(OTHER_MANAGER))).toMatchObject({ code: 'SIGN_IN_WAIT' })
  await until('the delay after a wrong password', async () => {
    const answer = await by(OTHER_MANAGER, passwordOf(OTHER_MANAGER))
    return answer.ok
  })
})

it('lets a manager decide several requests with one password, and shows what each concerns', async () => {
  const world = await createWorld()
  await openTraining(world)
  const user = await freshUser(world)
  const { earliestAtCounter } = await world.call('applications.defaults', {
    contractNo: user.contractNo,
    kind: 'new',
  })
  const submitted = await submit(world, user, earliestAtCounter)
  expect(submitted.ok).toBe(true)
  await world.call('session.signOut', {})
  await world.signIn(MANAGER)
  const waiting = await world.call('approvals.list', { waitingOnly: true })
  expect(waiting).toHaveLength(2)
  expect(waiting.every(({ refusal, application }) => refusal === null && application !== null)).toBe(true)
  const command = {
    requestIds: waiting.map(({ requestId }) => requestId),
    verdict: 'approve',
    memo: '',
  } as const
  expect(await world.refused('command.decideApprovals', { command })).toBe('PASSWORD_NEEDED')
  await world.call('command.decideApprovals', { command, password: passwordOf(MANAGER) })
  expect((await world.call('desk.status', {})).counts).toMatchObject({ approvals: 0, issuanceQueue: 2 })
})

it('names everyone on the same fob before unlocking, and unlocks them together', async () => {
  const world = await createWorld()
  await openTraining(world)
  const preview = await world.call('unlock.preview', { loginIds: ['ichirodt'] })
  expect(preview).toMatchObject({ alsoOnSameFob: [], refusal: null })
  await world.call('command.unlockUsers', {
    command: { loginIds: ['ichirodt'], identityChecked: true, memo: '来店、本人確認済み' },
    password: passwordOf(TELLER),
  })
  const rows = await world.call('unlock.rows', { contractNo: '1000001' })
  expect(rows.find(({ loginId }) => loginId === 'ichirodt')?.authStatus).toBe('available')
})

it('reports an incident at once: every user of the fob is stopped, 本部未反映 until head office has it', async () => {
  const world = await createWorld()
  await openTraining(world)
  await world.call('sync.now', {})
  world.online = false
  const preview = await world.call('revocation.preview', { loginIds: ['hanakodt'], reason: 'loss' })
  expect(preview).toMatchObject({ preselect: ['jirodt'] })
  await world.call('command.reportIncident', {
    command: { serial: '１２３４５６７８', kind: 'loss', channel: 'phone', reportedBy: '花子', memo: '' },
  })
  const rows = await world.call('unlock.rows', { contractNo: '1000001' })
  expect(rows.filter(({ causes }) => causes.includes('incident')).map(({ loginId }) => loginId)).toEqual([
    'hanakodt',
    'jirodt',
  ])
  expect((await world.call('desk.status', {})).headOffice.unreflected).toBe(1)
  expect(await world.refused('sync.now', {})).toBe('HEAD_OFFICE_OFFLINE')
  world.online = true
  await world.call('sync.now', {})
  expect((await world.call('desk.status', {})).headOffice.unreflected).toBe(0)
})

it('answers where a screen asks for what is not there', async () => {
  const world = await createWorld()
  await openTraining(world)
  expect(await world.call('customers.get', { contractNo: 'none' })).toBeNull()
  expect(await world.call('fobs.get', { serial: '99999999' })).toBeNull()
  expect(await world.call('applications.get', { applicationId: 'none' })).toBeNull()
  const waiting = await world.call('applications.list', { statuses: ['waiting'], text: SHIRO, limit: 10 })
  expect(waiting).toMatchObject([{ contractNo: CONTRACT, loginIds: [SHIRO] }])
})
