import { copyFile, cp, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { frameHash, sealFrame } from '../../../main/journal/frame.ts'
import { fileKey, parseFileHeader } from '../../../main/journal/file-header.ts'
import { sha256, utf8 } from '../../../protocol/bytes.ts'
import { appendSingly, epochKey, testStore, type TestStore } from './store.ts'
import { flip, must } from '../../protocol/must.ts'

/** Three segments of four commits, closed cleanly: the anchor covers everything. */
async function closedStore(storeId?: string): Promise<TestStore> {
  const store = await testStore(storeId)
  for (let segment = 0; segment < 3; segment++) {
    const { journal } = await store.open()
    await appendSingly(journal, 4)
    await journal.close()
  }
  return store
}

async function expectTampered(store: TestStore, where = ''): Promise<void> {
  const refusal = { code: 'JOURNAL_TAMPERED', where: expect.stringContaining(where) }
  await expect(store.open()).rejects.toMatchObject(refusal)
}

/** Start and length of every frame. */
function frames(bytes: Buffer): { at: number; length: number }[] {
  let at = 12 + bytes.readUInt16BE(10) + 8 + 16
  const found = []
  while (at < bytes.length) {
    const length = 13 + bytes.readUInt32BE(at)
    found.push({ at, length })
    at += length
  }
  return found
}

describe('at or below the anchor everything is refused', () => {
  test('any flipped bit of any segment', async () => {
    const store = await closedStore()
    const place = fc.record({ segment: fc.constantFrom(1, 2, 3), at: fc.nat(), bit: fc.nat({ max: 7 }) })
    await fc.assert(
      fc.asyncProperty(place, async ({ segment, at, bit }) => {
        const file = store.segment(segment)
        const good = await file.read()
        const bad = Buffer.from(good)
        flip(bad, at % bad.length, 1 << bit)
        await writeFile(file.path, bad)
        const refusal = await store.open().then(
          () => 'opened',
          (error: { code: string }) => error.code,
        )
        await writeFile(file.path, good)
        expect(refusal).toBe('JOURNAL_TAMPERED')
      }),
      { numRuns: 150 },
    )
    expect((await store.open()).seen).toHaveLength(12)
  })

  test('any truncation of any segment', async () => {
    const store = await closedStore()
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(1, 2, 3), fc.nat(), async (segment, at) => {
        const file = store.segment(segment)
        const good = await file.read()
        await writeFile(file.path, good.subarray(0, at % good.length))
        await expectTampered(store)
        await writeFile(file.path, good)
      }),
      { numRuns: 60 },
    )
  })

  test('a frame dropped, doubled or swapped', async () => {
    const store = await closedStore()
    const file = store.segment(3)
    const good = await file.read()
    const [first, second, third] = frames(good).map(({ at, length }) => good.subarray(at, at + length))
    const head = good.subarray(0, must(frames(good)[0]).at)
    const fourth = good.subarray(head.length + must(first).length + must(second).length + must(third).length)
    const edits = {
      dropped: [head, must(first), must(third), fourth],
      'last dropped': [head, must(first), must(second), must(third)],
      doubled: [head, must(first), must(second), must(second), must(third), fourth],
      swapped: [head, must(second), must(first), must(third), fourth],
    }
    for (const [what, pieces] of Object.entries(edits)) {
      await writeFile(file.path, Buffer.concat(pieces))
      await expect(store.open(), what).rejects.toMatchObject({ code: 'JOURNAL_TAMPERED' })
    }
  })

  test('segments missing, swapped, or spliced in from a store with the same keys', async () => {
    const store = await closedStore()
    const keep = join(store.root, 'keep')
    const restore = () => cp(keep, store.dir, { recursive: true })
    await cp(store.dir, keep, { recursive: true })

    for (const missing of [1, 2, 3]) {
      await unlink(store.segment(missing).path)
      const where = missing === 3 ? 'the anchor knows 12' : `segment-0000000${missing}.fob is missing`
      await expectTampered(store, where)
      await restore()
    }
    const aside = join(store.root, 'aside')
    await rename(store.segment(2).path, aside)
    await rename(store.segment(3).path, store.segment(2).path)
    await rename(aside, store.segment(3).path)
    await expectTampered(store)
    await restore()

    const twin = await closedStore()
    for (const spliced of [1, 2, 3]) {
      await copyFile(twin.segment(spliced).path, store.segment(spliced).path)
      await expectTampered(store, spliced === 1 ? undefined : 'does not follow the file before')
      await restore()
    }
    const foreign = await closedStore('store-2')
    await copyFile(foreign.segment(2).path, store.segment(2).path)
    await expect(store.open()).rejects.toMatchObject({ code: 'STORE_OTHER_REALM' })
  })

  test('an older copy of the store folder, and a store whose anchor is gone or damaged', async () => {
    const store = await closedStore()
    const older = join(store.root, 'older')
    await cp(store.dir, older, { recursive: true })
    const { journal } = await store.open()
    await appendSingly(journal, 1)
    await journal.close()
    const anchor = await readFile(store.anchorPath)

    await rm(store.dir, { recursive: true })
    await cp(older, store.dir, { recursive: true })
    await expectTampered(store)
    await rm(store.dir, { recursive: true })
    await expect(store.open()).rejects.toMatchObject({ code: 'STORE_MISSING' })
    await rm(store.dir, { recursive: true })
    await cp(older, store.dir, { recursive: true })
    await unlink(store.anchorPath)
    await expectTampered(store)
    const damaged = Buffer.from(anchor)
    flip(damaged, 20, 1)
    flip(damaged, 4096 + 20, 1)
    await writeFile(store.anchorPath, damaged)
    await expectTampered(store)
  })
})

