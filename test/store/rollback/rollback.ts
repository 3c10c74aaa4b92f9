/** P3: the last hundred states of a PC's disk, each put back. */
import { JournalError } from '../../../main/journal/errors.ts'
import { createWorld } from '../../hub/world.ts'
import { must } from '../../protocol/must.ts'
import { Medium } from '../../main/journal/faults/medium.ts'
import { ANCHOR, BranchPc, enrolDevice, STORE } from './branch-pc.ts'

export interface RolledBack {
  /** What opening said, by state: the store folder alone was put back. */
  readonly folderAlone: readonly string[]
  /** What head office's first contact said, by state: the whole disk was put back, nothing new recorded. */
  readonly wholeDisk: readonly string[]
  /** The same after one more act at the PC. */
  readonly wholeDiskAndGoneOn: readonly string[]
}

export interface RollbackOptions {
  readonly states: number
  /** One of so many states gets a head office of its own, for the PC that goes on. */
  readonly goneOnStride: number
}

export async function rollBack({ states, goneOnStride }: RollbackOptions): Promise<RolledBack> {
  const kept = await livedThrough(states)
  const present = must(kept.disks.at(-1))
  const folderAlone: string[] = []
  const wholeDisk: string[] = []
  const wholeDiskAndGoneOn: string[] = []
  for (const [state, disk] of kept.disks.slice(0, -1).entries()) {
    folderAlone.push(await refusalOf(BranchPc.open(kept.device, withAnchorOf(disk, present), state)))
    const pc = await BranchPc.open(kept.device, disk.copy(), state)
    wholeDisk.push(await pc.contact(kept.world))
    await pc.close()
    if (state % goneOnStride === 0) wholeDiskAndGoneOn.push(await goOnFrom(state, states))
  }
  return { folderAlone, wholeDisk, wholeDiskAndGoneOn }
}

/** A PC that commits and synchronises; its disk after each of the commits, the first being the empty store. */
async function livedThrough(commits: number) {
  const world = await createWorld()
  const device = await enrolDevice(world)
  const medium = new Medium()
  medium.makeDirectory('/desk')
  const disks: Medium[] = []
  for (let n = 0; n <= commits; n++) {
    const pc = await BranchPc.open(device, medium, Math.max(0, n - 1))
    if (n > 0) await pc.record([measured(n)])
    await requireOk(pc.contact(world))
    await pc.close()
    disks.push(medium.copy())
  }
  return { world, device, disks }
}

/** Only a head office that has not seen the fork yet can see it for the first time. */
async function goOnFrom(state: number, states: number): Promise<string> {
  const { world, device, disks } = await livedThrough(states)
  const pc = await BranchPc.open(device, must(disks[state]), state)
  await pc.record([measured(-1)])
  const said = await pc.contact(world)
  await pc.close()
  return said
}

const measured = (offsetMs: number) => ({
  type: 'ClockMeasured',
  v: 1,
  data: { offsetMs, roundTripMs: 1 },
})

function withAnchorOf(disk: Medium, present: Medium): Medium {
  const mixed = disk.copy()
  must(mixed.lookUp(ANCHOR)).replace(must(present.lookUp(ANCHOR)).cached.slice())
  if (mixed.directory(STORE) === undefined) throw new Error('a state without a store folder')
  return mixed
}

async function refusalOf(opening: Promise<BranchPc>): Promise<string> {
  try {
    await (await opening).close()
    return 'opened'
  } catch (error) {
    if (error instanceof JournalError) return error.code
    throw error
  }
}

async function requireOk(contact: Promise<string>): Promise<void> {
  const said = await contact
  if (said !== 'ok') throw new Error(said)
}
