import { mkdir, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readBackup, type Backup } from '../../../main/backup/read-backup.ts'
import { createFile, freeBytes, told } from '../../../main/machine/new-file.ts'
import { openFile } from '../../../main/machine/random-read.ts'
import { AUDITOR, MANAGER, openTraining, TELLER } from '../desk/counter.ts'
import { createWorld } from '../desk/world.ts'
import { aFolder, backUp, backups, names, openReal } from './backup-desk.ts'

it('writes one file while the desk works, verifies it and records it; the age is shown', async () => {
  const world = await createWorld()
  await openReal(world)
  expect(await world.call('backup.state', {})).toMatchObject({ last: null, days: 0, overdue: false })
  const folder = await aFolder()
  // Work goes on meanwhile.
  const [path] = await Promise.all([backUp(world, folder), world.call('sync.now', {})])
  expect(await names(folder)).toEqual([path.slice(folder.length + 1)])
  const state = await world.call('backup.state', {})
  expect(state.last).toMatchObject({ ok: true, fileName: path.slice(folder.length + 1) })
  expect(state.last?.bytes).toBe((await readFile(path)).length)
  expect(world.errors).toEqual([])
})

it('holds nothing readable: no name, no staff number beyond the manifest', async () => {
  const world = await createWorld()
  await openTraining(world, MANAGER)
  const bytes = await readFile(await backUp(world, await aFolder()))
  for (const text of ['データ一郎', 'ichirodt', '12345678']) {
    expect(bytes.includes(Buffer.from(text)), text).toBe(false)
  }
})

it('keeps three generations in its folder, removes its own older ones and nothing else', async () => {
  const world = await createWorld()
  await openTraining(world, MANAGER)
  const folder = await aFolder()
  await writeFile(join(folder, 'other.fobbackup'), 'not a backup')
  const made: string[] = []
  for (let n = 0; n < 4; n += 1) {
    made.push((await backUp(world, folder)).slice(folder.length + 1))
    await world.advance(1)
  }
  expect(await names(folder)).toEqual([...made.slice(1), 'other.fobbackup'].toSorted())
})

it('is good, and says so, whatever in its folder cannot be opened or removed', async () => {
  const world = await createWorld()
  await openTraining(world, MANAGER)
  const folder = await aFolder()
  await mkdir(join(folder, 'a folder.fobbackup'))
  await symlink('nowhere', join(folder, 'link.fobbackup'))
  const made = await backups(world, folder)['backup.run']({})
  expect(made).toMatchObject({
    ok: true,
    value: { removed: [], left: ['a folder.fobbackup', 'link.fobbackup'] },
  })
  expect(await world.call('backup.state', {})).toMatchObject({ last: { ok: true }, overdue: false })
})

it('is the managers’: a teller and an auditor are refused before any dialog, and recorded', async () => {
  const world = await createWorld()
  const folder = await aFolder()
  await openTraining(world, TELLER)
  expect(await backups(world, folder)['backup.run']({})).toMatchObject({ code: 'NOT_ALLOWED' })
  await world.call('session.signOut', {})
  await world.signIn(AUDITOR)
  expect(await backups(world, folder)['backup.run']({})).toMatchObject({ code: 'NOT_ALLOWED' })
  expect(await names(folder)).toEqual([])
})

it('does not go into the desk’s own folder, with which it would be lost', async () => {
  const world = await createWorld()
  await openTraining(world, MANAGER)
  const folder = await aFolder()
  const within = await mkdtemp(join(folder, '..stick-'))
  const run = backups(world, within, { data: folder })['backup.run']
  expect(await run({})).toMatchObject({ code: 'TARGET_IN_STORE' })
  expect(await names(within)).toEqual([])
})

it('leaves nothing when it is cancelled or the destination is not there', async () => {
  const world = await createWorld()
  await openTraining(world, MANAGER)
  const folder = await aFolder()
  const cancelling = backups(world, folder, {
    onProgress: () => void world.call('work.cancel', { work: 'backup' }),
  })
  expect(await cancelling['backup.run']({})).toMatchObject({ code: 'WORK_CANCELLED' })
  expect(await names(folder)).toEqual([])
  const gone = backups(world, join(folder, 'stick'))
  expect(await gone['backup.run']({})).toMatchObject({ code: 'TARGET_GONE' })
  expect((await world.call('backup.state', {})).written).toEqual([])
})

