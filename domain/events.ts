/**
 * Every fact that Fobdesk records: past tense, read-only, versioned. The schema of each event is its wire
 * and journal form; `data` stays for ever, `personal` is a detachable part (retention time), `box` is the
 * sealed seed, detachable after the hub's receipt. Released shapes never change: a new shape is a new
 * version with an upcaster.
 */
import { z } from 'zod'
import { actingStaff, elsewhereQuery } from './elsewhere.ts'
import { policySchema } from './policy.ts'
import { proposalSchema } from './proposals.ts'
import { scopePersonal, scopeRecords } from './scope-records.ts'
import {
  applicationKind,
  contractKind,
  custodyPlace,
  deliveryMethod,
  feePayment,
  identityDocument,
  incidentKind,
  mailService,
  otpAlgorithm,
  type realm,
  revocationReason,
  rosterStatus,
  staffRole,
  stocktakeKind,
  stopCause,
  tokenKind,
  userRole,
  visitor,
} from './vocabulary.ts'

const id = z.string().min(1).max(64)
const serial = z.string().regex(/^[0-9]{8,12}$/)
const instant = z.int()
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const memo = z.string().max(500)
const loginId = z.string().min(1).max(64)
const loginIds = z.array(loginId)
const staffNo = z.string().min(1).max(16)
const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/)

const tie = z.strictObject({
  tieId: id,
  applicationId: id,
  serial: serial.nullable(),
  startDate: date,
})

const evidence = z.strictObject({
  visitor,
  powerOfAttorney: z.boolean(),
  sealVerified: z.boolean(),
  identityDocument,
  receiptNo: z.string().max(32),
  fee: feePayment,
})

const form = {
  applicationId: id,
  kind: applicationKind,
  contractNo: id,
  branchNo: id,
  loginIds: loginIds.min(1),
  delivery: deliveryMethod,
  evidence,
  relatedSerial: serial.nullable(),
}

const contractPersonal = z.strictObject({
  name: z.string(),
  kana: z.string(),
  customerNo: z.string(),
  accountNo: z.string(),
  postalCode: z.string(),
  address1: z.string(),
  address2: z.string(),
  phone: z.string(),
})
const memoPersonal = z.strictObject({ memo })
const empty = z.strictObject({})

const define = <D extends z.ZodType, P extends z.ZodType | undefined>(data: D, personal?: P) => ({
  v: 1 as const,
  data,
  personal: personal as P,
})

