/** The statements of `fob-batches.ts`. */
import type { FobVerification } from '../rows.ts'
import { numbers, texts, type Prepared, type RunPrepared } from './prepared.ts'
import { changedBody, changedRecent, fromCounters, toFob } from './row-codec.ts'
import type { FobTable } from './schema.ts'

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

/** Named: `*` in a prepared statement fails for good once a newer program adds a column. */
const COLUMNS = `serial, version, last_step, drift_steps, wrong_in_row, long_run, reserved_id, reserved_at, half_step,
  recent, body`

type Row = FobTable & { readonly version: number }

/*
 * Row by row through the key (`lateral` with `offset 0` or a lock is not turned into a join): the plan is kept, and was
 * perhaps made while the table was still so small that reading all of it looked cheaper.
 */
const READ: Prepared<Row> = {
  name: 'fobs-read',
  text: `
    select ${COLUMNS} from unnest($1::text::text[]) as given (asked)
    cross join lateral (select * from fob where fob.serial = given.asked offset 0) as fob`,
}

const READ_LOCKED: Prepared<Row> = {
  name: 'fob-read-locked',
  text: `select ${COLUMNS} from fob where serial = $1 for update`,
}

/**
 * Every parameter is a list with a place for each row; null for `recent` and `body`: as they were. Lists within lists
 * are texts, because arrays are rectangular.
 */
const WRITE: Prepared<Pick<Row, 'serial'>> = {
  name: 'fobs-write',
  text: `
    with new as (
      select * from unnest(
        $1::text::text[], $2::text::int8[], $3::text::int8[], $4::text::int4[], $5::text::int4[],
        $6::text::text[], $7::text::text[], $8::text::int8[], $9::text::int8[], $10::text::text[],
        $11::text::text[], $12::text::text[]
      ) as given (serial, version, last_step, drift_steps, wrong_in_row, long_run, reserved_id, reserved_at,
        half_step, recent, body, wrong)
    ), mine as (
      select fob.place, new.* from new
      cross join lateral (
        select ctid as place from fob
        where fob.serial = new.serial and fob.version = new.version
        for update skip locked
      ) as fob
    ), written as (
      update fob set
        version = mine.version + 1, last_step = mine.last_step, drift_steps = mine.drift_steps,
        wrong_in_row = mine.wrong_in_row, long_run = mine.long_run::int8[], reserved_id = mine.reserved_id,
        reserved_at = mine.reserved_at, half_step = mine.half_step,
        recent = coalesce(mine.recent, fob.recent), body = coalesce(decode(mine.body, 'hex'), fob.body)
      from mine
      where fob.ctid = mine.place and fob.version = mine.version
      returning fob.serial, mine.wrong
    ), counted as (
      insert into wrong_code (at, serial)
      select unnest(wrong::int8[]), serial from written where wrong <> '{}'
    )
    select serial from written`,
}

/** Without a lock: what is decided on them is checked when it is written. */
export async function readFobs(
  run: RunPrepared,
  serials: readonly string[],
): Promise<ReadonlyMap<string, VersionedFob>> {
  if (serials.length === 0) return new Map()
  const rows = await run(READ, [texts(serials)])
  return new Map(rows.map((row) => [row.serial, versioned(row)]))
}

/** Waits for whoever has the row; nobody else changes it before the transaction ends. */
export async function readLocked(run: RunPrepared, serial: string): Promise<VersionedFob | undefined> {
  const [row] = await run(READ_LOCKED, [serial])
  return row && versioned(row)
}

/**
 * Writes those rows that nobody changed since and nobody has locked, in one statement: alone it is a transaction,
 * durable when this resolves. Answers their serials.
 */
export async function writeFobs(run: RunPrepared, writes: readonly FobWrite[]): Promise<ReadonlySet<string>> {
  if (writes.length === 0) return new Set()
  const rows = writes.map(({ row }) => fromCounters(row))
  const written = await run(WRITE, [
    texts(rows.map((row) => row.serial)),
    numbers(writes.map(({ version }) => version)),
    numbers(rows.map((row) => row.last_step)),
    numbers(rows.map((row) => row.drift_steps)),
    numbers(rows.map((row) => row.wrong_in_row)),
    texts(rows.map((row) => numbers(row.long_run))),
    texts(rows.map((row) => row.reserved_id)),
    numbers(rows.map((row) => row.reserved_at)),
    numbers(rows.map((row) => row.half_step)),
    texts(writes.map(({ before, row }) => changedRecent(before, row))),
    texts(writes.map(({ before, row }) => changedBody(before, row))),
    texts(writes.map(({ wrong }) => numbers(wrong))),
  ])
  return new Set(written.map(({ serial }) => serial))
}

function versioned(row: Row): VersionedFob {
  return { row: toFob(row), version: row.version }
}
