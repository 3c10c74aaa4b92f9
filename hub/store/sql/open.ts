/** Opens the databases of a hub: PostgreSQL for work, PGlite for trial. */
import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect, PostgresDialect, sql, type PGliteDialectConfig } from 'kysely'
import pg from 'pg'
import type { HubStore } from '../hub-store.ts'
import { keyedQueue } from '../../keyed-queue.ts'
import { migrate } from './migrations.ts'
import { throughKysely, type RunPrepared } from './prepared.ts'
import type { HubTables } from './schema.ts'
import { createSqlStore } from './sql-store.ts'

export interface OpenSqlOptions {
  /** `postgres://…`, as in DATABASE_URL. */
  readonly databaseUrl: string
  /** By which documents expire, milliseconds since 1970. Default: the machine's clock. */
  readonly now?: () => number
  /** Connections at most. One ordered transaction holds one; look-ups and attempts share the rest. */
  readonly connections?: number
  /** Hears of connections that broke while nobody used them; the pool makes new ones by itself. */
  readonly onBroken?: (error: Error) => void
}

/** OIDs of int8 and int8[]. Everything that we keep in one is within ±2⁵³. */
const INT8 = 20
const INT8_ARRAY = 1016
const int8Array = (text: string): number[] => (text === '{}' ? [] : text.slice(1, -1).split(',').map(Number))

/** Longer than any transaction of ours; a hub process that hangs must not hold the order for ever. */
export const parsers = { [INT8]: Number, [INT8_ARRAY]: int8Array }

const IDLE_IN_TRANSACTION_MS = 30_000
const CONNECT_MS = 10_000

/**
 * Opens and migrates a PostgreSQL database that any number of hub processes may share.
 * @throws Error when it cannot be reached, is a newer program's, or does not make commits durable
 */
export async function openSqlStore(options: OpenSqlOptions): Promise<HubStore> {
  const { databaseUrl, now = Date.now, connections = 10, onBroken = () => undefined } = options
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: connections,
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    application_name: 'fobdesk-hub',
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    types: { getTypeParser },
  })
  pool.on('error', onBroken)
  // A client that breaks while it is lent out tells nobody else; unheard, the event would end the process.
  pool.on('connect', (client) => client.on('error', onBroken))
  const db = new Kysely<HubTables>({ dialect: new PostgresDialect({ pool }) })
  try {
    await requireDurability(db)
    await migrate(db)
  } catch (error) {
    await db.destroy()
    throw error
  }
  const prepared: RunPrepared = async ({ name, text }, values) =>
    (await pool.query({ name, text, values: [...values] })).rows
  return createSqlStore({ db, now, prepared, gate: (work) => work() })
}

/**
 * Opens and migrates the database in `folder` (made there when it does not exist; null: in memory). FOR TRIAL:
 * one process, one connection, and what is written survives the end of the program but not of the machine.
 */
export async function openPgliteStore(
  folder: string | null,
  now: () => number = Date.now,
): Promise<HubStore> {
  return createPgliteStore(
    await PGlite.create({ ...(folder === null ? {} : { dataDir: folder }), parsers }),
    now,
  )
}

/** The store over a PGlite that reads whole numbers with `parsers`; migrates it, and closes it with itself. */
export async function createPgliteStore(
  pglite: PGliteDialectConfig['pglite'],
  now: () => number,
): Promise<HubStore> {
  const db = new Kysely<HubTables>({ dialect: new PGliteDialect({ pglite }) })
  await migrate(db)
  const queue = keyedQueue()
  // Kysely's dialect runs a query into whichever transaction is open on the one connection.
  return createSqlStore({ db, now, prepared: throughKysely(db), gate: (work) => queue('connection', work) })
}

/** A receipt is a promise: no database that answers a commit before it is on disk. */
async function requireDurability(db: Kysely<HubTables>): Promise<void> {
  for (const name of ['fsync', 'full_page_writes', 'synchronous_commit']) {
    const { rows } = await sql<{ value: string }>`select current_setting(${name}) as value`.execute(db)
    if (rows[0]?.value === 'off') throw new Error(`PostgreSQL runs with ${name} = off: it may lose commits`)
  }
}

function getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (oid === INT8) return Number
  if (oid === INT8_ARRAY) return int8Array
  return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid)
}
