/** Backup and restore of a store whose files compaction has replaced, also while it does so. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { RosterRow } from '../../../domain/commands.ts'
import { TRAINING_BRANCH_NO, trainingRoster } from '../../../domain/training.ts'
import { issueEnrolmentCode } from '../../../hub/enrolment.ts'
import { readBackup, type Backup } from '../../../main/backup/read-backup.ts'
import { nodeFs } from '../../../main/journal/node-fs.ts'
import { verifyStore } from '../../../main/journal/verify.ts'
import { openFile } from '../../../main/machine/random-read.ts'
import { MANAGER } from '../desk/counter.ts'
import { upkeep, workplace } from '../desk/idle-hour.ts'
import { there } from '../desk/there.ts'
import { createWorld, type World } from '../desk/world.ts'
import { eventList } from '../keeper/event-list.ts'
import { aFolder, backUp, backups, newManagers, openReal, restores } from './backup-desk.ts'

const DAY_MS = 86_400_000
const EIGHT_YEARS_MS = 8 * 366 * DAY_MS

const journalDir = (world: World): string => join(world.root, 'real', 'journal')

interface RealBranch {
  readonly world: World
  readonly recoveryCode: string
}

async function realBranch(): Promise<RealBranch> {
  const world = await createWorld({ keeping: await eventList() })
  return { world, recoveryCode: await openReal(world) }
}

/** The clocks go on, and the upkeep of that day is done. */
async function later(world: World, ms: number): Promise<void> {
  world.sleep(ms)
  await world.call('sync.now', {})
  await upkeep(world)
}

async function compacted(): Promise<World> {
  const { world } = await realBranch()
  await later(world, DAY_MS)
  return world
}

/** A contract's people are gone eight years after it was closed; another contract's stay. */
const rows: readonly RosterRow[] = trainingRoster(TRAINING_BRANCH_NO)
const CLOSED = there(rows[0]).contract.contractNo
const isGone = ({ contract }: RosterRow): boolean => contract.contractNo === CLOSED
const GONE = rows.filter(isGone).flatMap(({ contract, user }) => [contract.name, contract.phone, user.name])
const STAYS = there(rows.find((row) => !isGone(row))).contract.name

async function withClosedContract(): Promise<RealBranch> {
  const branch = await realBranch()
  const { world } = branch
  const who = workplace(world).self({ staffNo: MANAGER, role: 'manager', deputy: false }, true)
  const closing = rows.map((row) =>
    isGone(row) ? { ...row, contract: { ...row.contract, status: 'closed' as const } } : row,
  )
  expect(GONE).not.toEqual([])
  for (const given of [rows, closing]) {
    const command = { type: 'importRoster', fileName: 'meibo.csv', rows: [...given] } as const
    expect(await workplace(world).commands.run(command, who)).toMatchObject({ ok: true })
  }
  await world.call('sync.now', {})
  return branch
}

async function withBackup<T>(path: string, use: (backup: Backup) => Promise<T>): Promise<T> {
  const file = await openFile(path)
  try {
    const backup = await readBackup(file)
    if (!backup.ok) throw new Error(backup.detail)
    return await use(backup.value)
  } finally {
    await file.close()
  }
}

/** All that the backup's files say, decrypted with the store's keys. */
function contents(world: World, path: string): Promise<string> {
  return withBackup(path, async ({ fs, manifest }) => {
    const texts: string[] = [JSON.stringify({ ...manifest, files: manifest.files.map(({ name }) => name) })]
    const verified = await verifyStore(
      {
        fs,
        dir: 'backup',
        realm: manifest.realm,
        storeId: manifest.store,
        epochKey: (epoch) => workplace(world).keys.epochKey(epoch),
        devicePublicKey: (device) => workplace(world).vault.devicePublicKey(device),
      },
      manifest.head,
      { segment: Infinity, size: Infinity },
      undefined,
      async ({ events }) => {
        for (const { data, personal, parts } of events) {
          texts.push(JSON.stringify([data, personal]))
          texts.push(...parts.map(({ bytes }) => Buffer.from(bytes).toString()))
        }
        return undefined
      },
    )
    expect(verified).toMatchObject({ ok: true })
    texts.push((await readFile(path)).toString('utf8'))
    return texts.join('\n')
  })
}

it('after an erasure a backup says nothing of the erased people, and restores to a store that verifies', async () => {
  const { world, recoveryCode } = await withClosedContract()
  const before = await contents(world, await backUp(world, await aFolder()))
  for (const text of [...GONE, STAYS]) expect(before, text).toContain(text)

  await later(world, EIGHT_YEARS_MS)
  const path = await backUp(world, await aFolder())
  const files = await withBackup(path, async ({ manifest }) => manifest.files.map(({ name }) => name))
  expect(files.some((name) => name.startsWith('block-'))).toBe(true)
  const after = await contents(world, path)
  for (const text of GONE) {
    expect(text).not.toBe('')
    expect(after.includes(text), text).toBe(false)
  }
  expect(after).toContain(STAYS)
  const { written, erasedAt } = await world.call('backup.state', {})
  expect(erasedAt).not.toBeNull()
  // The newest is first: it was made after the erasure, the other one before.
  expect(written.map(({ holdsErased }) => holdsErased)).toEqual([false, true])
  expect(world.errors).toEqual([])
  await world.desk.quit()

  const next = await createWorld({ realHub: world.realHub })
  const restore = restores(next, () => path)
  await restore['restore.choose']({})
  const enrolmentCode = await issueEnrolmentCode(next.realHub, TRAINING_BRANCH_NO)
  const restored = await restore['restore.run']({ recoveryCode, enrolmentCode, managers: newManagers })
  expect(restored).toMatchObject({ ok: true })
  await next.call('session.signIn', there(newManagers[0]))
  expect(await next.call('audit.verify', {})).toMatchObject({ ok: true })
  expect(workplace(next).store.state.get('contract', CLOSED)?.name).toBe('')
  expect(next.errors).toEqual([])
})

it('takes what stands for other files and not those, whatever a crash left in the folder', async () => {
  const world = await compacted()
  const dir = journalDir(world)
  const [block] = (await readdir(dir)).filter((name) => name.startsWith('block-'))
  const old = 'segment-00000001.fob'
  await nodeFs.link(join(dir, there(block)), join(dir, old))
  const path = await backUp(world, await aFolder())
  const files = await withBackup(path, async ({ manifest }) => manifest.files.map(({ name }) => name))
  expect(files).toContain(block)
  expect(files).not.toContain(old)
})

it('begins again with a fresh list when files are replaced between listing and opening', async () => {
  const world = await compacted()
  const folder = await aFolder()
  let failures = 2
  const fs: typeof nodeFs = {
    ...nodeFs,
    open: (path, mode) => {
      if (failures === 0) return nodeFs.open(path, mode)
      failures -= 1
      return Promise.reject(Object.assign(new Error('replaced'), { code: 'ENOENT' }))
    },
  }
  expect(await backups(world, folder, { fs })['backup.run']({})).toMatchObject({ ok: true })
  expect(failures).toBe(0)
})
