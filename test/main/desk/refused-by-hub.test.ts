import { expect, it } from 'vitest'
import type { EventDraft } from '../../../domain/events.ts'
import { openTraining, MANAGER } from './counter.ts'
import { createWorld, type World } from './world.ts'

/** What a desk whose program was tampered with records, and head office's answer. */
async function recorded(world: World, drafts: readonly EventDraft[]): Promise<void> {
  const { phase } = world.desk.session
  if (phase.name !== 'signedIn') throw new Error('not signed in')
  for (const draft of drafts) await phase.work.record(draft, MANAGER)
  await world.call('sync.now', {})
}

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

it('raises one task for an issuance of which head office refused the beginning and the end', async () => {
  const world = await createWorld()
  await openTraining(world, MANAGER)
  await world.call('sync.now', {})
  const before = await world.call('tasks.list', {})
  const ids = { issuanceId: 'i-again', applicationId: 'a-none', serial: '12345678' }
  const proof = { algorithm: 'sha1', driftSteps: 0, provenStep: 1, keyId: 'k' } as const
  const tie = { tieId: 't-again', applicationId: 'a-none', serial: '12345678', startDate: '2026-11-24' }
  await recorded(world, [
    { type: 'IssuanceStarted', v: 1, data: { ...ids, chipSerial: '865961012345678' } },
    {
      type: 'FobIssued',
      v: 1,
      data: { ...ids, ...proof, contractNo: '1000001', ties: [{ loginId: 'hanakodt', tie }] },
    },
  ])
  const audit = { text: '', staffNo: null, before: null, limit: 1 }
  const [started] = (await world.call('audit.page', { ...audit, type: 'IssuanceStarted' })).entries
  expect(started?.refused).toBe('FOB_ALREADY_ISSUED')
  const raised = (await world.call('tasks.list', {})).slice(before.length)
  // Head office's own, for everybody at the branch.
  expect(raised).toMatchObject([
    { code: 'TASK_OVERWRITTEN_IN_USE', subject: { kind: 'fob', id: '12345678' } },
  ])
  await world.restart()
  await world.signIn(MANAGER)
  expect(await world.call('tasks.list', {})).toHaveLength(before.length + 1)
})

it('raises one task for a decision and what it carried out, and none for what rests on a refused record', async () => {
  const world = await createWorld()
  await openTraining(world, MANAGER)
  await world.call('sync.now', {})
  const before = await world.call('tasks.list', {})
  const given = { requestId: 'r-none', askedBy: '2001', overTheShoulder: false }
  await recorded(world, [
    { type: 'ApprovalGiven', v: 1, data: given, personal: { memo: '' } },
    { type: 'ReseedAllowed', v: 1, data: { serial: '12345678', requestId: 'r-none' } },
  ])
  const decided = (await world.call('tasks.list', {})).slice(before.length)
  expect(decided).toMatchObject([{ code: 'REQUEST_UNKNOWN' }])
  const proposal = { kind: 'reseed', serial: '12345678', reason: 'r' } as const
  await recorded(world, [
    { type: 'ApprovalRequested', v: 1, data: { requestId: 'r-forged', proposal, askedBy: '9999' } },
    { type: 'ApprovalWithdrawn', v: 1, data: { requestId: 'r-forged' } },
  ])
  const audit = { text: '', staffNo: null, before: null, limit: 1 }
  const [withdrawn] = (await world.call('audit.page', { ...audit, type: 'ApprovalWithdrawn' })).entries
  expect(withdrawn?.refused).toBe('DEPENDS_ON_REFUSED')
  const built = (await world.call('tasks.list', {})).slice(before.length + 1)
  expect(built).toMatchObject([{ code: 'INPUT_MALFORMED' }])
})
