/**
 * 他店取扱: a customer of one branch at the counter, or on the telephone, of another. The acting branch has no record
 * of the customer; head office looks up and decides, and the record is the home branch's (docs/adr/034).
 */
import { z } from 'zod'
import { authStatus, contractKind, incidentKind, otpStatus, rosterStatus, userRole } from './vocabulary.ts'

/**
 * Who acted, in the record of a branch whose people these are not. Staff numbers mean somebody within one branch
 * only, so branch and name stand beside the number, and under field names that no index takes for the branch's own.
 */
export const actingStaff = z.strictObject({
  branchNo: z.string().min(1).max(64),
  branchName: z.string(),
  /** 職員番号 at that branch. */
  by: z.string().min(1).max(16),
  name: z.string(),
})
export type ActingStaff = Readonly<z.infer<typeof actingStaff>>

/** What a customer of another branch is looked up by. `kana`: the beginning of 契約者名カナ. */
export const elsewhereQuery = z.enum(['loginId', 'serial', 'contractNo', 'kana'])
export type ElsewhereQuery = z.infer<typeof elsewhereQuery>

/** One customer of another branch. No address, telephone, account or customer number ever crosses here. */
export const elsewhereHit = z.strictObject({
  contractNo: z.string(),
  branchNo: z.string(),
  branchName: z.string(),
  kind: contractKind,
  status: rosterStatus,
  name: z.string(),
  kana: z.string(),
  /** null where several were found: ask again by the contract number of the one that it is. */
  detail: z
    .strictObject({
      users: z.array(
        z.strictObject({ loginId: z.string(), name: z.string(), role: userRole, otpStatus, authStatus }),
      ),
      /** Fobs that users have now or get next. */
      fobs: z.array(
        z.strictObject({
          serial: z.string(),
          loginIds: z.array(z.string()),
          incident: z.strictObject({ kind: incidentKind, at: z.int() }).nullable(),
        }),
      ),
    })
    .nullable(),
})

/** What the stop of another branch's fob came to. */
export const stoppedFields = {
  serial: z.string(),
  contractNo: z.string(),
  branchNo: z.string(),
  branchName: z.string(),
  /** Who cannot log in any more. */
  users: z.array(z.strictObject({ loginId: z.string(), name: z.string() })),
  /** When the stop began, ms since 1970. */
  at: z.int(),
  /** The acting branch had reported it before; nothing new was recorded. */
  again: z.boolean(),
}

/** Fewest letters of a kana, folded for search and without the legal form (ours): 「サト」 fits thousands. */
export const MIN_KANA = 3
/** Most customers that one look-up shows (ours): more means that the query was not about one person. */
export const MOST_HITS = 10
/**
 * Most look-ups of one member of staff on one day (ours). A busy counter has a handful of other branches' customers
 * a day, each two look-ups at most; forty leave room for a bad day and none for reading the institution's customers.
 */
export const LOOKUPS_A_DAY = 40
/**
 * Most 事故届 of one member of staff on one day (ours): two contracts of 20 users with a fob each. A stop at once
 * and without approval must not become a way to stop the institution's customers.
 */
export const REPORTS_A_DAY = 40
