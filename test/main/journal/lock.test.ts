import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
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
