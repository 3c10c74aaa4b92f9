/** Invariants that no single refusal shows: orders of calls, keys, and the anchor's hash. */
import { expect, test } from 'vitest'
import { must } from '../../../protocol/must.ts'
import { piecesOf } from '../../../store/tampering/frames.ts'
import { draft, makeEvents } from '../device.ts'
import { appendSingly } from '../store.ts'
import { compacted, NAMES, newMedium, open, STORE } from './one-fault.ts'
import type { Medium } from './medium.ts'
import type { Call } from './medium-fs.ts'

const contentOf = (medium: Medium, path: string) => must(medium.lookUp(path)).cached

test('a restored copy seals the same commit under another key: no nonce is used twice', async () => {
  const medium = newMedium()
  const first = await open(medium)
  const events = makeEvents(first.journal.tail, [draft(1)])
  await first.journal.close()
  const frames: Uint8Array[] = []
  for (const copy of [medium.copy(), medium.copy()]) {
    const { journal } = await open(copy)
    await journal.append({ origin: 'own', events })
    await journal.close()
    frames.push(must(piecesOf(contentOf(copy, `${STORE}/segment-00000001.fob`)).frames[0]))
  }
  expect(frames[0]).toHaveLength(must(frames[1]).length)
  expect(frames[0]).not.toEqual(frames[1])
})

test('a block file’s name is durable before the segments it stands for go', async () => {
  const medium = newMedium()
  const calls: string[] = []
  const record = async <T>(call: Call<T>): Promise<T> => {
    calls.push(`${call.kind} ${call.path}`)
    return call.act()
  }
  const { journal } = await open(medium, record)
  await journal.adopt(await compacted(medium, journal))
  const renamed = calls.findIndex((call) => call.startsWith('rename') && call.includes('block-'))
  const removed = calls.indexOf(`remove ${STORE}/segment-00000001.fob`)
  expect(renamed).toBeGreaterThan(0)
  expect(calls.slice(renamed, removed)).toContain(`syncDirectory ${STORE}`)
})

test('a store as long as its anchor says, and another one, is refused', async () => {
  const [ours, theirs] = [newMedium(), newMedium()]
  for (const medium of [ours, theirs]) {
    const { journal } = await open(medium)
    await appendSingly(journal, 3)
    await journal.close()
  }
  const anchor = must(theirs.lookUp(`${NAMES}/anchor`))
  anchor.replace(contentOf(ours, `${NAMES}/anchor`).slice())
  await expect(open(theirs)).rejects.toMatchObject({ code: 'JOURNAL_TAMPERED' })
})
