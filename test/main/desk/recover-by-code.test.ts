/** 復旧コードで開く, and a folder that came from another PC. */
import { expect, it } from 'vitest'
import { TRAINING_BRANCH_NO } from '../../../domain/training.ts'
import { issueEnrolmentCode } from '../../../hub/enrolment.ts'
import { hex } from '../../../protocol/bytes.ts'
import type { RoleSigner } from '../../../protocol/envelope.ts'
import { formatRecoveryCode } from '../../../main/keyring/recovery-code.ts'
import { MANAGER, OTHER_MANAGER, TELLER } from './counter.ts'
import { recorded } from './recorded.ts'
import { there } from './there.ts'
import { createWorld, type World } from './world.ts'

const before = [
  { staffNo: MANAGER, password: 'omiya-no-yakuseki' },
  { staffNo: OTHER_MANAGER, password: 'omiya-no-daikou' },
]
const anew = [
  { staffNo: MANAGER, password: 'fukkyuu-yakuseki' },
  { staffNo: OTHER_MANAGER, password: 'fukkyuu-no-daikou' },
]

async function realBranch(): Promise<{ world: World; recoveryCode: string }> {
  const world = await createWorld()
  await world.call('start.identify', { address: 'hub.example.jp', code: 'any' })
  const code = await issueEnrolmentCode(world.realHub, TRAINING_BRANCH_NO)
  const { recoveryCode } = await world.call('start.enrol', {
    code,
    fingerprintConfirmed: true,
    managers: before,
  })
  return { world, recoveryCode }
}

const strangersCode = formatRecoveryCode(new Uint8Array(20).fill(7))

it('opens with all passwords lost: two managers anew, a new code, everything still there', async () => {
  const { world, recoveryCode } = await realBranch()
  await world.call('session.signIn', there(before[0]))
  await world.call('sync.now', {})
  await world.call('session.signOut', {})
  const typed = recoveryCode.toLowerCase().replaceAll('-', ' ')
  expect(await world.call('session.checkRecoveryCode', { recoveryCode: typed })).toEqual({ wellFormed: true })
  const recovered = await world.call('session.recover', { recoveryCode: typed, managers: anew })
  expect(recovered.recoveryCode).not.toBe(recoveryCode)
  expect(recovered.branchName).toBe('大宮支店')
  expect(await world.refused('session.signIn', there(before[0]))).toBe('PASSWORD_WRONG')
  await world.restart()
  await world.call('session.signIn', there(anew[1]))
  const page = { text: '', type: 'PasswordSet', staffNo: null, before: null, limit: 10 }
  const facts = (await recorded(world, page)).entries.map(({ data }) => JSON.parse(data))
  expect(facts.slice(0, 2)).toEqual(
    expect.arrayContaining(anew.map(({ staffNo }) => expect.objectContaining({ staffNo, how: 'recovered' }))),
  )
  expect(await world.call('audit.verify', {})).toMatchObject({ ok: true })
  // It stays the device that head office knows.
  expect(await world.call('sync.now', {})).toEqual({})
  await world.call('session.signOut', {})
  expect(await world.refused('session.recover', { recoveryCode, managers: before })).toBe('RECOVERY_REFUSED')
  await world.call('session.recover', { recoveryCode: recovered.recoveryCode, managers: before })
  expect(world.errors).toEqual([])
})

it('tells head office the new keys and the others at the branch that theirs are gone', async () => {
  const { world, recoveryCode } = await realBranch()
  await world.call('session.recover', { recoveryCode, managers: anew })
  await world.call('session.signIn', there(anew[0]))
  const { phase } = world.desk.session
  if (phase.name !== 'signedIn') throw new Error('not signed in')
  const { work } = phase
  const { device } = work.store.profile
  expect((await world.call('tasks.list', {})).map(({ code }) => code)).toContain('TASK_PASSWORDS_RENEWED')
  const approve = async (requestId: string, signers: readonly RoleSigner[]): Promise<void> => {
    const proposal = { kind: 'thresholdReset', serial: '12345678', reason: '確認済' } as const
    const asked = { requestId, proposal, askedBy: OTHER_MANAGER }
    const given = { requestId, askedBy: OTHER_MANAGER, overTheShoulder: false }
    await work.store.commit([{ type: 'ApprovalRequested', v: 1, data: asked }], {
      by: OTHER_MANAGER,
      signers: [],
    })
    const draft = { type: 'ApprovalGiven', v: 1, data: given, personal: { memo: '' } } as const
    await work.store.commit([draft], { by: MANAGER, signers })
    await world.call('sync.now', {})
  }
  // The key of before the recovery is gone at head office; the new one stands in its place.
  await approve('r-signed', [work.keys])
  await approve('r-unsigned', [])
  const entries = await world.realHub.store.entriesAfter(0, 1000)
  const codes = entries.filter((entry) => entry.device === device).map(({ refusal }) => refusal)
  expect(codes.filter((code) => code !== null)).toEqual(['ROLE_SIGNATURE'])
  for (const { staffNo, signingKey } of work.vault.keyring.members) {
    const known = await world.realHub.store.read((reader) =>
      reader.document('staffKey', `${device} ${staffNo}`),
    )
    expect(known).toEqual({ signingKey: hex(signingKey) })
  }
})

