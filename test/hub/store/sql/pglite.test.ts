import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createPgliteStore, openPgliteStore, parsers } from '../../../../hub/store/sql/open.ts'
import { describeHubStore, sampleEntry, sampleFob } from '../../store-contract.ts'

/** One for all tests: it takes seconds to start. */
let pglite: PGlite
beforeAll(async () => {
  pglite = await PGlite.create({ parsers })
}, 60_000)
afterAll(() => pglite.close())

describeHubStore('PGlite', async () => {
  await pglite.exec('drop schema public cascade; create schema public')
  const lent = {
    closed: false,
    ready: true,
    waitReady: pglite.waitReady,
    query: pglite.query.bind(pglite),
    transaction: pglite.transaction.bind(pglite),
    close: async () => {
      lent.closed = true
    },
  }
  return { open: (now) => createPgliteStore(lent, now), dispose: async () => undefined }
})

it('knows after a restart everything that was written to its folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hub-pglite-'))
  const store = await openPgliteStore(folder)
  await store.transaction(async (tx) => {
    await tx.append(sampleEntry(1))
    await tx.saveFob(sampleFob)
  })
  await store.close()
  const again = await openPgliteStore(folder)
  await again.read(async (reader) => {
    expect(await reader.entriesAfter(0, 5)).toEqual([{ ...sampleEntry(1), place: 1 }])
    expect(await reader.fob('12345678')).toEqual(sampleFob)
  })
  await again.close()
  await rm(folder, { recursive: true })
})