describe('refusals that are nobody’s attack', () => {
  test('the other realm, a newer store, a key the keyring does not hold', async () => {
    const store = await closedStore()
    await expect(store.open({ realm: 'real' })).rejects.toMatchObject({ code: 'STORE_OTHER_REALM' })
    await expect(store.open({ storeId: 'store-2' })).rejects.toMatchObject({ code: 'STORE_OTHER_REALM' })
    await expect(store.open({ epochKey: () => undefined })).rejects.toMatchObject({
      code: 'JOURNAL_TAMPERED',
    })
    await store.segment(1).change((bytes) => {
      bytes.writeUInt16BE(2, 8)
      const end = 12 + bytes.readUInt16BE(10)
      bytes.set(sha256(bytes.subarray(0, end)).subarray(0, 8), end)
      return bytes
    })
    await expect(store.open()).rejects.toMatchObject({ code: 'STORE_NEWER' })
  })

  test('a head signature of an unknown or another device key', async () => {
    const store = await closedStore()
    await expect(store.open({ devicePublicKey: () => undefined })).rejects.toMatchObject({
      code: 'JOURNAL_TAMPERED',
    })
    const wrong = new Uint8Array(32).fill(1)
    await expect(store.open({ devicePublicKey: () => wrong })).rejects.toMatchObject({
      code: 'JOURNAL_TAMPERED',
    })
  })
})

test('a frame of a kind that only a newer program knows halts, and is not taken for damage', async () => {
  const store = await closedStore()
  const file = store.segment(3)
  const bytes = await file.read()
  const parsed = parseFileHeader(bytes)
  if (parsed.kind !== 'header') throw new Error(parsed.kind)
  const key = fileKey(must(epochKey(parsed.header.epoch)), parsed.header, parsed.bytes)
  const last = must(frames(bytes).at(-1))
  const prev = frameHash(bytes.subarray(last.at, last.at + last.length))
  const newer = sealFrame({ key, kind: 4, sequence: 5, prev }, utf8('a block of commits'))
  await writeFile(file.path, Buffer.concat([bytes, newer]))
  await expect(store.open()).rejects.toMatchObject({ code: 'STORE_NEWER' })
  expect(await file.read()).toHaveLength(bytes.length + newer.length)
})

describe('verify reads the disk again', () => {
  test('while the first commit after opening begins its segment', async () => {
    const store = await closedStore()
    const { journal } = await store.open()
    const results = await Promise.all([journal.verify(), appendSingly(journal, 3), journal.verify()])
    expect(results[0]).toMatchObject({ ok: true, head: { commits: 12 } })
    expect(results[2]).toMatchObject({ ok: true })
    expect(await journal.verify()).toMatchObject({ ok: true, head: { commits: 15 } })
  })

  test('a sound store, also while it is being written', async () => {
    const store = await closedStore()
    const { journal } = await store.open()
    const progress: number[] = []
    const writing = appendSingly(journal, 20)
    const during = await journal.verify()
    expect(during.ok).toBe(true)
    await writing
    const after = await journal.verify((p) => progress.push(p.bytesDone / p.bytesTotal))
    expect(after).toEqual({ ok: true, files: 4, head: journal.head, signatures: 32 })
    expect(progress.at(-1)).toBe(1)
  })

  test('damage behind the running program’s back is found and placed', async () => {
    const store = await closedStore()
    const { journal } = await store.open()
    const file = store.segment(2)
    const good = await file.read()
    const { at } = must(frames(good)[2])
    await file.change((bytes) => {
      flip(bytes, at + 20, 4)
      return bytes
    })
    expect(await journal.verify()).toMatchObject({
      ok: false,
      code: 'JOURNAL_TAMPERED',
      where: `segment-00000002.fob at ${at}: frame does not authenticate`,
      head: { commits: 6 },
    })
    await writeFile(file.path, good)
    await unlink(store.segment(3).path)
    expect(await journal.verify()).toMatchObject({ ok: false, where: expect.stringContaining('8 commits') })
  })
})