it('changes nothing for people who are not managers of the branch, or with weak passwords', async () => {
  const { world, recoveryCode } = await realBranch()
  const recover = (first: (typeof anew)[number], second: (typeof anew)[number]) =>
    world.refused('session.recover', { recoveryCode, managers: [first, second] })
  const [manager, other] = [there(anew[0]), there(anew[1])]
  expect(await recover(manager, { staffNo: TELLER, password: 'madoguchi-kagi' })).toBe('APPROVER_NOT_MANAGER')
  expect(await recover(manager, { staffNo: '9999', password: 'dare-demo-nai' })).toBe('STAFF_UNKNOWN')
  expect(await recover(manager, { ...other, password: 'short' })).toBe('PASSWORD_WEAK')
  expect(await recover(manager, manager)).toBe('STAFF_LAST_MANAGERS')
  await world.call('session.signIn', there(before[0]))
})

it('a slip costs nothing; a wrong code waits like a wrong password, over a restart, and is recorded', async () => {
  const { world, recoveryCode } = await realBranch()
  const recover = (code: string) => world.answer('session.recover', { recoveryCode: code, managers: anew })
  for (let slip = 0; slip < 5; slip++) {
    expect(await recover(`${recoveryCode}0`)).toMatchObject({ code: 'RECOVERY_CODE_INVALID' })
  }
  for (let tried = 0; tried < 3; tried++) {
    expect(await recover(strangersCode)).toMatchObject({ code: 'RECOVERY_REFUSED' })
  }
  await world.restart()
  expect(await recover(recoveryCode)).toMatchObject({ code: 'SIGN_IN_WAIT', detail: { wait: 1 } })
  world.sleep(1000)
  expect(await recover(recoveryCode)).toMatchObject({ ok: true })
  await world.call('session.signIn', there(anew[0]))
  const page = { text: '', type: 'SignInFailed', staffNo: null, before: null, limit: 10 }
  expect((await recorded(world, page)).entries.map(({ subject }) => subject)).toEqual(
    Array(3).fill('復旧コード'),
  )
})

it('the code stands in for the second manager where there is no other, and is replaced', async () => {
  const { world, recoveryCode } = await realBranch()
  await world.call('session.signIn', there(before[0]))
  const set = (code: string) =>
    world.answer('staff.setPassword', {
      staffNo: OTHER_MANAGER,
      newPassword: 'wasureta-no-kagi',
      password: there(before[0]).password,
      second: { recoveryCode: code },
    })
  expect(await set('0000')).toMatchObject({ code: 'RECOVERY_CODE_INVALID' })
  expect(await set(strangersCode)).toMatchObject({ code: 'RECOVERY_REFUSED' })
  const answer = await set(recoveryCode)
  if (!answer.ok) throw new Error(answer.code)
  expect(answer.value.recoveryCode).toMatch(/^([0-9A-Z]{5}-){6}[0-9A-Z]{5}$/)
  expect(await set(recoveryCode)).toMatchObject({ code: 'RECOVERY_REFUSED' })
  await world.call('session.signOut', {})
  await world.call('session.signIn', { staffNo: OTHER_MANAGER, password: 'wasureta-no-kagi' })
  expect((await world.call('desk.status', {})).mustChangePassword).toBe(true)
})

it('a folder from another PC says so, instead of calling every password wrong', async () => {
  const { world, recoveryCode } = await realBranch()
  await world.moveToAnotherMachine()
  expect(await world.refused('session.signIn', there(before[0]))).toBe('STORE_OTHER_MACHINE')
  expect((await world.call('desk.status', {})).phase).toBe('signIn')
  // Going on under the old device's name on two PCs would fork it: a restored store is a new device.
  expect(await world.refused('session.recover', { recoveryCode, managers: anew })).toBe('STORE_OTHER_MACHINE')
})
