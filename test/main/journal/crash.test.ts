import { cp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readIfThere } from '../../../main/journal/file-ops.ts'
import { nodeFs } from '../../../main/journal/node-fs.ts'
import { failingFs } from './failing-fs.ts'
import { appendSingly, seqs, testStore, type TestStore } from './store.ts'
import { flip, must } from '../../protocol/must.ts'

/**
 * Four commits below the anchor in segment 1 and three above it in segment 2, as a crash leaves them:
 * the files are copied while the journal is open, before its anchor moves on. `good` is segment 2 whole.
 */
async function crashedStore(): Promise<{ store: TestStore; good: Buffer; offsets: number[] }> {
  const living = await testStore()
  const before = await living.open()
  await appendSingly(before.journal, 4)
  await before.journal.close()
  const { journal } = await living.open({ anchorDelayMs: 600_000 })
  const positions = await appendSingly(journal, 3)
  const store = await testStore()
  await cp(living.dir, store.dir, { recursive: true, filter: (path) => !path.endsWith('.lock') })
  await cp(living.anchorPath, store.anchorPath)
  return { store, good: await store.segment(2).read(), offsets: positions.map(({ offset }) => offset) }
}

describe('after a crash', () => {
  test('whole frames above the anchor are kept, written once more, and the anchor covers them', async () => {
    const { store, good } = await crashedStore()
    const fs = failingFs()
    const opened = await store.open({ fs })
    expect(seqs(opened)).toEqual([1, 2, 3, 4, 5, 6, 7])
    expect(opened.quarantined).toEqual([])
    expect(await store.segment(2).read()).toEqual(good)
    expect(fs.operations).toContain('datasync segment-00000002.fob.tmp')
    expect(fs.operations).toContain('datasync anchor')
    await appendSingly(opened.journal, 1)
    expect(await readdir(store.dir)).toContain('segment-00000003.fob')
  })

  test('any torn tail is set aside byte for byte, reported, and the store goes on', async () => {
    const { store, good, offsets } = await crashedStore()
    const crashed = join(store.root, 'crashed')
    await cp(store.dir, crashed, { recursive: true })
    const anchor = await readFile(store.anchorPath)
    const tear = fc.record({ at: fc.nat({ max: good.length - 1 }), junk: fc.uint8Array({ maxLength: 40 }) })
    await fc.assert(
      fc.asyncProperty(tear, async ({ at, junk }) => {
        const torn = Buffer.concat([good.subarray(0, at), junk])
        await rm(store.dir, { recursive: true })
        await cp(crashed, store.dir, { recursive: true })
        await writeFile(store.segment(2).path, torn)
        await writeFile(store.anchorPath, anchor)
        const ends = [...offsets.slice(1), good.length]
        const intact = torn.equals(good.subarray(0, torn.length)) ? torn.length : at
        const whole = ends.filter((end) => end <= intact).length

        const opened = await store.open()
        expect(opened.journal.head.commits).toBe(4 + whole)
        for (const found of opened.quarantined) {
          expect(await readFile(found.path)).toEqual(torn.subarray(found.offset))
          expect(found).toMatchObject({ segment: 2, bytes: torn.length - found.offset })
        }
        const setAside = opened.quarantined.reduce((sum, { bytes }) => sum + bytes, 0)
        const kept = await readIfThere(nodeFs, store.segment(2).path, good.length)
        expect((kept?.length ?? 0) + setAside).toBe(torn.length)
        await appendSingly(opened.journal, 1)
        await opened.journal.close()

        const again = await store.open()
        expect(again.quarantined).toEqual([])
        expect(again.journal.head.commits).toBe(4 + whole + 1)
        await again.journal.close()
      }),
      { numRuns: 60 },
    )
  })

  test('a flipped bit above the anchor is never silently read', async () => {
    const { store, good, offsets } = await crashedStore()
    const bad = Buffer.from(good)
    flip(bad, must(offsets[1]) + 30, 1)
    await writeFile(store.segment(2).path, bad)
    const opened = await store.open()
    expect(seqs(opened)).toEqual([1, 2, 3, 4, 5])
    expect(opened.quarantined).toMatchObject([
      {
        segment: 2,
        offset: offsets[1],
        bytes: good.length - must(offsets[1]),
        reason: 'frame does not authenticate',
      },
    ])
    expect(await readFile(must(opened.quarantined[0]).path)).toEqual(bad.subarray(offsets[1]))
  })

  test('an interrupted creation or replacement leaves nothing behind', async () => {
    const { store } = await crashedStore()
    await writeFile(store.segment(3).path, new Uint8Array())
    await writeFile(`${store.segment(2).path}.tmp`, 'half')
    const opened = await store.open()
    expect(opened.quarantined).toEqual([])
    expect(opened.journal.head.commits).toBe(7)
    const files = await readdir(store.dir)
    expect(files.filter((name) => name.startsWith('segment-'))).toHaveLength(2)
    await appendSingly(opened.journal, 1)
    expect((await store.segment(3).read()).length).toBeGreaterThan(0)
  })

  test('a damaged frame in a segment that is not the last is refused even above the anchor', async () => {
    const { store, good } = await crashedStore()
    const first = await store.open()
    await appendSingly(first.journal, 1)
    await writeFile(store.segment(2).path, good.subarray(0, good.length - 1))
    await first.journal.close()
    await expect(store.open()).rejects.toMatchObject({ code: 'JOURNAL_TAMPERED' })
  })
})

