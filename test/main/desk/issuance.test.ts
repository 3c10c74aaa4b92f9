import { expect, it } from 'vitest'
import {
  approvedApplication,
  awaitingCode,
  issue,
  openTraining,
  placeSpareFob,
  press,
  TELLER,
} from './counter.ts'
import { fillableFs } from './fillable-fs.ts'
import { createWorld, until, type World } from './world.ts'
import { recorded } from './recorded.ts'
import { there } from './there.ts'

function endOf(world: World) {
  return until(
    'the end of the issuance',
    async () => (await world.call('issuance.state', {})).last ?? undefined,
  )
}

it('refuses to begin without a reader, a fob or the right label', async () => {
  const world = await createWorld()
  await openTraining(world)
  const { applicationId } = await approvedApplication(world)
  const begin = (serial = '') => world.refused('issuance.begin', { applicationId, serial })
  await until('the reader', async () => (await world.call('issuance.state', {})).readers.length > 0)
  expect(await begin()).toBe('NO_FOB')
  await world.call('training.plug', { plugged: false })
  await until('no reader', async () => (await world.call('issuance.state', {})).readers.length === 0)
  expect(await begin()).toBe('NO_READER')
  await world.call('training.plug', { plugged: true })
  await placeSpareFob(world)
  expect(await begin('12345678')).toBe('FOB_SERIAL_MISMATCH')
  expect((await world.call('issuance.state', {})).running).toBeNull()
})

it('counts wrong codes, takes the right one, and writes the next fob with a fresh process', async () => {
  const world = await createWorld()
  await openTraining(world)
  const { applicationId } = await approvedApplication(world)
  const { serial } = await placeSpareFob(world)
  const { issuanceId } = await world.call('issuance.begin', { applicationId, serial: '' })
  expect(await world.refused('issuance.begin', { applicationId, serial: '' })).toBe('ISSUANCE_RUNNING')
  await awaitingCode(world)
  expect(await world.refused('issuance.code', { issuanceId, code: '12345' })).toBe('CODE_FORM')
  const right = await press(world, serial)
  const wrong = String((Number(right) + 1) % 1_000_000).padStart(6, '0')
  await world.call('issuance.code', { issuanceId, code: wrong })
  await until(
    'one try less',
    async () => (await world.call('issuance.state', {})).running?.attemptsLeft === 4,
  )
  await world.call('issuance.code', { issuanceId, code: right })
  expect(await endOf(world)).toMatchObject({ ok: true, serial, refusal: null })
  expect(await world.call('applications.get', { applicationId })).toMatchObject({ status: 'issued', serial })
})

it.each([
  ['removeAfterConfig', 'FOB_REMOVED'],
  ['removeAfterSeed', 'FOB_REMOVED'],
] as const)('voids an issuance cut off by %s, leaves a task, and issues again', async (fault, code) => {
  const world = await createWorld()
  await openTraining(world)
  const { applicationId } = await approvedApplication(world)
  const { serial, chipSerial } = await placeSpareFob(world)
  await world.call('training.fault', { fault })
  await world.call('issuance.begin', { applicationId, serial: '' })
  expect(await endOf(world)).toMatchObject({ ok: false, refusal: { code } })
  expect(await world.call('fobs.get', { serial })).toMatchObject({ seed: 'void', place: 'stock' })
  expect((await world.call('tasks.list', {})).map((task) => task.code)).toContain('TASK_ISSUANCE_VOID')
  await world.call('training.place', { chipSerial })
  expect(await issue(world, applicationId)).toBeDefined()
  expect((await world.call('tasks.list', {})).map((task) => task.code)).not.toContain('TASK_ISSUANCE_VOID')
})

it('voids an issuance whose process crashes, and goes on with the successor', async () => {
  const world = await createWorld()
  await openTraining(world)
  const { applicationId } = await approvedApplication(world)
  await placeSpareFob(world)
  await world.call('issuance.begin', { applicationId, serial: '' })
  await awaitingCode(world)
  world.processes.crashProgrammer()
  expect(await endOf(world)).toMatchObject({ ok: false, refusal: { code: 'PROGRAMMER_CRASHED' } })
  await until('the successor', async () => (await world.call('issuance.state', {})).readers.length > 0)
  await issue(world, applicationId)
})

it('voids after a restart what was begun and never proven, and tells the desk to issue again', async () => {
  const world = await createWorld()
  await openTraining(world)
  const { applicationId } = await approvedApplication(world)
  const { serial } = await placeSpareFob(world)
  await world.call('issuance.begin', { applicationId, serial: '' })
  await awaitingCode(world)
  await world.restart()
  await world.signIn(TELLER)
  expect((await world.call('issuance.state', {})).running).toBeNull()
  expect(await world.call('fobs.get', { serial })).toMatchObject({ seed: 'void', place: 'stock' })
  expect((await world.call('tasks.list', {})).map(({ code }) => code)).toContain('TASK_ISSUANCE_VOID')
  const { entries } = await recorded(world, {
    text: serial,
    type: 'IssuanceVoided',
    staffNo: null,
    before: null,
    limit: 5,
  })
  expect(JSON.parse(there(entries[0]).data)).toMatchObject({ code: 'PROGRAMMER_CRASHED', ambiguous: true })
  await issue(world, applicationId)
})

it('keeps the person and the screens while the disk is full, and goes on when there is room', async () => {
  const world = await createWorld()
  const fs = fillableFs()
  world.fs = fs
  await openTraining(world)
  const before = await world.call('tasks.list', {})
  fs.full = true
  const settle = { command: { taskId: there(before[0]).taskId, memo: '' } }
  expect(await world.refused('command.settleTask', settle)).toBe('DISK_FULL')
  const full = { phase: 'signedIn', failure: { code: 'DISK_FULL' } }
  expect(await world.call('desk.status', {})).toMatchObject(full)
  // Nothing of it was projected, and looking things up goes on.
  expect(await world.call('tasks.list', {})).toEqual(before)
  expect(await world.refused('store.retry', {})).toBe('DISK_FULL')
  expect(await world.refused('command.settleTask', settle)).toBe('DISK_FULL')
  expect(await world.call('desk.status', {})).toMatchObject(full)
  fs.full = false
  await world.call('store.retry', {})
  expect(await world.call('desk.status', {})).toMatchObject({ phase: 'signedIn', failure: null })
  expect(await world.call('tasks.list', {})).toEqual(before)
  await world.call('command.settleTask', settle)
  expect(await world.call('tasks.list', {})).toEqual(before.slice(1))
  expect(await world.call('desk.status', {})).toMatchObject({ phase: 'signedIn' })
})

it('tries again by itself', async () => {
  const world = await createWorld()
  const fs = fillableFs()
  world.fs = fs
  await openTraining(world)
  const tasks = await world.call('tasks.list', {})
  const settle = { command: { taskId: there(tasks[0]).taskId, memo: '' } }
  fs.full = true
  expect(await world.refused('command.settleTask', settle)).toBe('DISK_FULL')
  fs.full = false
  await until(
    'the store to be written again',
    async () => (await world.call('desk.status', {})).failure === null,
  )
  await world.call('command.settleTask', settle)
})
