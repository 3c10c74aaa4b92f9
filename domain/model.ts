/**
 * The state that decisions read: one plain, immutable record per aggregate. Folded from events by
 * `evolve`, never edited. Times are milliseconds since 1970 UTC; dates are `YYYY-MM-DD` in Asia/Tokyo.
 */
import type {
  ApplicationKind,
  ApplicationStatus,
  ContractKind,
  CustodyPlace,
  DeliveryMethod,
  FeePayment,
  IdentityDocument,
  IncidentKind,
  MailService,
  OtpAlgorithm,
  RevocationReason,
  RosterStatus,
  SeedState,
  StaffRole,
  StopCause,
  TokenKind,
  UserRole,
  Visitor,
} from './vocabulary.ts'
import type { ActingStaff } from './elsewhere.ts'
import type { Policy } from './policy.ts'
import type { Proposal } from './proposals.ts'

/** 契約. Personal fields are '' once the retention time has dropped them. */
export interface Contract {
  readonly contractNo: string
  readonly branchNo: string
  readonly kind: ContractKind
  readonly status: RosterStatus
  readonly name: string
  readonly kana: string
  readonly customerNo: string
  readonly accountNo: string
  readonly postalCode: string
  readonly address1: string
  readonly address2: string
  readonly phone: string
  /** In roster order. */
  readonly loginIds: readonly string[]
}

/** 利用者: a login under a contract, with its two separate axes. */
export interface User {
  readonly loginId: string
  readonly contractNo: string
  readonly name: string
  readonly kana: string
  readonly role: UserRole
  readonly rosterStatus: RosterStatus
  readonly tokenKind: TokenKind
  readonly otp: OtpState
  /** Empty = 利用可能, otherwise 停止中. */
  readonly stops: readonly Stop[]
}

/** What binds one user to one fob, from approval or issuance until revocation. */
export interface Tie {
  readonly tieId: string
  readonly applicationId: string
  /** null: a 共有 application that names no serial; the user registers a colleague's. */
  readonly serial: string | null
  /** 利用開始日. */
  readonly startDate: string
}

/** ワンタイムパスワード状態 as stored. `expired` is derived (`status.ts`). */
export type OtpState =
  | { readonly status: 'unregistered' }
  | {
      readonly status: 'tokenIssued'
      readonly tie: Tie
      /** 再発行/更新: the replacement issued before `tie` was revoked (rule 9); counts only after that. */
      readonly next: Tie | null
    }
  | {
      readonly status: 'inService'
      readonly tie: Tie
      readonly since: number
      /** As above. */
      readonly next: Tie | null
    }
  | {
      readonly status: 'revoked'
      readonly tie: Tie
      readonly at: number
      /** Rule 7: before this nothing may be tied or registered. */
      readonly waitingUntil: number
      readonly reason: RevocationReason
      /** A fob issued (or a re-registration approved) meanwhile; counts from `waitingUntil` on. */
      readonly next: Tie | null
    }

export interface Stop {
  readonly cause: StopCause
  readonly at: number
  /** The fob whose failures or incident caused it; null when the bank stopped the user. */
  readonly serial: string | null
}

/** A seed made at the factory; its box went to the hub with the delivery. */
export interface FactorySeed {
  /** Ties the box to one row of one import. */
  readonly seedId: string
  /** The hub's key it is sealed to. */
  readonly keyId: string
  readonly algorithm: OtpAlgorithm
}

/** ハードウェアトークン. */
export interface Fob {
  readonly serial: string
  readonly chipSerial: string
  readonly model: string
  readonly lotNo: string
  readonly boxNo: string
  /** トークン有効期限, 08:00 of the last day. */
  readonly expiresAt: number
  readonly branchNo: string
  readonly custody: Custody
  readonly seed: { readonly state: SeedState; readonly issuanceId: string | null }
  /** Of a fob seeded at the factory whose sealed seed came with the delivery. */
  readonly factorySeed?: FactorySeed
  /** The hub has the sealed seed; dispatch and hand-over wait for it. */
  readonly seedAtHub: boolean
  /** The contract whose users it serves (rule 2: never two), from issuance until it is back and re-seeded. */
  readonly contractNo: string | null
  /** Users tied to it (including not yet activated ones). */
  readonly loginIds: readonly string[]
  /** Rule 6: no registration before a new seed. */
  readonly incident: {
    readonly kind: IncidentKind
    readonly at: number
    /** 他店取扱: who took it there. */
    readonly elsewhere?: ActingStaff
  } | null
  /** It left the customer's hands since its seed was written (rule 8). */
  readonly reseedNeeded: boolean
  /** Physical facts that should not have happened, newest last (rule 13). */
  readonly flags: readonly string[]
}

export interface Custody {
  readonly place: CustodyPlace
  readonly since: number
  /** Staff number; null when the hub observed it. */
  readonly by: string | null
  /** 書留番号, transfer id or disposal certificate number, as the place demands. */
  readonly reference: string | null
}

/** Rule 14. */
export interface Evidence {
  readonly visitor: Visitor
  /** 委任状 seen; required with an agent. */
  readonly powerOfAttorney: boolean
  /** 届出印照合済. */
  readonly sealVerified: boolean
  readonly identityDocument: IdentityDocument
  /** 受付番号. */
  readonly receiptNo: string
  readonly fee: FeePayment
}

