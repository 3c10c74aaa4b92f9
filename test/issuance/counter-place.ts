/** A counter with approved applications to issue and blank fobs to issue them with, around a strict fob's reader. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { watchTrainingReader } from '../../programmer/training/socket-reader.ts'
import { childProcesses, type ChildProcesses } from '../main/desk/child-ports.ts'
import { MANAGER, openTraining, submit } from '../main/desk/counter.ts'
import { fillableFs } from '../main/desk/fillable-fs.ts'
import { createWorld, until, type World } from '../main/desk/world.ts'
import { strictReader, type StrictReader } from './strict-reader.ts'
import { noFilter } from '../../renderer/inventory/filter.ts'

export interface SpareFob {
  readonly serial: string
  readonly chipSerial: string
}

export interface CounterPlace {
  readonly world: World
  readonly processes: ChildProcesses
  readonly reader: StrictReader
  readonly disk: { full: boolean }
  readonly fobs: readonly SpareFob[]
  /** An approved application of a user who had none. */
  apply(): Promise<string>
}

export async function counterPlace(): Promise<CounterPlace> {
  const folder = await mkdtemp(join(tmpdir(), 'fobdesk-faults-'))
  const path = join(folder, 'strict.sock')
  const reader = await strictReader(path)
  onTestFinished(async () => {
    reader.close()
    await rm(folder, { recursive: true, force: true })
  })
  const processes = childProcesses(() => watchTrainingReader(path))
  const world = await createWorld({ processes, hurry: 20 })
  const disk = fillableFs()
  world.fs = disk
  await openTraining(world)
  const users = freshUsers(world)
  return {
    world,
    processes,
    reader,
    disk,
    fobs: await spareFobs(world),
    async apply() {
      const { value: user } = await users.next()
      if (user === undefined) throw new Error('no user without a fob is left')
      const { earliestAtCounter } = await world.call('applications.defaults', {
        contractNo: user.contractNo,
        kind: 'new',
      })
      const submitted = await submit(world, user, earliestAtCounter, MANAGER)
      if (!submitted.ok) throw new Error(submitted.code)
      const { applicationId } = submitted.value.made
      if (applicationId === undefined) throw new Error('no application was made')
      return applicationId
    },
  }
}

/** Users of the generated roster without a fob, contract by contract. */
export async function* freshUsers(
  world: World,
): AsyncGenerator<{ contractNo: string; loginId: string }, undefined> {
  for (let number = 2_000_001; ; number++) {
    const contractNo = String(number)
    const contract = await world.call('customers.get', { contractNo })
    if (contract === null) return
    for (const { loginId, otpStatus, tokenKind } of contract.userList) {
      if (otpStatus === 'unregistered' && tokenKind !== 'software') yield { contractNo, loginId }
    }
  }
}

/** The blank fobs of the spare lot, by their labels. */
export async function spareFobs(world: World): Promise<readonly SpareFob[]> {
  const { fobs } = await until('the drawer', async () => {
    const drawer = await world.call('training.reader', {})
    return drawer.fobs.length > 0 && drawer
  })
  const { rows } = await world.call('inventory.page', {
    filter: { ...noFilter, place: 'stock', seed: 'blank' },
    offset: 0,
    limit: 500,
  })
  return rows.filter(({ chipSerial }) => fobs.some((fob) => fob.chipSerial === chipSerial))
}
