/** 記録の検証 by the program itself, once a week when nobody works. */
import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { AUDITOR, MANAGER, openTraining } from './counter.ts'
import { upkeep } from './idle-hour.ts'
import { there } from './there.ts'
import { createWorld, type World } from './world.ts'

const WEEK = 7 * 24 * 60

/** What is due: the day's compaction first, then the verification. */
async function idle(world: World): Promise<void> {
  await upkeep(world)
  await upkeep(world)
}

async function verifications(world: World): Promise<number> {
  const filter = { text: '', type: 'AuditVerified', staffNo: null, before: null, limit: 1 }
  return (await world.call('audit.page', filter)).total
}

it('verifies by itself after a week, and not again before the next', async () => {
  const world = await createWorld()
  await openTraining(world, AUDITOR)
  await idle(world)
  expect(await world.call('audit.lastVerification', {})).toBeNull()
  await world.advance(WEEK)
  await idle(world)
  expect(await world.call('audit.lastVerification', {})).toMatchObject({ ok: true, byName: '' })
  await world.advance(WEEK - 60)
  await idle(world)
  expect(await verifications(world)).toBe(1)
  await world.advance(60)
  await idle(world)
  expect(await verifications(world)).toBe(2)
  expect((await world.call('desk.status', {})).recordBroken).toBe(false)
  expect(world.errors).toEqual([])
})

it('leaves it when somebody has verified within the week', async () => {
  const world = await createWorld()
  await openTraining(world, AUDITOR)
  await world.advance(WEEK - 60)
  await world.call('audit.verify', {})
  await world.advance(120)
  await idle(world)
  expect(await verifications(world)).toBe(1)
})

it('a failed one is a task and a notice until it is settled; the next one raises no second task', async () => {
  const world = await createWorld()
  await openTraining(world, MANAGER)
  await world.advance(WEEK)
  await upkeep(world)
  await flipByte(world)
  await upkeep(world)
  const { recordBroken, counts } = await world.call('desk.status', {})
  expect(recordBroken).toBe(true)
  const broken = async () =>
    (await world.call('tasks.list', {})).filter(({ code }) => code === 'TASK_AUDIT_BROKEN')
  expect(await broken()).toHaveLength(1)
  expect(await world.call('audit.verify', {})).toMatchObject({ ok: false })
  expect(await broken()).toHaveLength(1)
  expect((await world.call('desk.status', {})).counts.tasks).toBe(counts.tasks)

  const { taskId } = there((await broken())[0])
  const memo = '検査に連絡した'
  await world.call('command.settleTask', { command: { taskId, memo } })
  expect((await world.call('desk.status', {})).recordBroken).toBe(false)
})

async function flipByte(world: World): Promise<void> {
  const dir = join(world.root, 'training', 'journal')
  const [name] = (await readdir(dir)).filter((file) => file.startsWith('block-'))
  const file = await open(join(dir, there(name)), 'r+')
  try {
    const byte = new Uint8Array(1)
    await file.read(byte, 0, 1, 5000)
    byte[0] = (byte[0] ?? 0) ^ 1
    await file.write(byte, 0, 1, 5000)
  } finally {
    await file.close()
  }
}
