import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { DropPart } from '../../../main/journal/closed.ts'
import { compactClosed } from '../../../main/journal/compaction.ts'
import { decodeBatch } from '../../../main/journal/commit-codec.ts'
import { inflateBlock } from '../../../main/journal/deflate.ts'
import { fileKey, headerHash, parseFileHeader } from '../../../main/journal/file-header.ts'
import {
  FRAME_KIND_BATCH,
  FRAME_KIND_BLOCK,
  frameHash,
  openFrame,
  parseFrameHeader,
} from '../../../main/journal/frame.ts'
import { epochKey } from './device.ts'
import { must } from '../../protocol/must.ts'
import { compact, keeperOf } from './keeper.ts'
import { makeEvents, testStore, type TestStore } from './store.ts'

const ERASED = '抹消花子'
const KEPT = '残太郎'

const person = (n: number, name: string) => ({
  type: 'ContractImported',
  v: 1,
  data: { contractNo: String(n) },
  personal: { name },
  box: new Uint8Array(40).fill(n),
})

const dropErased: DropPart = ({ personal }, part) =>
  part === 'personal' && (personal as { name?: string } | undefined)?.name === ERASED

/** Everything that the holder of the key can read in a file, opened frame by frame without our own reader. */
function plaintexts(file: Buffer): Uint8Array[] {
  const parsed = parseFileHeader(file)
  if (parsed.kind !== 'header') return [file]
  const key = fileKey(must(epochKey(parsed.header.epoch)), parsed.header, parsed.bytes)
  let prev = headerHash(parsed.bytes)
  const found: Uint8Array[] = [file]
  for (let at = parsed.bytes.length + 16; at + 13 < file.length;) {
    const header = parseFrameHeader(file, at)
    const frame = header && file.subarray(at, at + 13 + header.length)
    const opened = frame && openFrame(key, prev, frame, header.sequence)
    if (header === undefined || frame === undefined || opened === undefined) break
    const plain = header.kind === FRAME_KIND_BLOCK ? inflateBlock(opened) : opened
    found.push(plain)
    if (header.kind === FRAME_KIND_BLOCK || header.kind === FRAME_KIND_BATCH)
      expect(decodeBatch(plain).ok).toBe(true)
    prev = frameHash(frame)
    at += frame.length
  }
  return found
}

/** In how many files of the store folder a text can be found by whoever has the keys. */
async function hits(store: TestStore, text: string): Promise<number> {
  let count = 0
  for (const name of await readdir(store.dir)) {
    const file = await readFile(join(store.dir, name))
    if (plaintexts(file).some((plain) => Buffer.from(plain).includes(text))) count += 1
  }
  return count
}

test('an erased person’s name is in no file of the store, and every chain and signature still verifies', async () => {
  const store = await testStore()
  const { journal } = await store.open()
  for (let n = 1; n <= 6; n++) {
    const events = makeEvents(journal.tail, [person(n, n % 2 === 0 ? ERASED : KEPT)])
    await journal.append({ origin: 'own', events })
    if (n === 2) await compact(store, journal)
    if (n === 4) await journal.rotate()
  }
  const { head, deviceHead } = journal
  expect(await hits(store, ERASED)).toBeGreaterThan(1)

  // An interrupted compaction and an old quarantine lie about as well.
  const upTo = await journal.rotate()
  const stale = await compactClosed(keeperOf(store), { upTo, scope: 'recent', dropPart: () => false })
  const oldest = await readFile(
    join(store.dir, must((await readdir(store.dir)).find((name) => name.endsWith('.fob')))),
  )
  await writeFile(join(store.dir, 'quarantine-segment-00000001.fob-300-1700000000000.bin'), oldest)
  expect(stale.written).toHaveLength(1)

  const dropped = await compact(store, journal, {
    scope: 'all',
    dropPart: dropErased,
    quarantineBefore: 1_700_000_000_001,
  })
  expect(dropped).toBe(3)
  expect(await hits(store, ERASED)).toBe(0)
  expect(await hits(store, KEPT)).toBe(1)
  expect(await journal.verify()).toMatchObject({ ok: true })
  expect(journal.head).toEqual(head)
  const [second, third] = await journal.eventsAt([2, 3])
  expect(second).toMatchObject({ seq: 2, data: { contractNo: '2' }, box: new Uint8Array(40).fill(2) })
  expect(second).not.toHaveProperty('personal')
  expect(must(second).partHashes.map(({ name }) => name)).toEqual(['personal', 'box'])
  expect(third).toMatchObject({ personal: { name: KEPT } })
  await journal.close()
  const again = await store.open()
  expect(again.journal.head).toEqual(head)
  expect(again.journal.deviceHead).toEqual(deviceHead)
})

test('a later compaction erases from block files too; one that drops nothing writes none again', async () => {
  const store = await testStore()
  const { journal } = await store.open()
  const drafts = Array.from({ length: 600 }, (_, n) => person(n % 200, n === 300 ? ERASED : KEPT))
  await journal.append({ origin: 'own', events: makeEvents(journal.tail, drafts) })
  await compact(store, journal)
  const upTo = await journal.rotate()
  const nothing = await compactClosed(keeperOf(store), { upTo, scope: 'all', dropPart: () => false })
  expect(nothing).toEqual({ written: [], dropped: 0, quarantines: [] })
  expect(await compact(store, journal, { scope: 'all', dropPart: dropErased })).toBe(1)
  expect(await hits(store, ERASED)).toBe(0)
  expect(await compact(store, journal, { scope: 'all', dropPart: (_event, part) => part === 'box' })).toBe(
    600,
  )
  expect(await readdir(store.dir)).toEqual(expect.arrayContaining(['block-00000001-00000001-0003.fob']))
  expect(await journal.verify()).toMatchObject({ ok: true, head: { events: 600 } })
})
