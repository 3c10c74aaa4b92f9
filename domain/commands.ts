/**
 * What a person may ask for. `decide` answers each with events or a coded refusal. The same schemas parse
 * the bridge's input, so what a screen sends and what the rules read cannot differ.
 */
import { z } from 'zod'
import type { FactorySeed } from './model.ts'
import { policySchema } from './policy.ts'
import {
  applicationKind,
  custodyPlace,
  deliveryMethod,
  feePayment,
  identityDocument,
  incidentKind,
  mailService,
  revocationReason,
  staffRole,
  stocktakeKind,
  visitor,
} from './vocabulary.ts'

const id = z.string().min(1).max(64)
const memo = z.string().max(500)
/** As typed or scanned; the rules normalise full-width digits and refuse the rest. */
const typedSerial = z.string().min(1).max(64)
const loginIds = z.array(id).min(1).max(200)

const applicationForm = z.strictObject({
  /** An existing draft or a sent-back application; absent for a new one. */
  applicationId: id.optional(),
  kind: applicationKind,
  contractNo: id,
  loginIds: z.array(id).max(20),
  startDate: z.string().nullable(),
  delivery: deliveryMethod,
  evidence: z.strictObject({
    visitor,
    powerOfAttorney: z.boolean(),
    sealVerified: z.boolean(),
    identityDocument,
    receiptNo: z.string().max(32),
    fee: feePayment,
  }),
  relatedSerial: z.string().nullable(),
  memo,
})

/** Commands that a screen may send. Those marked in `needsPassword` ask for 担当者パスワード again. */
export const commandSchemas = {
  // 申込
  saveDraft: applicationForm,
  discardDraft: z.strictObject({ applicationId: id }),
  submitApplication: applicationForm,
  withdrawApplication: z.strictObject({ applicationId: id, memo }),
  changeStartDate: z.strictObject({ applicationId: id, startDate: z.string() }),
  // 承認
  decideApprovals: z.strictObject({
    requestIds: z.array(id).min(1).max(200),
    verdict: z.enum(['approve', 'sendBack', 'deny']),
    memo,
  }),
  withdrawRequest: z.strictObject({ requestId: id }),
  // 発行
  proposeShortLife: z.strictObject({ applicationId: id, serial: typedSerial }),
  cancelIssuance: z.strictObject({ applicationId: id, memo }),
  permitClock: z.strictObject({ memo: memo.min(1) }),
  // 送付・交付・返戻
  sealEnvelope: z.strictObject({ applicationId: id, serial: typedSerial, letterNo: z.string().max(64) }),
  recordDispatch: z.strictObject({ applicationId: id, service: mailService, trackingNo: z.string().max(32) }),
  handOver: z.strictObject({ applicationId: id, serial: typedSerial, receivedBy: visitor, identityDocument }),
  recordReturnByPost: z.strictObject({ serial: typedSerial, memo }),
  recordReturn: z.strictObject({ serial: typedSerial, memo }),
  // 解除・失効・事故
  unlockUsers: z.strictObject({ loginIds, identityChecked: z.boolean(), memo: memo.min(1) }),
  revokeUsers: z.strictObject({ loginIds, reason: revocationReason, memo }),
  reportIncident: z.strictObject({
    serial: typedSerial,
    kind: incidentKind,
    channel: z.enum(['phone', 'counter']),
    reportedBy: z.string().max(100),
    memo,
  }),
  liftIncident: z.strictObject({ serial: typedSerial, memo: memo.min(1) }),
  proposeThresholdReset: z.strictObject({ serial: typedSerial, reason: memo.min(1) }),
  // 在庫
  moveFobs: z.strictObject({
    serials: z.array(typedSerial).min(1).max(2000),
    to: custodyPlace,
    reference: z.string().max(64).nullable(),
    memo,
  }),
  proposeWriteOff: z.strictObject({ serials: z.array(typedSerial).min(1).max(2000), reason: memo.min(1) }),
  proposeTransfer: z.strictObject({
    serials: z.array(typedSerial).min(1).max(2000),
    toBranch: id,
    reason: memo,
  }),
  receiveTransfer: z.strictObject({ transferId: id, serials: z.array(typedSerial).max(2000) }),
  proposeReseed: z.strictObject({ serial: typedSerial, reason: memo.min(1) }),
  recordStocktake: z.strictObject({
    kind: stocktakeKind,
    place: custodyPlace,
    serials: z.array(typedSerial).max(100_000),
    memo,
  }),
  // 職員・方針・要対応
  proposeStaffAdd: z.strictObject({
    staffNo: z.string().regex(/^[0-9]{3,10}$/),
    name: z.string().min(1).max(60),
    role: staffRole,
    deputy: z.boolean(),
  }),
  proposeStaffChange: z.strictObject({
    staffNo: z.string(),
    name: z.string().min(1).max(60),
    role: staffRole,
    deputy: z.boolean(),
  }),
  proposeStaffRemove: z.strictObject({ staffNo: z.string() }),
  proposePolicy: z.strictObject({ changes: policySchema.partial() }),
  settleTask: z.strictObject({ taskId: id, memo }),
} as const