it('is refused, removed and recorded when what was written does not read back', async () => {
  const world = await createWorld()
  await openTraining(world, MANAGER)
  const folder = await aFolder()
  const target = {
    freeBytes,
    createFile: async (path: string) => {
      const file = await createFile(path)
      const finish = async (): Promise<void> => {
        await file.finish()
        const bytes = await readFile(path)
        const at = Math.floor(bytes.length / 2)
        bytes[at] = (bytes[at] ?? 0) ^ 1
        await writeFile(path, bytes)
      }
      return Object.assign(Object.create(file), { finish })
    },
  }
  expect(await backups(world, folder, { target })['backup.run']({})).toMatchObject({
    code: 'BACKUP_NOT_VERIFIED',
    detail: { where: expect.stringMatching(/^segment-/) },
  })
  expect(await names(folder)).toEqual([])
  const { last, written } = await world.call('backup.state', {})
  expect(last).toBeNull()
  expect(written).toMatchObject([{ ok: false }])
})

it('leaves nothing on a destination that is too small or becomes full', async () => {
  const world = await createWorld()
  await openTraining(world, MANAGER)
  const folder = await aFolder()
  const small = { freeBytes: async () => 3 * 1024 * 1024, createFile }
  expect(await backups(world, folder, { target: small })['backup.run']({})).toMatchObject({
    code: 'TARGET_FULL',
    detail: { free: 3 },
  })
  let left = 100_000
  const becomesFull = {
    freeBytes,
    createFile: async (path: string) => {
      const file = await createFile(path)
      const write = (bytes: Uint8Array): Promise<void> => {
        left -= bytes.length
        if (left > 0) return file.write(bytes)
        return told(() => Promise.reject(Object.assign(new Error('no room'), { code: 'ENOSPC' })))
      }
      return Object.assign(Object.create(file), { write })
    },
  }
  const full = await backups(world, folder, { target: becomesFull })['backup.run']({})
  expect(full).toMatchObject({ code: 'TARGET_BECAME_FULL' })
  expect(left).toBeLessThanOrEqual(0)
  expect(await names(folder)).toEqual([])
  expect((await world.call('backup.state', {})).written).toEqual([])
})

it('is overdue after a week without a good one', async () => {
  const world = await createWorld()
  await openTraining(world, MANAGER)
  await backUp(world, await aFolder())
  await world.advance(6 * 24 * 60)
  expect(await world.call('backup.state', {})).toMatchObject({ days: 6, overdue: false })
  await world.advance(24 * 60)
  expect(await world.call('backup.state', {})).toMatchObject({ days: 7, overdue: true })
})

it('is refused after a flipped bit anywhere, by signature or digest', async () => {
  const world = await createWorld()
  await openReal(world)
  const path = await backUp(world, await aFolder())
  const good = await readFile(path)
  const key = deviceKey(world)
  expect(await isWhole(good, key)).toBe(true)
  // Every byte of the end (manifest, signature, lengths), and a sample of the sealed files.
  const end = Math.max(0, good.length - 1500)
  for (let at = 0; at < good.length; at += at < end ? 211 : 1) {
    const bad = Buffer.from(good)
    bad[at] = (bad[at] ?? 0) ^ (1 << (at % 8))
    expect(await isWhole(bad, key), `byte ${at}`).toBe(false)
  }
  for (let cut = 1; cut < 400; cut += 13) {
    expect(await isWhole(good.subarray(0, -cut), key), `cut ${cut}`).toBe(false)
  }
})

it('can be opened from a file', async () => {
  const world = await createWorld()
  await openReal(world)
  const file = await openFile(await backUp(world, await aFolder()))
  const backup = await readBackup(file)
  await file.close()
  expect(backup).toMatchObject({ ok: true, value: { manifest: { realm: 'real', branchName: '大宮支店' } } })
})

function deviceKey(world: Awaited<ReturnType<typeof createWorld>>): Uint8Array {
  const { phase } = world.desk.session
  if (phase.name !== 'signedIn') throw new Error(phase.name)
  return phase.vault.keyring.device.publicKey
}

async function isWhole(bytes: Uint8Array, key: Uint8Array): Promise<boolean> {
  const read = await readBackup({
    size: bytes.length,
    read: async (offset, length) => bytes.slice(offset, offset + length),
  })
  return read.ok && (await holds(read.value, key))
}

async function holds(backup: Backup, key: Uint8Array): Promise<boolean> {
  if (!backup.isSigned(key)) return false
  return (await backup.damaged(() => undefined, new AbortController().signal)) === undefined
}
