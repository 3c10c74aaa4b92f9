/**
 * Marks on a fob or an application: a fact that should not have happened (rule 13), or what an approver must
 * see (rule 12). Each is a code of `refusals.ts`, whose sentence says what to check.
 */
import type { RefusalCode } from './refusals.ts'

export const fobFlags = [
  'FLAG_PLACE',
  'FLAG_CROSSED',
  'FLAG_ISSUED_WITHOUT_APPLICATION',
  'FLAG_OTHER_CONTRACT',
  'FLAG_OVERWRITTEN',
  'FLAG_RETURNED_IN_USE',
  'FLAG_STOCKTAKE_MISSING',
  'FLAG_TRANSFER_MISSING',
  'FLAG_TRANSFER_SURPLUS',
] as const satisfies readonly RefusalCode[]
export type FobFlag = (typeof fobFlags)[number]

export const applicationFlags = [
  'FLAG_DUPLICATE',
  'FLAG_LAST_ADMINISTRATOR',
  'FLAG_FEE_EXEMPT',
] as const satisfies readonly RefusalCode[]
export type ApplicationFlag = (typeof applicationFlags)[number]
