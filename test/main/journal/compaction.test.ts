import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { compactClosed } from '../../../main/journal/compaction.ts'
import { must } from '../../protocol/must.ts'
import { compact, fold, keeperOf } from './keeper.ts'
import { appendSingly, draft, makeEvents, seqs, testStore, type TestStore } from './store.ts'

/** Names of the store's own files. */
async function filesOf(store: TestStore): Promise<string[]> {
  return (await readdir(store.dir)).filter((name) => name.endsWith('.fob')).sort()
}

/** Three closed segments of 4, 4 and 600 events (one commit), and an open one. */
async function threeSegments() {
  const store = await testStore()
  const { journal } = await store.open()
  for (let segment = 0; segment < 2; segment++) {
    await appendSingly(journal, 4)
    await journal.rotate()
  }
  const drafts = Array.from({ length: 600 }, (_, n) => draft(n))
  await journal.append({ origin: 'own', events: makeEvents(journal.tail, drafts), context: { import: 1 } })
  return { store, journal }
}

const ALL = Array.from({ length: 608 }, (_, n) => n + 1)

describe('compaction', () => {
  test('puts one block file in the place of the segments; everything reads as before', async () => {
    const { store, journal } = await threeSegments()
    await compact(store, journal)
    expect(await filesOf(store)).toEqual(['block-00000001-00000003-0001.fob'])
    await appendSingly(journal, 2)
    expect(await journal.verify()).toMatchObject({ ok: true, files: 2, head: { commits: 11, events: 610 } })
    const events = await journal.eventsAt([1, 610, 608, 9, 300])
    expect(events.map(({ seq }) => seq)).toEqual([1, 610, 608, 9, 300])
    const numbers: number[] = []
    for await (const { commit, position } of journal.commits(8, 10)) {
      numbers.push(position.commit, position.firstEvent, commit.events.length)
    }
    expect(numbers).toEqual([8, 8, 1, 9, 9, 600, 10, 609, 1])
    await journal.close()

    const again = await store.open()
    expect(seqs(again)).toEqual([...ALL, 609, 610])
    expect(again.seen[8]?.commit.context).toEqual({ import: 1 })
    await expect(again.journal.eventsAt([611])).rejects.toThrow(RangeError)
  })

  test('merges small block files, so that a year of mornings is a handful of files', async () => {
    const store = await testStore()
    const { journal } = await store.open()
    for (let morning = 0; morning < 40; morning++) {
      await appendSingly(journal, 3)
      await compact(store, journal)
    }
    expect((await filesOf(store)).length).toBeLessThanOrEqual(7)
    expect(await journal.verify()).toMatchObject({ ok: true, head: { commits: 120 } })
    await journal.close()
    expect(seqs(await store.open())).toHaveLength(120)
  })

  test('is refused when its files are no longer the store’s or it was changed; the store stays as it was', async () => {
    const { store, journal } = await threeSegments()
    const upTo = await journal.rotate()
    const work = { upTo, scope: 'recent', dropPart: () => false } as const
    const first = await compactClosed(keeperOf(store), work)
    const temporary = join(store.dir, must(first.written[0]).temporary)
    const good = await readFile(temporary)
    await writeFile(temporary, good.subarray(0, good.length - 1))
    await expect(journal.adopt(first)).rejects.toMatchObject({ code: 'COMPACTION_UNFIT' })
    const changed = Buffer.from(good)
    changed.writeUInt8(changed.readUInt8(300) ^ 1, 300)
    await writeFile(temporary, changed)
    await expect(journal.adopt(first)).rejects.toMatchObject({ code: 'COMPACTION_UNFIT' })
    await writeFile(temporary, good)
    await journal.adopt(first)
    await expect(journal.adopt(first)).rejects.toMatchObject({ code: 'COMPACTION_UNFIT' })
    expect(await journal.verify()).toMatchObject({ ok: true, files: 1 })
    await appendSingly(journal, 1)
  })
})

describe('a checkpoint', () => {
  test('resumes a fold and an opening: only what came after is handed out', async () => {
    const { store, journal } = await threeSegments()
    const upTo = await journal.rotate()
    const first = await fold(store, 2)
    expect(first.seqs).toHaveLength(8)
    const second = await fold(store, upTo, first.checkpoint)
    expect(second.seqs).toEqual(ALL.slice(8))
    expect((await fold(store, upTo)).checkpoint).toEqual(second.checkpoint)
    await appendSingly(journal, 2)
    await journal.close()

    const again = await store.open({ resumeFrom: second.checkpoint })
    expect(seqs(again)).toEqual([609, 610])
    expect(again.journal.head).toMatchObject({ commits: 11, events: 610 })
    expect((await again.journal.eventsAt([5, 300, 610])).map(({ seq }) => seq)).toEqual([5, 300, 610])
    await appendSingly(again.journal, 1)
    expect(await again.journal.verify()).toMatchObject({ ok: true, head: { commits: 12 } })
  })

  test('fits before a compaction is adopted and not after it', async () => {
    const { store, journal } = await threeSegments()
    const upTo = await journal.rotate()
    const { checkpoint } = await fold(store, upTo)
    const work = { upTo, scope: 'recent', dropPart: () => false } as const
    const compaction = await compactClosed(keeperOf(store), work)
    expect((await fold(store, upTo, checkpoint)).seqs).toEqual([])
    await journal.adopt(compaction)
    await appendSingly(journal, 1)
    await journal.close()
    await expect(store.open({ resumeFrom: checkpoint })).rejects.toMatchObject({ code: 'CHECKPOINT_UNFIT' })
    const { checkpoint: anew } = await fold(store, upTo)
    const again = await store.open({ resumeFrom: anew })
    expect(seqs(again)).toEqual([609])
    expect((await again.journal.eventsAt([1, 600])).map(({ seq }) => seq)).toEqual([1, 600])
  })

  test('of another store, of a newer state or of nothing is unfit; a changed byte it covers is refused', async () => {
    const { store, journal } = await threeSegments()
    const upTo = await journal.rotate()
    const { checkpoint } = await fold(store, upTo)
    await journal.close()
    const twin = await testStore()
    await (await twin.open()).journal.close()
    const unfit = { code: 'CHECKPOINT_UNFIT' }
    await expect(twin.open({ resumeFrom: checkpoint })).rejects.toMatchObject(unfit)
    await expect(store.open({ resumeFrom: new Uint8Array(3) })).rejects.toMatchObject(unfit)
    const file = store.segment(2)
    const good = await file.read()
    for (const at of [0, 50, good.length - 1]) {
      const bad = Buffer.from(good)
      bad.writeUInt8(bad.readUInt8(at) ^ 4, at)
      await writeFile(file.path, bad)
      await expect(store.open({ resumeFrom: checkpoint })).rejects.toMatchObject({ code: 'JOURNAL_TAMPERED' })
    }
    await writeFile(file.path, good)
    await store.open({ resumeFrom: checkpoint })
  })
})
