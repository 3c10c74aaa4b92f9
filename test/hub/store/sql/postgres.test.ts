import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HubStore } from '../../../../hub/store/hub-store.ts'
import { openSqlStore } from '../../../../hub/store/sql/open.ts'
import { startPostgres, type PostgresServer } from '../../postgres/server.ts'
import { describeHubStore, sampleAlarm, sampleEntry, sampleFob } from '../../store-contract.ts'

let server: PostgresServer
beforeAll(async () => {
  server = await startPostgres()
}, 60_000)
afterAll(() => server.dispose())

describeHubStore('PostgreSQL', async () => {
  const databaseUrl = await server.database()
  return { open: (now) => openSqlStore({ databaseUrl, now }), dispose: async () => undefined }
})

describe('PostgreSQL', () => {
  const append = (store: HubStore, seq: number, device: string) =>
    store.transaction((tx) => tx.append(sampleEntry(seq, device)))

  it('is migrated once by processes that start together, and gives them one order', async () => {
    const databaseUrl = await server.database()
    const stores = await Promise.all([1, 2, 3].map(() => openSqlStore({ databaseUrl })))
    await Promise.all(
      stores.map(async (store, index) => {
        for (const seq of [1, 2, 3, 4, 5]) await append(store, seq, `d-${index}`)
      }),
    )
    for (const store of stores) {
      const entries = await store.read((reader) => reader.entriesAfter(0, 100))
      expect(entries.map(({ place }) => place)).toEqual(Array.from({ length: 15 }, (_, index) => index + 1))
    }
    await Promise.all(stores.map((store) => store.close()))
  })

  it('refuses a database that a newer program has migrated', async () => {
    const databaseUrl = await server.database()
    await (await openSqlStore({ databaseUrl })).close()
    await query(databaseUrl, "insert into kysely_migration values ('002-later', '2027')")
    await expect(openSqlStore({ databaseUrl })).rejects.toThrow('002-later')
  })

  it('goes on when a newer program adds columns beside it', async () => {
    const databaseUrl = await server.database()
    const store = await openSqlStore({ databaseUrl, connections: 1 })
    await store.transaction((tx) => tx.saveFob(sampleFob))
    await append(store, 1, 'd-1')
    const ask = async () => {
      await store.changeFob(sampleFob.serial, (row) => ({ ...(row && { row }), result: null }))
      return store.entriesAfter(0, 5)
    }
    const before = await ask()
    await query(databaseUrl, 'alter table fob add more int')
    await query(databaseUrl, 'alter table entry add more int')
    expect(await ask()).toEqual(before)
    expect(await store.read((reader) => reader.fob(sampleFob.serial))).toEqual(sampleFob)
    await store.close()
  })

  it('refuses a database that may lose commits', async () => {
    const databaseUrl = await server.database()
    const name = new URL(databaseUrl).pathname.slice(1)
    await query(databaseUrl, `alter database ${name} set synchronous_commit = off`)
    await expect(openSqlStore({ databaseUrl })).rejects.toThrow('synchronous_commit')
  })

  it('lets readers by while a transaction holds the order', async () => {
    const databaseUrl = await server.database()
    const store = await openSqlStore({ databaseUrl })
    await store.transaction(async (tx) => {
      await tx.append(sampleEntry(1))
      expect(await store.read((reader) => reader.entriesAfter(0, 5))).toEqual([])
      expect(await store.claimDocument('fleetAlarm', 'a', sampleAlarm)).toBeNull()
    })
    expect(await store.read((reader) => reader.entriesAfter(0, 5))).toHaveLength(1)
    await store.close()
  })

  it('runs a transaction again that PostgreSQL gave up, and writes it once', async () => {
    const databaseUrl = await server.database()
    const store = await openSqlStore({ databaseUrl })
    let runs = 0
    await store.transaction(async (tx) => {
      runs += 1
      await tx.append(sampleEntry(1))
      if (runs === 1) throw Object.assign(new Error('deadlock detected'), { code: '40P01' })
    })
    expect(runs).toBe(2)
    expect(await store.read((reader) => reader.entriesAfter(0, 5))).toHaveLength(1)
    const always = store.transaction(async () => {
      throw Object.assign(new Error('could not serialize'), { code: '40001' })
    })
    await expect(always).rejects.toThrow('could not serialize')
    await store.close()
  })

  it('goes on after the server was killed, with everything that was acknowledged', async () => {
    const own = await startPostgres()
    const broken: Error[] = []
    const databaseUrl = await own.database()
    const store = await openSqlStore({ databaseUrl, onBroken: (error) => broken.push(error) })
    await append(store, 1, 'd-1')
    const held = store.transaction(async (tx) => {
      await tx.append(sampleEntry(2))
      await own.kill()
    })
    await expect(held).rejects.toThrow(/connection error|terminated/i)
    await expect(append(store, 2, 'd-1')).rejects.toThrow(/ECONNREFUSED|ENOENT|terminated/)
    await own.start()
    await append(store, 2, 'd-1')
    expect(await store.read((reader) => reader.entriesAfter(0, 5))).toHaveLength(2)
    expect(broken.length).toBeGreaterThan(0)
    await store.close()
    await own.dispose()
  })
})

async function query(databaseUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