describe('a disk that fails', () => {
  test.each([
    ['write', 'EIO', 'JOURNAL_BROKEN'],
    ['datasync', 'EIO', 'JOURNAL_BROKEN'],
    ['write', 'ENOSPC', 'DISK_FULL'],
    ['datasync', 'ENOSPC', 'DISK_FULL'],
    ['write', 'EROFS', 'STORE_READONLY'],
  ] as const)(
    '%s fails with %s: nothing is acknowledged, the journal is broken',
    async (operation, code, expected) => {
      const store = await testStore()
      const fs = failingFs()
      const { journal } = await store.open({ fs })
      await appendSingly(journal, 2)
      const { head } = journal
      fs.failWith(operation, code, 'segment-')
      const results = await Promise.allSettled([appendSingly(journal, 1), appendSingly(journal, 1)])
      expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected'])
      expect(results[0]).toMatchObject({ reason: { code: expected } })
      expect(results[1]).toMatchObject({ reason: { code: 'JOURNAL_BROKEN' } })
      expect(journal.status).toBe('broken')
      expect(journal.head).toEqual(head)
      await expect(appendSingly(journal, 1)).rejects.toMatchObject({ code: 'JOURNAL_BROKEN' })
      await journal.close()

      const again = await store.open()
      expect(again.journal.head.commits).toBeGreaterThanOrEqual(2)
      expect(seqs(again).slice(0, 2)).toEqual([1, 2])
      await appendSingly(again.journal, 1)
    },
  )

  test('a new segment whose name cannot be made durable is not used', async () => {
    const store = await testStore()
    const fs = failingFs()
    const { journal } = await store.open({ fs })
    fs.failWith('syncDirectory', 'EIO')
    await expect(appendSingly(journal, 1)).rejects.toMatchObject({ code: 'JOURNAL_BROKEN' })
    expect(journal.head.commits).toBe(0)
  })

  test('an anchor that cannot be written breaks the journal instead of losing its protection', async () => {
    const store = await testStore()
    const fs = failingFs()
    const { journal } = await store.open({ fs, segmentBytes: 1 })
    await appendSingly(journal, 1)
    fs.failWith('write', 'EIO', 'anchor')
    await expect(appendSingly(journal, 1)).rejects.toMatchObject({ code: 'JOURNAL_BROKEN' })
    expect(journal.status).toBe('broken')
  })

  test('short writes are continued', async () => {
    const store = await testStore()
    const fs = failingFs()
    const { journal } = await store.open({ fs })
    fs.shortWrites(7)
    await appendSingly(journal, 3)
    await journal.close()
    expect(seqs(await store.open())).toEqual([1, 2, 3])
  })

  test('a read-only folder says so at opening', async () => {
    const store = await testStore()
    const fs = failingFs()
    fs.failWith('create', 'EROFS')
    await expect(store.open({ fs })).rejects.toMatchObject({ code: 'STORE_READONLY' })
  })

  test('a torn anchor slot leaves the other one in force', async () => {
    const store = await testStore()
    for (let n = 0; n < 2; n++) {
      const { journal } = await store.open()
      await appendSingly(journal, 1)
      await journal.close()
    }
    for (const slot of [0, 4096]) {
      const anchor = await readFile(store.anchorPath)
      const torn = Buffer.from(anchor)
      torn.fill(0xff, slot, slot + 256)
      await writeFile(store.anchorPath, torn)
      const { journal } = await store.open()
      expect(journal.head.commits).toBe(2)
      await journal.close()
      await writeFile(store.anchorPath, anchor)
    }
  })
})