export const eventSchemas = {
  // ── Branch and people
  BranchOpened: define(z.strictObject({ branchNo: id, branchName: z.string(), policy: policySchema })),
  PolicyChanged: define(z.strictObject({ requestId: id.nullable(), policy: policySchema })),
  StaffAdded: define(z.strictObject({ staffNo, name: z.string(), role: staffRole, deputy: z.boolean() })),
  StaffChanged: define(z.strictObject({ staffNo, name: z.string(), role: staffRole, deputy: z.boolean() })),
  StaffRemoved: define(z.strictObject({ staffNo })),
  PasswordSet: define(
    z.strictObject({
      staffNo,
      how: z.enum(['initial', 'changed', 'reset', 'recovered']),
      /** The manager who stood by and signed too; the author is the first. */
      second: staffNo.optional(),
      /** The member's own public key on this PC (Ed25519, raw, hex) from now on; head office checks approvals with it. */
      signingKey: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .optional(),
    }),
  ),
  SignedIn: define(z.strictObject({ staffNo })),
  SignedOut: define(z.strictObject({ staffNo, how: z.enum(['asked', 'idle', 'quit']) })),
  SignInFailed: define(z.strictObject({ staffNo, code: z.string() })),
  ActionRefused: define(
    z.strictObject({
      command: z.string(),
      code: z.string(),
      subject: z.string(),
      staffNo: staffNo.nullable(),
    }),
  ),
  AuditVerified: define(z.strictObject({ events: z.int(), head: z.string(), ok: z.boolean() })),
  /** `from`, `to`: numbers of the first and last event that left the desk; 0 when there was none. */
  AuditExported: define(
    z.strictObject({
      kind: z.enum(['csv', 'signed']),
      events: z.int(),
      from: z.int(),
      to: z.int(),
      personal: z.boolean(),
    }),
  ),
  /** A backup that was written and read back; `code` says why it is not good. */
  BackupWritten: define(
    z.strictObject({
      ok: z.boolean(),
      code: z.string().nullable(),
      fileName: z.string(),
      bytes: z.int(),
      commits: z.int(),
      events: z.int(),
      head: z.string(),
    }),
  ),
  /** This store came out of a backup made at `madeAt` by another device, whose chain ends here. */
  BackupRestored: define(
    z.strictObject({
      madeAt: instant,
      formerDevice: id,
      events: z.int(),
      head: z.string(),
      /** Events of the former device without head office's receipt at the time of the backup. */
      unreceived: z.int(),
    }),
  ),
  /** So many personal parts recorded before `before` went with their retention time; nobody is named (ADR 014). */
  PersonalDataErased: define(z.strictObject({ parts: z.int().min(1), before: instant })),

  // ── Files from other systems
  RosterImported: define(
    z.strictObject({
      fileName: z.string(),
      rows: z.int(),
      added: z.int(),
      changed: z.int(),
      unchanged: z.int(),
    }),
  ),
  ContractRecorded: define(
    z.strictObject({ contractNo: id, branchNo: id, kind: contractKind, status: rosterStatus }),
    contractPersonal,
  ),
  UserRecorded: define(
    z.strictObject({ loginId, contractNo: id, role: userRole, rosterStatus, tokenKind }),
    z.strictObject({ name: z.string(), kana: z.string() }),
  ),
  /** 入荷: counted against the delivery note. `short`/`surplus` are the difference. */
  LotReceived: define(
    z.strictObject({
      fileName: z.string(),
      lotNo: id,
      declared: z.int(),
      counted: z.int(),
      short: z.int(),
      surplus: z.int(),
    }),
  ),
  FobReceived: define(
    z.strictObject({
      serial,
      chipSerial: z.string().regex(/^[0-9A-Za-z]{4,40}$/),
      model: z.string(),
      lotNo: id,
      boxNo: z.string(),
      expiresAt: instant,
      branchNo: id,
      factorySeeded: z.boolean(),
      /** Of a seed made at the factory, whose box came with the delivery (PSKC). */
      seed: z.strictObject({ seedId: id, keyId: z.string(), algorithm: otpAlgorithm }).optional(),
    }),
  ),
  FobExpiryCorrected: define(z.strictObject({ serial, expiresAt: instant })),

  // ── 申込
  ApplicationDrafted: define(z.strictObject({ ...form, startDate: date.nullable() }), memoPersonal),
  DraftDiscarded: define(z.strictObject({ applicationId: id })),
  ApplicationSubmitted: define(z.strictObject({ ...form, startDate: date }), memoPersonal),
  ApplicationApproved: define(
    z.strictObject({
      applicationId: id,
      requestId: id.nullable(),
      /** 共有 and 再利用 need no issuance: the ties that stand from now on. */
      ties: z.array(z.strictObject({ loginId, tie })),
    }),
  ),
  ApplicationSentBack: define(z.strictObject({ applicationId: id, requestId: id }), memoPersonal),
  ApplicationDenied: define(z.strictObject({ applicationId: id, requestId: id }), memoPersonal),
  ApplicationWithdrawn: define(z.strictObject({ applicationId: id }), memoPersonal),
  StartDateChanged: define(z.strictObject({ applicationId: id, startDate: date })),

  // ── Approvals (rule 12)
  ApprovalRequested: define(
    z.strictObject({
      requestId: id,
      proposal: proposalSchema,
      askedBy: staffNo,
      /** 他店取扱: `askedBy` is a number of that branch. Head office alone says so. */
      elsewhere: actingStaff.exactOptional(),
    }),
  ),
  ApprovalGiven: define(
    z.strictObject({ requestId: id, askedBy: staffNo, overTheShoulder: z.boolean() }),
    memoPersonal,
  ),
  ApprovalSentBack: define(z.strictObject({ requestId: id, overTheShoulder: z.boolean() }), memoPersonal),
  ApprovalDenied: define(z.strictObject({ requestId: id, overTheShoulder: z.boolean() }), memoPersonal),
  ApprovalWithdrawn: define(z.strictObject({ requestId: id })),

  // ── 発行
  IssuanceStarted: define(
    z.strictObject({ issuanceId: id, applicationId: id, serial, chipSerial: z.string() }),
  ),
  IssuanceVoided: define(
    z.strictObject({
      issuanceId: id,
      applicationId: id,
      serial,
      step: z.string(),
      code: z.string(),
      /** The write had begun: nobody knows what the chip holds. */
      ambiguous: z.boolean(),
    }),
  ),
  /** The displayed code proved the seed. `box` (detachable) is the seed sealed to the hub. */
  FobIssued: define(
    z.strictObject({
      issuanceId: id,
      applicationId: id,
      contractNo: id,
      serial,
      algorithm: otpAlgorithm,
      driftSteps: z.int(),
      provenStep: z.int(),
      keyId: z.string(),
      ties: z.array(z.strictObject({ loginId, tie })).min(1),
    }),
  ),
  IssuanceCancelled: define(z.strictObject({ applicationId: id, issuanceId: id, serial }), memoPersonal),
  /** The hub has the sealed seed (receipt); dispatch and hand-over may go on. */
  SeedBoxReceived: define(z.strictObject({ issuanceId: id, serial })),
  ClockPermitted: define(z.strictObject({ offsetMeasuredAt: instant.nullable() }), memoPersonal),

  // ── 送付・交付・返戻
  /** 封緘照合: fob and letter scanned together and found to belong together. */
  EnvelopeSealed: define(z.strictObject({ applicationId: id, serial, letterNo: z.string() })),
  FobDispatched: define(
    z.strictObject({ applicationId: id, serial, service: mailService, trackingNo: z.string() }),
  ),
  FobHandedOver: define(z.strictObject({ applicationId: id, serial, receivedBy: visitor, identityDocument })),
  FobReturnedByPost: define(z.strictObject({ serial, applicationId: id.nullable() }), memoPersonal),
  FobReturned: define(z.strictObject({ serial, loginId: loginId.nullable() }), memoPersonal),

  // ── 利用開始登録, login, OTP (decided by head office)
  UserActivated: define(
    z.strictObject({
      loginId,
      serial,
      tieId: id,
      applicationId: id,
      step: z.int(),
      atCounter: z.boolean(),
      /** The fob that was issued for it, when two fobs of a contract were crossed (rule 11). */
      crossedWith: serial.nullable(),
    }),
  ),
  UsersStopped: define(
    z.strictObject({ loginIds: loginIds.min(1), serial: serial.nullable(), cause: stopCause }),
  ),

  // ── 利用停止解除, 失効, 事故届
  UsersUnlocked: define(
    z.strictObject({
      loginIds: loginIds.min(1),
      serials: z.array(serial),
      causes: z.array(stopCause).min(1),
      by: z.enum(['staff', 'customer']),
      /** The マスターユーザ or 管理者ユーザ who did it on the customer's own screen. */
      actorLoginId: loginId.optional(),
    }),
    memoPersonal,
  ),
  UsersRevoked: define(
    z.strictObject({
      revocations: z
        .array(
          z.strictObject({
            loginId,
            tieId: id,
            serial: serial.nullable(),
            /** Desk time corrected by the measured offset. */
            at: instant,
            waitingUntil: instant,
          }),
        )
        .min(1),
      reason: revocationReason,
      requestId: id.nullable(),
      /** As above; with 利用者操作 only. */
      actorLoginId: loginId.optional(),
    }),
    memoPersonal,
  ),
  IncidentReported: define(
    z.strictObject({
      serial,
      kind: incidentKind,
      channel: z.enum(['phone', 'counter']),
      loginIds,
      /** 他店取扱: another branch took it. Head office alone says so. */
      elsewhere: actingStaff.exactOptional(),
    }),
    z.strictObject({ reportedBy: z.string(), memo }),
  ),
  IncidentLifted: define(z.strictObject({ serial, loginIds }), memoPersonal),
  ThresholdReset: define(z.strictObject({ serial, requestId: id.nullable() })),

  // ── 在庫
  FobMoved: define(
    z.strictObject({
      serial,
      from: custodyPlace,
      to: custodyPlace,
      reference: z.string().nullable(),
      /** Set when the fact should not have happened; recorded all the same (rule 13). */
      flag: z.string().nullable(),
    }),
  ),
  ReseedAllowed: define(z.strictObject({ serial, requestId: id })),
  TransferSent: define(
    z.strictObject({
      transferId: id,
      requestId: id.nullable(),
      fromBranch: id,
      toBranch: id,
      serials: z.array(serial),
    }),
  ),
  TransferReceived: define(
    z.strictObject({
      transferId: id,
      serials: z.array(serial),
      missing: z.array(serial),
      surplus: z.array(serial),
    }),
  ),
  StocktakeRecorded: define(
    z.strictObject({
      kind: stocktakeKind,
      branchNo: id,
      place: custodyPlace,
      counted: z.int(),
      booked: z.int(),
      missing: z.array(serial),
      surplus: z.array(serial),
    }),
    memoPersonal,
  ),

  // ── 要対応
  TaskRaised: define(
    z.strictObject({
      taskId: id,
      code: z.string(),
      subject: z.strictObject({ kind: z.enum(['contract', 'user', 'fob', 'application', 'branch']), id }),
      /** What else the code's sentence names, by placeholder. */
      detail: z.record(z.string().max(32), z.string().max(200)).exactOptional(),
    }),
  ),
  TaskSettled: define(z.strictObject({ taskId: id }), memoPersonal),

  // ── Synchronisation
  /** The hub's answer to one pushed event of this device. */
  VerdictGiven: define(
    z.strictObject({ device: id, seq: z.int(), accepted: z.boolean(), code: z.string().nullable() }),
  ),
  /**
   * Here stand, in the branch's order, these events of one of its devices (or of another branch's that concern it);
   * the events themselves come beside this one. `hash`: SHA-256 of the envelope's bytes, hex.
   */
  EventsRelayed: define(
    z.strictObject({
      device: id,
      /** What the PC is called, for people. Not in records of before head office told it. */
      deviceName: z.string().exactOptional(),
      /** Its branch, where that is another one than the chain's. */
      branchNo: id.exactOptional(),
      events: z.array(z.strictObject({ seq: z.int().min(1), hash: sha256Hex })).min(1),
    }),
  ),
  /**
   * Issuances of one fob of which nobody knows which seed it holds, or whose 発行 was refused; their applications
   * wait for another issuance. `inService`: the fob serves on, by the seed that an activation has proven.
   */
  IssuancesVoided: define(
    z.strictObject({
      serial,
      issuances: z.array(z.strictObject({ issuanceId: id, applicationId: id })).min(1),
      inService: z.boolean(),
    }),
  ),
  /** Rule 7: the desk's clock was ahead; the waiting time runs from head office's receipt. */
  WaitingTimeCorrected: define(
    z.strictObject({
      revocations: z.array(z.strictObject({ loginId, tieId: id, at: instant, waitingUntil: instant })).min(1),
    }),
  ),
  /** What comes to a branch (a transfer to it, a contract that moved there) with its state at head office. */
  ScopeEntered: define(scopeRecords, scopePersonal),
  /**
   * 他店取扱, in two records: of the home branch with who acted (`elsewhere`), and of the acting branch without. What
   * was typed is not recorded; `contracts` are those that were shown, none when nobody was found.
   */
  CustomerServedElsewhere: define(
    z.strictObject({
      act: z.enum(['lookUp', 'incident']),
      /** null: not a look-up. */
      query: elsewhereQuery.nullable(),
      contracts: z.array(z.strictObject({ contractNo: id, branchNo: id })),
      /** Of the 事故届. */
      serial: serial.nullable(),
      elsewhere: actingStaff.exactOptional(),
    }),
  ),
  /** 時刻合わせ at the counter: two codes in a row, used up, have brought the fob's clock back (rule 1). */
  FobResynchronised: define(z.strictObject({ loginId: id, serial })),
  ClockMeasured: define(z.strictObject({ offsetMs: z.int(), roundTripMs: z.int() })),
  Enrolled: define(
    z.strictObject({ device: id, branchNo: id, hubKeyId: z.string(), hubFingerprint: z.string() }),
  ),
  /** This PC believes other keys of head office's, to which its own statements have led. */
  HubKeysChanged: define(z.strictObject({ hubKeyId: z.string(), hubFingerprint: z.string() })),
  /** This PC reaches the same head office at another address, proven by the keys that it believes. */
  HeadOfficeAddressChanged: define(z.strictObject({ formerAddress: z.string(), address: z.string() })),
  RecoveryCodePrinted: define(empty),
} as const

