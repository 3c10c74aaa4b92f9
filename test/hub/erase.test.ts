import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { EventDraft } from '../../domain/events.ts'
import { erasePersonalData } from '../../hub/erase.ts'
import { createHub } from '../../hub/head-office.ts'
import { freshState, type Hub } from '../../hub/hub.ts'
import { hqActs } from '../../hub/hq/acts.ts'
import { StateSnapshots } from '../../hub/snapshot/state-snapshots.ts'
import type { HubStore } from '../../hub/store/hub-store.ts'
import { createMemoryStore } from '../../hub/store/memory-store.ts'
import { openPgliteStore, openSqlStore } from '../../hub/store/sql/open.ts'
import { everythingIn } from './everything.ts'
import { startPostgres, type PostgresServer } from './postgres/server.ts'
import { contractDrafts, createWorld, enrolDesk, exchange, TEN_O_CLOCK } from './world.ts'

const YEAR_MS = 366 * 86_400_000
const GONE = '忘却商店'
const KEPT = '継続商店'

const named = (contractNo: string, name: string, status: 'active' | 'closed' = 'active'): EventDraft[] =>
  contractDrafts(contractNo, [`${contractNo}u`]).map((draft) => {
    if (draft.type !== 'ContractRecorded') return draft
    const personal = typeof draft.personal === 'object' && draft.personal !== null ? draft.personal : {}
    return { ...draft, data: { ...draft.data, status }, personal: { ...personal, name } } as EventDraft
  })

/** @param store of the process's own, where it has one */
const process = (hub: Hub, store: HubStore = hub.store) => {
  const own = createHub({ ...hub, store })
  return { hub: own, snapshots: new StateSnapshots(own, 'rules-1') }
}

async function holds(hub: Hub, text: string): Promise<boolean> {
  return (await everythingIn(hub.store)).some((row) => row.includes(Buffer.from(text)))
}

let server: PostgresServer
beforeAll(async () => {
  server = await startPostgres()
}, 60_000)
afterAll(() => server.dispose())

/** A store, another process's on the same rows, and whether a text is in any row of the database as it lies there. */
interface Place {
  readonly store: HubStore
  readonly beside: HubStore
  readonly lies: ((text: string) => Promise<boolean>) | null
}

async function onPostgres(now: () => number): Promise<Place> {
  const databaseUrl = await server.database()
  const [store, beside] = [await openSqlStore({ databaseUrl, now }), await openSqlStore({ databaseUrl, now })]
  return { store, beside, lies: (text) => liesIn(databaseUrl, text) }
}

const places: readonly (readonly [string, (now: () => number) => Promise<Place>])[] = [
  ['memory', async (now) => alone(createMemoryStore({ now }))],
  ['PGlite', async (now) => alone(await openPgliteStore(null, now))],
  ['PostgreSQL', onPostgres],
]
const alone = (store: HubStore): Place => ({ store, beside: store, lies: null })

/** In any column of any table, without the hub's own readers: bytes are written there in hexadecimal digits. */
async function liesIn(databaseUrl: string, text: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const tables = await client.query<{ name: string }>(
      `select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public'`,
    )
    expect(tables.rows.length).toBeGreaterThan(5)
    const needles = [text, Buffer.from(text).toString('hex')]
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ found: string }>(`select t::text as found from ${name} t`)
      if (rows.some(({ found }) => needles.some((needle) => found.includes(needle)))) return true
    }
    return false
  } finally {
    await client.end()
  }
}

it.each(places)(
  'takes what has had its time out of the order and of every snapshot, and nothing else: %s',
  async (_name, open) => {
    const clock = { now: TEN_O_CLOCK }
    const { store, beside, lies } = await open(() => clock.now)
    const world = await createWorld({ store })
    const { hub, desk } = world
    await exchange(world, [...named('C1', GONE), ...named('C2', KEPT)])
    await exchange(world, named('C1', GONE, 'closed'))
    const running = process(hub, beside)
    await running.snapshots.load()
    await freshState(running.hub)
    await running.snapshots.take()
    const kept = await hub.store.read((reader) => reader.document('stateSnapshot', 'rules-1'))

    // Within the retention time nothing goes.
    expect(await erasePersonalData(hub)).toMatchObject({ parts: 0 })
    expect(await running.snapshots.newest()).toEqual(kept)
    clock.now = hub.now() + 8 * YEAR_MS
    world.setNow(clock.now)
    expect(await holds(hub, GONE)).toBe(true)
    if (lies !== null) expect(await lies(GONE)).toBe(true)
    // The contract twice, its user twice.
    expect(await hqActs['erase']?.run({ hub, by: 'sakura' }, {})).toMatchObject([{ parts: '4' }])
    expect(await holds(hub, GONE)).toBe(false)
    expect(await holds(hub, KEPT)).toBe(true)
    if (lies !== null) expect([await lies(GONE), await lies(KEPT)]).toEqual([false, true])
    expect(await erasePersonalData(hub)).toMatchObject({ parts: 0 })

    // The person does not come back: not from the snapshot, not from its row put back, not from who had folded before.
    expect((await process(hub, beside).snapshots.load()).ok).toBe(false)
    expect(await running.snapshots.take()).toMatchObject({ code: 'SNAPSHOT_ERASED' })
    if (kept !== undefined) await hub.store.putDocument('stateSnapshot', 'rules-1', kept)
    const started = process(hub, beside)
    expect(await started.snapshots.load()).toMatchObject({ code: 'SNAPSHOT_ERASED' })
    const state = await freshState(started.hub)
    expect(state.get('contract', 'C1')).toMatchObject({ status: 'closed', name: '', phone: '' })
    expect(state.get('contract', 'C2')?.name).toBe(KEPT)
    expect(await started.snapshots.take()).toMatchObject({ ok: true })
    const again = process(hub)
    expect((await again.snapshots.load()).ok).toBe(true)
    expect(again.hub.state.folded.get('contract', 'C1')?.name).toBe('')

    // Chains hold: this desk goes on, and one that comes new gets everything but the names.
    await exchange(world, named('C3', KEPT))
    expect(await desk.push(world.headOffice)).toMatchObject({ ok: true })
    const late = await enrolDesk(hub, world.headOffice)
    late.now = hub.now()
    await late.pull(world.headOffice)
    expect(late.state.get('contract', 'C1')).toMatchObject({ status: 'closed', name: '' })
    expect(late.state.get('contract', 'C2')?.name).toBe(KEPT)
    await store.close()
    if (beside !== store) await beside.close()
  },
  120_000,
)
