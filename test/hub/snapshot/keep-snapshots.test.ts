import { Writable } from 'node:stream'
import { expect, it } from 'vitest'
import { createHub } from '../../../hub/head-office.ts'
import { freshState, withHub, type Hub } from '../../../hub/hub.ts'
import { openHubLog } from '../../../hub/log.ts'
import { endSnapshots } from '../../../hub/snapshot/erasures.ts'
import { foldVersion } from '../../../hub/snapshot/fold-version.ts'
import { SnapshotKeeper } from '../../../hub/snapshot/keep-snapshots.ts'
import { SNAPSHOT_LIFE_MS, StateSnapshots } from '../../../hub/snapshot/state-snapshots.ts'
import { createWorld, type World } from '../world.ts'

const VERSION = 'rules-1'

/** A process that keeps snapshots. */
async function keeping(hub: Hub) {
  const own = createHub(hub)
  const lines: string[] = []
  const to = new Writable({
    write(line: Buffer, _encoding, done) {
      lines.push(line.toString())
      done()
    },
  })
  const snapshots = new StateSnapshots(own, VERSION)
  await snapshots.load()
  await freshState(own)
  const log = openHubLog(to)
  return { own, snapshots, lines, log, keeper: new SnapshotKeeper({ ...own, snapshots, log }) }
}

async function appended({ hub }: World, events: number): Promise<void> {
  await withHub(hub, async (work) => {
    const data = { branchNo: '001', branchName: '研修店', policy: work.state.policy() }
    for (let n = 0; n < events; n += 1) await work.record('001', { type: 'BranchOpened', v: 1, data })
  })
}

it('takes one when the tail is long, one process for all, and none again before it is long again', async () => {
  const world = await createWorld()
  await appended(world, 9_000)
  const early = await keeping(world.hub)
  await early.keeper.tend()
  expect(await early.snapshots.newest()).toBeUndefined()
  await appended(world, 1_000)
  const [one, other] = [await keeping(world.hub), await keeping(world.hub)]
  await Promise.all([one.keeper.tend(), other.keeper.tend()])
  expect([...one.lines, ...other.lines].filter((line) => line.includes('snapshot taken'))).toHaveLength(1)
  const first = await one.snapshots.newest()
  expect(first?.place).toBe(one.own.state.place)
  await one.keeper.tend()
  expect(await one.snapshots.newest()).toEqual(first)
  // Nobody works for weeks: it is renewed before it expires.
  world.setNow(world.hub.now() + SNAPSHOT_LIFE_MS / 2 + 1)
  await one.keeper.tend()
  expect((await one.snapshots.newest())?.takenAt).toBe(world.hub.now())
})

it('takes a last one at the end of the process from a thousand events on', async () => {
  const world = await createWorld()
  await appended(world, 900)
  const few = await keeping(world.hub)
  await few.keeper.end(5000)
  expect(await few.snapshots.newest()).toBeUndefined()
  await appended(world, 100)
  const ended = await keeping(world.hub)
  await ended.keeper.end(5000)
  expect((await ended.snapshots.newest())?.place).toBe(ended.own.state.place)
})

it('writes none of what was erased since it folded, and says once that a restart is due', async () => {
  const world = await createWorld()
  await appended(world, 10_000)
  const at = await keeping(world.hub)
  const writes: string[] = []
  const { store } = at.own
  const watched: typeof store = {
    ...store,
    putDocument: (kind, ...row) => (writes.push(kind), store.putDocument(kind, ...row)),
  }
  const snapshots = new StateSnapshots({ ...at.own, store: watched }, VERSION)
  await snapshots.load()
  const keeper = new SnapshotKeeper({ ...at.own, store: watched, snapshots, log: at.log })
  await store.transaction(endSnapshots)
  for (let minute = 0; minute < 3; minute += 1) await keeper.tend()
  await keeper.end(5000)
  expect(writes).toEqual([])
  expect(at.lines.filter((line) => line.includes('restart'))).toHaveLength(1)
  expect(at.lines).toHaveLength(1)
  // Whoever starts after it has folded nothing of it.
  const started = await keeping(world.hub)
  await started.keeper.tend()
  expect((await started.snapshots.newest())?.place).toBe(started.own.state.place)
}, 30_000)

it('logs what goes wrong, and goes on', async () => {
  const world = await createWorld()
  await appended(world, 1_000)
  const at = await keeping(world.hub)
  const broken = { ...at.own.store, claimDocument: () => Promise.reject(new Error('the database is away')) }
  const keeper = new SnapshotKeeper({
    ...at.own,
    store: broken,
    snapshots: at.snapshots,
    log: openHubLog(
      new Writable({ write: (line: Buffer, _, done) => (at.lines.push(String(line)), done()) }),
    ),
  })
  await keeper.end(5000)
  expect(at.lines.join('')).toContain('"event":"state snapshot"')
  await at.keeper.end(5000)
  expect(await at.snapshots.newest()).toBeDefined()
})

it('tells programs apart by what their rules are made of', async () => {
  expect(await foldVersion()).toMatch(/^[0-9a-f]{16}$/)
  expect(await foldVersion()).toBe(await foldVersion())
})