export type EventType = keyof typeof eventSchemas
type Schema<T extends EventType> = (typeof eventSchemas)[T]
type PersonalOf<T extends EventType> = Schema<T>['personal'] extends z.ZodType
  ? { readonly personal?: z.infer<Schema<T>['personal']> }
  : object
type BoxOf<T extends EventType> = T extends 'FobIssued' | 'FobReceived'
  ? { readonly box?: Uint8Array }
  : object

/** What `decide` answers: the fact without its envelope. `personal` is absent once it was dropped. */
export type EventDraft = {
  [T in EventType]: {
    readonly type: T
    readonly v: 1
    readonly data: z.infer<Schema<T>['data']>
  } & PersonalOf<T> &
    BoxOf<T>
}[EventType]

/** Who, when, where: the same for every event, authenticated by the envelope (`protocol/envelope.ts`). */
export interface EventMeta {
  readonly id: string
  readonly realm: z.infer<typeof realm>
  readonly device: string
  readonly seq: number
  /** Milliseconds since 1970, desk time corrected by the measured offset. */
  readonly at: number
  /** Staff number; null: the hub or the program itself. */
  readonly by: string | null
}

/** A recorded fact. */
export type DeskEvent = EventDraft & { readonly meta: EventMeta }
export type EventOf<T extends EventType> = Extract<DeskEvent, { type: T }>