export interface ApplicationForm {
  readonly kind: ApplicationKind
  readonly contractNo: string
  readonly loginIds: readonly string[]
  /** 利用開始日; null only in a draft. */
  readonly startDate: string | null
  readonly delivery: DeliveryMethod
  readonly evidence: Evidence
  /** 共有/再利用: the fob to be shared or registered again; 再発行/更新: the one replaced. */
  readonly relatedSerial: string | null
  readonly memo: string
}

/** 申込. */
export interface Application extends ApplicationForm {
  readonly applicationId: string
  readonly status: ApplicationStatus
  readonly branchNo: string
  readonly requestedBy: string
  readonly requestedAt: number
  readonly decidedBy: string | null
  readonly decisionMemo: string
  /** The fob issued for it. */
  readonly serial: string | null
  readonly issuanceId: string | null
  /** An issuance has begun and is neither proven nor void. */
  readonly issuing: { readonly issuanceId: string; readonly serial: string } | null
  /** 封緘照合 done at. */
  readonly sealedAt: number | null
  readonly mail: { readonly service: MailService; readonly trackingNo: string; readonly at: number } | null
  /** 送付状番号, printed as a barcode on the letter; '' until a fob is issued. */
  readonly letterNo: string
  /** Rule 9: the fob that may be issued for it although its remaining life is short. */
  readonly shortLifeSerial: string | null
}

/** Something that waits for a second person (rule 12). */
export interface ApprovalRequest {
  readonly requestId: string
  readonly proposal: Proposal
  readonly askedBy: string
  /** 他店取扱: `askedBy` is this person of another branch. */
  readonly elsewhere?: ActingStaff
  readonly askedAt: number
  readonly status: 'waiting' | 'approved' | 'returned' | 'denied' | 'withdrawn'
  readonly decidedBy: string | null
  readonly decidedAt: number | null
  readonly memo: string
}

export interface Staff {
  readonly staffNo: string
  readonly name: string
  readonly role: StaffRole
  /** 代行: a teller may not approve; a deputy manager may while this is set. */
  readonly deputy: boolean
  readonly active: boolean
}

/** 要対応: what synchronisation, time or an import has put on the desk. */
export interface Task {
  readonly taskId: string
  /** A code of `refusals.ts`: its sentence says what happened and what to do. */
  readonly code: string
  readonly subject: {
    readonly kind: 'contract' | 'user' | 'fob' | 'application' | 'branch'
    readonly id: string
  }
  /** What else the sentence names. */
  readonly detail?: Readonly<Record<string, string>>
  readonly raisedAt: number
  readonly settledAt: number | null
  readonly settledBy: string | null
}

/** 店間移管. */
export interface Transfer {
  readonly transferId: string
  readonly fromBranch: string
  readonly toBranch: string
  readonly serials: readonly string[]
  readonly receivedSerials: readonly string[] | null
}

export interface Issuance {
  readonly issuanceId: string
  readonly applicationId: string
  readonly serial: string
  readonly status: 'started' | 'proven' | 'void' | 'cancelled'
  /** What was known of the seed before; true again when nothing was written. */
  readonly seedBefore: SeedState
}

/** 書留: a number once used is never accepted for another dispatch. */
export interface MailItem {
  readonly trackingNo: string
  readonly applicationId: string
  readonly serial: string
  readonly at: number
}

/** The aggregates by kind; the key is the aggregate's own identifier. */
export interface Aggregates {
  contract: Contract
  user: User
  fob: Fob
  application: Application
  approval: ApprovalRequest
  staff: Staff
  task: Task
  transfer: Transfer
  issuance: Issuance
  /** By 書留番号. */
  mail: MailItem
  /** One record, under the key `policy`. */
  policy: Policy
}
export type AggregateKind = keyof Aggregates

/** Every kind. The projection's database numbers them by this order: a new kind goes to the end. */
export const aggregateKinds = [
  'contract',
  'user',
  'fob',
  'application',
  'approval',
  'staff',
  'task',
  'transfer',
  'issuance',
  'mail',
  'policy',
] as const satisfies readonly AggregateKind[]

/**
 * Read access to the state. `decide` and `evolve` get nothing else, so the same rules run on the desk's
 * projection, on the hub and in tests.
 */
export interface State {
  get<K extends AggregateKind>(kind: K, id: string): Aggregates[K] | undefined
  /** The printed serial of the fob whose chip answers `chipSerial`. */
  serialOfChip(chipSerial: string): string | undefined
  /** Open (not ended) applications of a contract, oldest first. */
  openApplications(contractNo: string): readonly Application[]
  /** Approvals still waiting. */
  waitingApprovals(): readonly ApprovalRequest[]
  staff(): readonly Staff[]
  /**
   * Serials booked in a place at a branch (stocktake), ascending.
   * @param endingBy only fobs whose トークン有効期限 is not after it, ms since 1970
   */
  serialsIn(branchNo: string, place: CustodyPlace, endingBy?: number): readonly string[]
  policy(): Policy
}

/** One aggregate's new value: what `evolve` answers. */
export type Change = {
  readonly [K in AggregateKind]: { readonly kind: K; readonly id: string; readonly value: Aggregates[K] }
}[AggregateKind]

/** A record's new value whatever caused it; null: it is not there any more, since its making did not stand. */
export type RecordChange =
  Change | { readonly kind: AggregateKind; readonly id: string; readonly value: null }
