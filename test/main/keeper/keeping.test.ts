/** Snapshots, compaction and erasure through the whole desk; the keeper runs in the test's own process. */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { MANAGER, openTraining } from '../desk/counter.ts'
import { upkeep, workplace } from '../desk/idle-hour.ts'
import { createWorld, type World } from '../desk/world.ts'
import { eventList } from './event-list.ts'

/** Events of the training branch since its making are more than are due. */
async function keptWorld(): Promise<World> {
  const world = await createWorld({ keeping: await eventList() })
  await openTraining(world, MANAGER)
  await upkeep(world)
  return world
}

const snapshotFolder = (world: World): string => join(world.root, 'training', 'snapshots')

it('opens from a snapshot, with only what came after it folded', async () => {
  const world = await keptWorld()
  const tasks = await world.call('tasks.list', {})
  const { events } = workplace(world).store.journal.head
  expect(await readdir(snapshotFolder(world))).toHaveLength(1)
  await world.restart()
  await world.signIn(MANAGER)
  const opened = world.openings.at(-1)
  expect(opened?.from).toBe('snapshot')
  expect(opened?.folded).toBeLessThan(10)
  expect(workplace(world).store.journal.head.events).toBeGreaterThan(events)
  expect(await world.call('tasks.list', {})).toEqual(tasks)
  expect(await world.call('audit.verify', {})).toMatchObject({ ok: true })
  expect(world.errors).toEqual([])
})

it('folds the journal where the snapshot is damaged, and says so', async () => {
  const world = await keptWorld()
  const [name = ''] = await readdir(snapshotFolder(world))
  const path = join(snapshotFolder(world), name)
  const bytes = await readFile(path)
  bytes.writeUInt8(bytes.readUInt8(5000) ^ 1, 5000)
  await writeFile(path, bytes)
  const tasks = await world.call('tasks.list', {})
  await world.restart()
  await world.signIn(MANAGER)
  expect(world.openings.at(-1)?.from).toBe('journal')
  expect(world.errors).toEqual(['SNAPSHOT_DAMAGED'])
  expect(await world.call('tasks.list', {})).toEqual(tasks)
})

it('goes on without snapshots when the keeper ends before its job does', async () => {
  const world = await createWorld({
    keeping: {
      ...(await eventList()),
      projector: { version: 0, open: () => Promise.reject(new RangeError('out of memory')) },
    },
  })
  await openTraining(world, MANAGER)
  await upkeep(world)
  expect(world.errors).toEqual(['KEEPER_FAILED RangeError'])
  expect(await world.call('audit.verify', {})).toMatchObject({ ok: true })
})
