import { expect, test } from 'vitest'
import { deviceChainOrigin } from '../../../protocol/chain.ts'
import { appendSingly, draft, makeEvents, seqs, testStore } from './store.ts'

test('a commit over the bound is refused before anything is written, and the journal goes on', async () => {
  const store = await testStore()
  const { journal } = await store.open()
  await appendSingly(journal, 1)
  const { tail, head } = journal
  const large = new Uint8Array(5 * 1024 * 1024)
  const other = deviceChainOrigin('training', 'desk-9')
  const many = makeEvents(
    other,
    Array.from({ length: 22 }, (_, n) => ({ ...draft(n), box: large.subarray(0, 3 << 20) })),
  )
  const refused = [
    { origin: 'own', events: makeEvents(tail, [{ ...draft(1), box: large }]) },
    { origin: 'own', events: makeEvents(tail, [{ ...draft(1), data: { large } }]) },
    { origin: 'pulled', events: [], context: { large } },
    { origin: 'pulled', events: many },
  ] as const
  for (const commit of refused) {
    await expect(journal.append(commit)).rejects.toMatchObject({ code: 'COMMIT_TOO_LARGE' })
    expect(journal).toMatchObject({ status: 'open', tail, head })
  }
  await appendSingly(journal, 1)
  await journal.append({ origin: 'pulled', events: many.slice(0, 10) })
  await journal.close()
  expect(seqs(await store.open())).toEqual([1, 2, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
})
