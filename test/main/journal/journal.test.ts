import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { deviceChainOrigin } from '../../../protocol/chain.ts'
import { appendSingly, draft, makeEvents, seqs, testStore } from './store.ts'
import { must } from '../../protocol/must.ts'

describe('append and reopen', () => {
  test('what was appended is replayed in order, with its parts, and the heads agree', async () => {
    const store = await testStore()
    const first = await store.open()
    const positions = await appendSingly(first.journal, 5)
    const batch = makeEvents(first.journal.tail, [draft(5), draft(6)])
    const last = await first.journal.append({ origin: 'own', events: batch, context: { lot: 'L1' } })
    const { head, deviceHead } = first.journal
    await first.journal.close()

    const again = await store.open()
    expect(again.journal.head).toEqual(head)
    expect(again.journal.deviceHead).toEqual(deviceHead)
    expect(head).toMatchObject({ commits: 6, events: 7 })
    expect(seqs(again)).toEqual([1, 2, 3, 4, 5, 6, 7])
    expect(again.seen.map(({ position }) => position)).toEqual([...positions, last])
    expect(last).toMatchObject({ commit: 6, firstEvent: 6, file: 'segment-00000001.fob' })
    expect(again.seen[5]?.commit.context).toEqual({ lot: 'L1' })
    expect(again.seen[5]?.commit.events[1]).toMatchObject({
      type: 'FobReceived',
      data: { serial: '10000006' },
      personal: { name: '客6' },
    })
  })

  test('every open begins a fresh segment, made with the first commit only', async () => {
    const store = await testStore()
    for (let opened = 0; opened < 3; opened++) {
      const { journal } = await store.open()
      if (opened !== 1) await appendSingly(journal, 2)
      await journal.close()
    }
    const files = (await readdir(store.dir)).filter((name) => name.startsWith('segment-'))
    expect(files).toEqual(['segment-00000001.fob', 'segment-00000002.fob'])
    expect(seqs(await store.open())).toEqual([1, 2, 3, 4])
  })

  test('many callers at once: every commit lands, in the order it was appended', async () => {
    const store = await testStore()
    const { journal } = await store.open()
    const waiting = []
    for (let n = 0; n < 200; n++) {
      waiting.push(journal.append({ origin: 'own', events: makeEvents(journal.tail, [draft(n)]) }))
    }
    expect(journal.head.commits).toBe(0)
    expect(journal.tail.seq).toBe(200)
    const positions = await Promise.all(waiting)
    expect(positions.map(({ commit }) => commit)).toEqual(Array.from({ length: 200 }, (_, n) => n + 1))
    await journal.close()
    expect((await store.open()).journal.head.commits).toBe(200)
  })

  test('pulled events stand beside own ones without touching the device chain', async () => {
    const store = await testStore()
    const { journal } = await store.open()
    await appendSingly(journal, 1)
    const other = makeEvents({ ...deviceChainOrigin('training', 'desk-9'), seq: 40 }, [draft(1), draft(2)])
    await journal.append({ origin: 'pulled', events: other.slice(1), context: { cursor: 77 } })
    await journal.append({ origin: 'pulled', events: [], context: { cursor: 78 } })
    expect(journal.deviceHead.seq).toBe(1)
    await appendSingly(journal, 1)
    await journal.close()

    const again = await store.open()
    expect(again.seen.map(({ commit }) => commit.origin)).toEqual(['own', 'pulled', 'pulled', 'own'])
    expect(again.seen[2]?.commit).toEqual({ origin: 'pulled', events: [], context: { cursor: 78 } })
    expect(await again.journal.verify()).toMatchObject({ ok: true, signatures: 2 })
  })

  test('a new segment is begun past the size and with a new epoch', async () => {
    const store = await testStore()
    let epoch = 1
    const { journal } = await store.open({ segmentBytes: 1000, currentEpoch: () => epoch })
    await appendSingly(journal, 4)
    epoch = 2
    const moved = await appendSingly(journal, 1)
    expect(must(moved[0]).file > 'segment-00000002.fob').toBe(true)
    await journal.close()
    expect(seqs(await store.open({ currentEpoch: () => 2 }))).toEqual([1, 2, 3, 4, 5])
  })

  test('an import of 20,000 events is one commit', async () => {
    const store = await testStore()
    const { journal } = await store.open()
    const drafts = Array.from({ length: 20_000 }, (_, n) => draft(n))
    const position = await journal.append({ origin: 'own', events: makeEvents(journal.tail, drafts) })
    expect(position).toMatchObject({ commit: 1, firstEvent: 1 })
    await journal.close()
    const again = await store.open()
    expect(again.journal.head).toMatchObject({ commits: 1, events: 20_000 })
    expect(again.seen[0]?.commit.events.at(-1)).toMatchObject({ seq: 20_000, personal: { name: '客19999' } })
  })

  test('a draft that does not continue the chain is a bug and writes nothing', async () => {
    const store = await testStore()
    const { journal } = await store.open()
    const [first, second] = makeEvents(journal.tail, [draft(1), draft(2)])
    expect(() => journal.append({ origin: 'own', events: [must(second)] })).toThrow(TypeError)
    expect(() => journal.append({ origin: 'own', events: [] })).toThrow(TypeError)
    expect(() => journal.append({ origin: 'pulled', events: [] })).toThrow(TypeError)
    await journal.append({ origin: 'own', events: [must(first)] })
    expect(() => journal.append({ origin: 'own', events: [must(first)] })).toThrow(TypeError)
    expect(journal.head.commits).toBe(1)
  })

  test('progress reaches the total, and an onCommit that fails is not swallowed', async () => {
    const store = await testStore()
    const { journal } = await store.open()
    await appendSingly(journal, 3)
    await journal.close()
    const progress: number[] = []
    const again = await store.open({ onProgress: (p) => progress.push(p.bytesDone / p.bytesTotal) })
    expect(progress.at(-1)).toBe(1)
    await again.journal.close()
    const failing = store.open({
      onCommit: () => {
        throw new RangeError('fold')
      },
    })
    await expect(failing).rejects.toThrow(RangeError)
    await store.open()
  })
})

test('no personal data, serial or label stands in any file in clear', async () => {
  const store = await testStore()
  const { journal } = await store.open()
  const secret = {
    type: 'ContractImported',
    v: 1,
    data: { serial: '86596101' },
    personal: { name: 'データ花子' },
  }
  await journal.append({ origin: 'own', events: makeEvents(journal.tail, [secret]) })
  await journal.close()
  const names = await readdir(store.root, { recursive: true, withFileTypes: true })
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  expect(files.length).toBeGreaterThanOrEqual(2)
  for (const file of files) {
    const bytes = await readFile(file)
    for (const text of ['データ花子', '86596101', 'ContractImported', '10001', 'personal']) {
      expect(bytes.includes(text), `${text} in ${file}`).toBe(false)
      expect(bytes.includes(Buffer.from(text, 'utf16le')), `${text} in ${file}`).toBe(false)
    }
  }
})
