import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lockStore } from '../../../main/journal/lock.ts'
import { nodeFs } from '../../../main/journal/node-fs.ts'
import { appendSingly, testStore } from './store.ts'

function deadProcessId(): number {
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  return pid
}

test('a second journal on the same store is refused until the first is closed', async () => {
  const store = await testStore()
  const { journal } = await store.open()
  await expect(store.open()).rejects.toMatchObject({ code: 'JOURNAL_LOCKED' })
  await appendSingly(journal, 1)
  await journal.close()
  expect((await store.open()).journal.head.commits).toBe(1)
})

test('a lock of another live process is respected', async () => {
  const store = await testStore()
  await (await store.open()).journal.close()
  const lock = join(store.dir, 'journal.lock')
  await writeFile(lock, JSON.stringify({ pid: process.ppid, holder: 'other' }))
  await expect(store.open()).rejects.toMatchObject({ code: 'JOURNAL_LOCKED' })
  expect(await readFile(lock, 'utf8')).toContain(String(process.ppid))
})

test.each([
  ['a process that is gone', () => JSON.stringify({ pid: deadProcessId(), holder: 'other' })],
  ['this process id before a reboot', () => JSON.stringify({ pid: process.pid, holder: 'before' })],
  ['nobody: it was cut short', () => '{"pid":'],
])('a stale lock of %s is taken over', async (_whose, content) => {
  const store = await testStore()
  await (await store.open()).journal.close()
  await writeFile(join(store.dir, 'journal.lock'), content())
  const { journal } = await store.open()
  await appendSingly(journal, 1)
  await journal.close()
  expect(await readdir(store.dir)).toEqual(['segment-00000001.fob'])
})

test('of several that find the same stale lock one gets the store, every time', async () => {
  const store = await testStore()
  await (await store.open()).journal.close()
  const pid = deadProcessId()
  for (let round = 0; round < 20; round++) {
    await writeFile(join(store.dir, 'journal.lock'), JSON.stringify({ pid, holder: `other ${round}` }))
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => store.open()))
    const opened = results.filter((result) => result.status === 'fulfilled')
    expect(opened).toHaveLength(1)
    await opened[0]?.value.journal.close()
    expect(await readdir(store.dir)).toEqual(expect.not.arrayContaining([expect.stringContaining('lock')]))
  }
})

test('a take-over that was cut off by a crash is taken over in turn', async () => {
  const store = await testStore()
  await (await store.open()).journal.close()
  const stale = JSON.stringify({ pid: deadProcessId(), holder: 'other' })
  const claim = `journal.lock.${createHash('sha256').update(stale).digest('hex').slice(0, 16)}`
  await writeFile(join(store.dir, 'journal.lock'), stale)
  await writeFile(join(store.dir, claim), JSON.stringify({ pid: deadProcessId(), holder: 'claimant' }))
  await (await store.open()).journal.close()
  expect(await readdir(store.dir)).toEqual([])
})

test.each([
  ['an hour before the machine was started', true, -3_600_000],
  ['just before it, as a clock put right may have it', false, -10_000],
  ['since it was started', false, 60_000],
])('a lock of a live process id made %s: taken over %s', async (_when, takenOver, fromStart) => {
  const { dir } = await testStore()
  await mkdir(dir)
  const startedAt = 1_700_000_000_000
  const madeAt = startedAt + fromStart
  await writeFile(join(dir, 'journal.lock'), JSON.stringify({ pid: process.ppid, holder: 'other', madeAt }))
  const times = { now: () => startedAt + 300_000, startedAt: () => startedAt }
  if (!takenOver) {
    return expect(lockStore(nodeFs, dir, times)).rejects.toMatchObject({ code: 'JOURNAL_LOCKED' })
  }
  const lock = await lockStore(nodeFs, dir, times)
  // Its own, from now on.
  await expect(lockStore(nodeFs, dir, times)).rejects.toMatchObject({ code: 'JOURNAL_LOCKED' })
  await lock.release()
  expect(await readdir(dir)).toEqual([])
})

test('a live process of this machine’s run excludes another, by the machine’s own times', async () => {
  const { dir } = await testStore()
  await mkdir(dir)
  const program = `
    import { lockStore } from ${JSON.stringify(import.meta.resolve('../../../main/journal/lock.ts'))}
    import { nodeFs } from ${JSON.stringify(import.meta.resolve('../../../main/journal/node-fs.ts'))}
    await lockStore(nodeFs, ${JSON.stringify(dir)}).then(() => process.exit(1), ({ code }) => console.log(code))`
  const lock = await lockStore(nodeFs, dir)
  const other = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' })
  expect(other).toMatchObject({ status: 0, stdout: 'JOURNAL_LOCKED\n' })
  await lock.release()
})
