/**
 * The hub's tables as Kysely sees them. What decisions, keys or orders need has a column of its own; what is
 * only ever read back whole is one `body` of CBOR, parsed by its schema in `rows.ts` or `documents.ts`.
 * Times are milliseconds since 1970. Text keys are `COLLATE "C"`: in the order of their UTF-8 bytes.
 */
import type { Generated } from 'kysely'

/** One event in its place. `parts` lie apart from the chained bytes, because they can be erased. */
interface EntryTable {
  readonly place: number
  readonly branch_no: string
  readonly device: string
  readonly seq: number
  readonly hash: Uint8Array
  readonly bytes: Uint8Array
  readonly parts: Uint8Array
  readonly refusal: string | null
}

/** One row: the last place given. Its lock is the order. */
interface OrderHeadTable {
  readonly only_row: boolean
  readonly place: number
}

interface BranchTable {
  readonly branch_no: string
  readonly body: Uint8Array
}

interface DeviceTable {
  readonly device: string
  readonly branch_no: string
  readonly body: Uint8Array
}

interface EnrolmentCodeTable {
  readonly code_hash: string
  readonly body: Uint8Array
}

/** The columns that attempts change; `body` has the rest of the row (the wrapped seed). */
export interface FobTable {
  readonly serial: string
  readonly last_step: number
  readonly drift_steps: number
  readonly wrong_in_row: number
  readonly long_run: readonly number[]
  readonly reserved_id: string | null
  readonly reserved_at: number | null
  readonly half_step: number | null
  /** JSON, a list for each attempt (`row-codec.ts`). */
  readonly recent: string
  readonly body: Uint8Array
}

/** Counts the changes of a row, so that a decision on an older one is noticed. */
interface FobVersion {
  readonly version: Generated<number>
}

/** Wrong codes of all fobs, for a day or two; only ever inserted, counted and deleted. */
interface WrongCodeTable {
  readonly at: number
  readonly serial: string
}

interface DocumentTable {
  readonly kind: string
  readonly id: string
  readonly body: Uint8Array
  readonly expires_at: number | null
}

export interface HubTables {
  readonly entry: EntryTable
  readonly order_head: OrderHeadTable
  readonly branch: BranchTable
  readonly device: DeviceTable
  readonly enrolment_code: EnrolmentCodeTable
  readonly fob: FobTable & FobVersion
  readonly wrong_code: WrongCodeTable
  readonly document: DocumentTable
}
