/** The statements of `fob-batches.ts`. */
import { sql, type Kysely, type Selectable } from 'kysely'
import type { FobVerification } from '../rows.ts'
import { changedBody, fromCounters, toFob } from './row-codec.ts'
import type { HubTables } from './schema.ts'

export interface VersionedFob {
  readonly row: FobVerification
  /** Counts the row's changes. */
  readonly version: number
}

export interface FobWrite extends VersionedFob {
  /** The row that has this version. */
  readonly before: FobVerification
  /** Times of wrong codes to be counted with it. */
  readonly wrong: readonly number[]
}

/** Without a lock: what is decided on them is checked when it is written. */
export async function readFobs(
  db: Kysely<HubTables>,
  serials: readonly string[],
): Promise<ReadonlyMap<string, VersionedFob>> {
  if (serials.length === 0) return new Map()
  const rows = await db
    .selectFrom('fob')
    .selectAll()
    .where((is) => is('serial', '=', is.fn.any(sql<readonly string[]>`${serials}::text[]`)))
    .execute()
  return new Map(rows.map((row) => [row.serial, versioned(row)]))
}

/** Waits for whoever has the row; nobody else changes it before the transaction ends. */
export async function readLocked(trx: Kysely<HubTables>, serial: string): Promise<VersionedFob | undefined> {
  const row = await trx
    .selectFrom('fob')
    .selectAll()
    .where('serial', '=', serial)
    .forUpdate()
    .executeTakeFirst()
  return row && versioned(row)
}

/**
 * Writes those rows that nobody changed since and nobody has locked, in one statement: alone it is a transaction,
 * durable when this resolves. Answers their serials. The lists of times travel as texts, because PostgreSQL's
 * arrays are rectangular.
 */
export async function writeFobs(
  db: Kysely<HubTables>,
  writes: readonly FobWrite[],
): Promise<ReadonlySet<string>> {
  if (writes.length === 0) return new Set()
  const rows = writes.map(({ row }) => fromCounters(row))
  const column = <K extends keyof (typeof rows)[number]>(name: K) => rows.map((row) => row[name])
  const versions = writes.map(({ version }) => version)
  const longRuns = rows.map(({ long_run }) => list(long_run))
  const bodies = writes.map(({ before, row }) => changedBody(before, row))
  const wrong = writes.map((write) => list(write.wrong))
  const { rows: written } = await sql<{ serial: string }>`
    with new as (
      select * from unnest(
        ${column('serial')}::text[], ${versions}::int8[], ${column('last_step')}::int8[],
        ${column('drift_steps')}::int4[], ${column('wrong_in_row')}::int4[], ${longRuns}::text[],
        ${column('reserved_id')}::text[], ${column('reserved_at')}::int8[], ${bodies}::text[], ${wrong}::text[]
      ) as given (serial, version, last_step, drift_steps, wrong_in_row, long_run, reserved_id, reserved_at,
        body, wrong)
    ), mine as (
      select fob.serial from fob join new on new.serial = fob.serial and new.version = fob.version
      for update of fob skip locked
    ), written as (
      update fob set
        version = fob.version + 1, last_step = new.last_step, drift_steps = new.drift_steps,
        wrong_in_row = new.wrong_in_row, long_run = new.long_run::int8[], reserved_id = new.reserved_id,
        reserved_at = new.reserved_at, body = coalesce(decode(new.body, 'hex'), fob.body)
      from new join mine on mine.serial = new.serial
      where fob.serial = new.serial and fob.version = new.version
      returning fob.serial, new.wrong
    ), counted as (
      insert into wrong_code (at, serial) select unnest(wrong::int8[]), serial from written
    )
    select serial from written`.execute(db)
  return new Set(written.map(({ serial }) => serial))
}

function list(numbers: readonly number[]): string {
  return `{${numbers.join(',')}}`
}

function versioned(row: Selectable<HubTables['fob']>): VersionedFob {
  return { row: toFob(row), version: row.version }
}