export type ScreenCommandType = keyof typeof commandSchemas
export type ScreenCommand = {
  [T in ScreenCommandType]: { readonly type: T } & Readonly<z.infer<(typeof commandSchemas)[T]>>
}[ScreenCommandType]

/** 担当者パスワード is asked again (rules 4, 5; several approvals with one password, rule 12). */
export const needsPassword: ReadonlySet<ScreenCommandType> = new Set([
  'decideApprovals',
  'unlockUsers',
  'revokeUsers',
  'liftIncident',
  'permitClock',
])

/** One row of a roster CSV after parsing (`DOMAIN.md`, Files from other systems). */
export interface RosterRow {
  readonly contract: {
    readonly contractNo: string
    readonly branchNo: string
    readonly kind: 'corporate' | 'individual'
    readonly status: 'active' | 'closed'
    readonly name: string
    readonly kana: string
    readonly customerNo: string
    readonly accountNo: string
    readonly postalCode: string
    readonly address1: string
    readonly address2: string
    readonly phone: string
  }
  readonly user: {
    readonly loginId: string
    readonly name: string
    readonly kana: string
    readonly role: 'master' | 'administrator' | 'general'
    readonly rosterStatus: 'active' | 'closed'
  }
}

/** One row of a delivery-lot CSV after parsing. */
export interface LotRow {
  readonly lotNo: string
  readonly serial: string
  readonly chipSerial: string
  readonly model: string
  readonly expiresAt: number
  readonly boxNo: string
  /** From a PSKC file: the seed was written at the factory and cannot be rewritten (rule 8). */
  readonly factorySeeded?: boolean
  /** The sealed seed of such a fob. */
  readonly seed?: FactorySeed & { readonly box: Uint8Array }
}

/** Commands that main itself gives: imports, the issuance procedure, head office's answers, sign-in. */
export type InnerCommand =
  | {
      readonly type: 'openBranch'
      readonly branchName: string
      readonly managers: readonly { staffNo: string; name: string; deputy: boolean }[]
    }
  | { readonly type: 'importRoster'; readonly fileName: string; readonly rows: readonly RosterRow[] }
  | {
      readonly type: 'importLot'
      readonly fileName: string
      readonly rows: readonly LotRow[]
      /** 納品書の数量; null: not stated. */
      readonly declared: number | null
    }
  | {
      readonly type: 'startIssuance'
      readonly issuanceId: string
      readonly applicationId: string
      /** Label: typed or scanned. */
      readonly serial: string
      /** What the chip answered on the reader. */
      readonly chipSerial: string
      readonly model: string
    }
  | {
      readonly type: 'recordIssuance'
      readonly issuanceId: string
      readonly driftSteps: number
      readonly provenStep: number
      readonly keyId: string
      readonly box: Uint8Array
    }
  | {
      readonly type: 'voidIssuance'
      readonly issuanceId: string
      readonly step: string
      readonly code: string
      readonly ambiguous: boolean
    }
  /** Rule 8: a fob seeded at the factory is tied as it is; its activation proves it. */
  | {
      readonly type: 'issueFactorySeeded'
      readonly issuanceId: string
      readonly applicationId: string
      readonly serial: string
    }
  /** Asked of the rules before head office is called; answers no events, only ok or the refusal. */
  | {
      readonly type: 'checkActivation'
      readonly loginId: string
      readonly serial: string
      readonly identityChecked: boolean
    }
  | { readonly type: 'raiseTimeTasks' }

export type Command = ScreenCommand | InnerCommand
export type CommandType = Command['type']
