import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Commit } from '../../../main/journal/commit.ts'
import { compactClosed } from '../../../main/journal/compaction.ts'
import { foldClosed } from '../../../main/journal/fold-closed.ts'
import { hex, sha256 } from '../../../protocol/bytes.ts'
import { flip, must } from '../../protocol/must.ts'
import { compact, fold, keeperOf } from './keeper.ts'
import { appendSingly, makeEvents, seededRandom, seqs, testStore, type TestStore } from './store.ts'

const BLOCK = 'block-00000001-00000002-0001.fob'

/** Six events in one block file, two more in a segment, closed. */
async function compactedStore(storeId?: string): Promise<{ store: TestStore; path: string; good: Buffer }> {
  const store = await testStore(storeId)
  const { journal } = await store.open()
  await appendSingly(journal, 3)
  await journal.rotate()
  await appendSingly(journal, 3)
  const upTo = await journal.rotate()
  const work = { upTo, scope: 'recent', dropPart: () => false } as const
  await journal.adopt(await compactClosed(keeperOf(store, storeId), work))
  await appendSingly(journal, 2)
  await journal.close()
  const path = join(store.dir, BLOCK)
  return { store, path, good: await readFile(path) }
}

async function refusal(store: TestStore, resumeFrom?: Uint8Array): Promise<string> {
  return store.open(resumeFrom === undefined ? {} : { resumeFrom }).then(
    () => 'opened',
    (error: { code: string }) => error.code,
  )
}

/** Written once, by the first program that wrote block files; every later one reads it. */
const GOLDEN = join(import.meta.dirname, 'golden')
const GOLDEN_BLOCK = 'block-00000001-00000001-0001.fob'

async function goldenStore(): Promise<{ store: TestStore; upTo: number; segment: Buffer }> {
  const store = await testStore('golden')
  const { journal } = await store.open({ random: seededRandom('golden journal') })
  const drafts = [1, 2, 3].map((n) => ({
    type: 'FobReceived',
    v: 1,
    data: { serial: String(10_000_000 + n) },
  }))
  await journal.append({ origin: 'own', events: makeEvents(journal.tail, drafts), context: { cursor: 1 } })
  const upTo = await journal.rotate()
  await journal.close()
  return { store, upTo, segment: await store.segment(1).read() }
}

// Deflate's output may differ between machines, so the block file is compared by what it says.
test('golden bytes: the segment is written as it has always been, the block file still reads', async () => {
  const { store, upTo, segment } = await goldenStore()
  expect(hex(sha256(segment))).toMatchInlineSnapshot(
    `"e30709df672aacaf5d3d3ab570dfc374444073251ca1eb88e4d90727438de948"`,
  )
  const keeper = { ...keeperOf(store, 'golden'), random: seededRandom('golden keeper') }
  const { written } = await compactClosed(keeper, { upTo, scope: 'recent', dropPart: () => false })
  const golden = await readFile(join(GOLDEN, GOLDEN_BLOCK))
  const now = await readFile(join(store.dir, must(written[0]).temporary))
  expect(now.subarray(0, 200)).toEqual(golden.subarray(0, 200))

  const read: Commit[] = []
  const onCommit = (commit: Commit): void => void read.push(commit)
  await foldClosed({ ...keeper, dir: GOLDEN }, { upTo, onCommit })
  expect(read).toMatchObject([
    {
      origin: 'own',
      context: { cursor: 1 },
      events: [{ seq: 1 }, { seq: 2, data: { serial: '10000002' } }, { seq: 3, by: '10001' }],
    },
  ])
})

describe('a block file', () => {
  test('with any one bit flipped is refused', { timeout: 60_000 }, async () => {
    const { store, path, good } = await compactedStore()
    const opened: number[] = []
    for (let at = 0; at < good.length; at++) {
      const bad = Buffer.from(good)
      flip(bad, at, 1 << (at % 8))
      await writeFile(path, bad)
      if ((await refusal(store)) !== 'JOURNAL_TAMPERED') opened.push(at)
    }
    expect(opened).toEqual([])
    await writeFile(path, good)
    expect(await refusal(store)).toBe('opened')
  })

  test('cut short anywhere, or longer, is refused, with a checkpoint too', async () => {
    const { store, path, good } = await compactedStore()
    const { checkpoint } = await fold(store, 2)
    expect(
      seqs(await store.open({ resumeFrom: checkpoint }).then(async (o) => (await o.journal.close(), o))),
    ).toEqual([7, 8])
    for (let length = 0; length < good.length; length += 7) {
      await writeFile(path, good.subarray(0, length))
      expect(await refusal(store)).toBe('JOURNAL_TAMPERED')
      expect(await refusal(store, checkpoint)).toBe('JOURNAL_TAMPERED')
    }
    await writeFile(path, Buffer.concat([good, Buffer.from([0])]))
    expect(await refusal(store)).toBe('JOURNAL_TAMPERED')
    expect(await refusal(store, checkpoint)).toBe('JOURNAL_TAMPERED')
  })

  test('of another store, of a twin with the same keys, or under another name is refused', async () => {
    const { store, path, good } = await compactedStore()
    const twin = await compactedStore()
    await writeFile(path, twin.good)
    expect(await refusal(store)).toBe('JOURNAL_TAMPERED')
    const foreign = await compactedStore('store-2')
    await writeFile(path, foreign.good)
    expect(await refusal(store)).toBe('STORE_OTHER_REALM')
    await rm(path)
    await writeFile(join(store.dir, 'block-00000001-00000002-0002.fob'), good)
    expect(await refusal(store)).toBe('JOURNAL_TAMPERED')
    await rm(join(store.dir, 'block-00000001-00000002-0002.fob'))
    await writeFile(path, good)
    expect(await refusal(store)).toBe('opened')
  })
})

test('a crash between the name and the removal leaves nothing doubled, and the old files go at open', async () => {
  const store = await testStore()
  const { journal } = await store.open()
  await appendSingly(journal, 3)
  await journal.rotate()
  await appendSingly(journal, 3)
  await journal.rotate()
  const before = join(store.root, 'before')
  await cp(store.dir, before, { recursive: true, filter: (path) => !path.endsWith('.lock') })
  await compact(store, journal)
  await appendSingly(journal, 1)
  await journal.close()
  for (const name of await readdir(before)) await cp(join(before, name), join(store.dir, name))
  await writeFile(join(store.dir, `${BLOCK}.tmp`), 'half')
  const again = await store.open()
  expect(seqs(again)).toEqual([1, 2, 3, 4, 5, 6, 7])
  expect((await readdir(store.dir)).sort()).toEqual([BLOCK, 'journal.lock', 'segment-00000003.fob'])
})

test('a name that claims more than the file proves costs nothing: the old files stay', async () => {
  const { store } = await compactedStore()
  await writeFile(join(store.dir, 'block-00000001-00000003-0001.fob'), 'no block file')
  expect(await refusal(store)).toBe('JOURNAL_TAMPERED')
  expect(await readdir(store.dir)).toContain(BLOCK)
})
