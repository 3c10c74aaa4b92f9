/** Between the rows of `rows.ts` and the columns of `schema.ts`. */
import type { z } from 'zod'
import { decodeCbor, encodeCbor } from '../../../protocol/cbor.ts'
import { wireEvent } from '../../../protocol/head-office.ts'
import { fobVerification, type FobVerification, type HubEntry } from '../rows.ts'
import type { FobTable, HubTables } from './schema.ts'

type EntryRow = HubTables['entry']

export function fromEntry({ place, branchNo, device, seq, hash, event, refusal }: HubEntry): EntryRow {
  const parts = encodeCbor(event.parts)
  return { place, branch_no: branchNo, device, seq, hash, bytes: event.bytes, parts, refusal }
}

/** @throws Error when it no longer reads: the database was altered */
export function toEntry({ place, branch_no, device, seq, hash, bytes, parts, refusal }: EntryRow): HubEntry {
  const event = wireEvent.safeParse({ bytes: own(bytes), parts: decoded(parts, `entry ${place}`) })
  if (!event.success) throw new Error(`entry ${place} cannot be read`)
  return { place, branchNo: branch_no, device, seq, hash: own(hash), event: event.data, refusal }
}

export function fromFob(row: FobVerification): FobTable {
  return { ...fromCounters(row), recent: recentOf(row), body: encodeCbor(restOf(row)) }
}

/** What reserving an attempt can change. */
export function fromCounters(row: FobVerification): Omit<FobTable, 'recent' | 'body'> {
  return {
    serial: row.serial,
    last_step: row.lastStep,
    drift_steps: row.driftSteps,
    wrong_in_row: row.wrongInRow,
    long_run: row.longRun,
    reserved_id: row.reserved?.attemptId ?? null,
    reserved_at: row.reserved?.at ?? null,
    half_step: row.halfStep,
  }
}

/** null: it is the same in both rows. */
export function changedRecent(before: FobVerification, after: FobVerification): string | null {
  return before.recent === after.recent ? null : recentOf(after)
}

function recentOf({ recent }: FobVerification): string {
  return JSON.stringify(recent.map(({ at, outcome, offSteps }) => [at, outcome, offSteps]))
}

/** The body in hex; null: it is the same in both rows. */
export function changedBody(before: FobVerification, after: FobVerification): string | null {
  const same = before.seed === after.seed && before.algorithm === after.algorithm
  return same ? null : Buffer.from(encodeCbor(restOf(after))).toString('hex')
}

/** What lies in the body. */
function restOf({ algorithm, seed }: FobVerification) {
  return { algorithm, seed }
}

/** @throws Error when it no longer reads */
export function toFob(row: FobTable): FobVerification {
  const rest = decoded(row.body, `fob ${row.serial}`)
  const reserved = row.reserved_id === null ? null : { attemptId: row.reserved_id, at: row.reserved_at }
  return fobVerification.parse({
    ...(typeof rest === 'object' ? rest : {}),
    serial: row.serial,
    lastStep: row.last_step,
    driftSteps: row.drift_steps,
    wrongInRow: row.wrong_in_row,
    longRun: row.long_run,
    reserved,
    halfStep: row.half_step,
    recent: outcomesOf(row.recent),
  })
}

/** As far as they are lists; the schema of the row says whether they are attempts. */
function outcomesOf(text: string): unknown {
  const lists: unknown = JSON.parse(text)
  if (!Array.isArray(lists)) return lists
  return lists.map((list: unknown) => {
    return Array.isArray(list) ? { at: list[0], outcome: list[1], offSteps: list[2] } : list
  })
}

export function toBody(row: object): Uint8Array {
  return encodeCbor(row)
}

/** @throws Error when it no longer reads */
export function fromBody<T>(schema: z.ZodType<T>, { body }: { readonly body: Uint8Array }, what: string): T {
  const parsed = schema.safeParse(decoded(body, what))
  if (!parsed.success) throw new Error(`${what} cannot be read`)
  return parsed.data
}

/** Bytes of its own: the driver's lie in a larger buffer. */
export function own(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes)
}

function decoded(bytes: Uint8Array, what: string): unknown {
  const result = decodeCbor(own(bytes))
  if (!result.ok) throw new Error(`${what} cannot be read: ${result.code}`)
  return result.value
}
