/**
 * What the screens are shown: read models, already joined and derived in main, so that a screen only lays
 * out. Times are milliseconds since 1970, dates `YYYY-MM-DD` (Asia/Tokyo).
 */
import { z } from 'zod'
import {
  applicationKind,
  applicationStatus,
  authStatus,
  contractKind,
  custodyPlace,
  deliveryMethod,
  feePayment,
  identityDocument,
  incidentKind,
  mailService,
  otpStatus,
  realm,
  rosterStatus,
  seedState,
  staffRole,
  stopCause,
  tokenKind,
  userRole,
  visitor,
} from '../../domain/vocabulary.ts'
import { elsewhereHit, stoppedFields } from '../../domain/elsewhere.ts'
import { fobAdvice } from '../../domain/fob-advice.ts'
import { policySchema } from '../../domain/policy.ts'
import { proposalKind, proposalSchema } from '../../domain/proposals.ts'
import { whyFields } from '../../domain/why.ts'

const refusalView = z.object({
  code: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number()])),
})
/** Why a row or button is disabled; the sentence comes from `domain/refusals.ts`. */
export type RefusalView = z.infer<typeof refusalView>

export const staffView = z.object({
  staffNo: z.string(),
  name: z.string(),
  role: staffRole,
  deputy: z.boolean(),
  active: z.boolean(),
  /** A password was set on this PC. */
  canSignIn: z.boolean(),
})
export type StaffView = z.infer<typeof staffView>

/** The state of the whole desk: which of start, sign-in, desk and lock is on screen, and the status bar. */
export const deskStatus = z.object({
  phase: z.enum(['start', 'opening', 'signIn', 'signedIn', 'locked', 'failed']),
  realm: realm.nullable(),
  language: z.enum(['ja', 'en']),
  branchNo: z.string(),
  branchName: z.string(),
  staff: staffView.nullable(),
  /** The signed-in person's password was set by others: it must be changed before anything else. */
  mustChangePassword: z.boolean(),
  idleLockMinutes: z.int(),
  emergencyPhone: z.string(),
  /**
   * What is wrong with the store and what to do. Set when `phase` is 'failed'; when it is 'signedIn' nothing can be
   * recorded just now, and the desk is opening the store anew (`store.retry`: at once).
   */
  failure: refusalView.nullable(),
  headOffice: z.object({
    online: z.boolean(),
    running: z.boolean(),
    unsent: z.int(),
    /** Stops, incidents, unlocks and revocations among them: 本部未反映. */
    unreflected: z.int(),
    lastSyncAt: z.number().nullable(),
    /** Why head office took nothing at the last contact; null: it did, or was not reached. */
    refusal: refusalView.nullable(),
    clockOffsetMs: z.number().nullable(),
    clockMeasuredAt: z.number().nullable(),
  }),
  counts: z.object({ approvals: z.int(), issuanceQueue: z.int(), dispatchQueue: z.int(), tasks: z.int() }),
  /** A verification of the record failed, and its task is not settled yet. */
  recordBroken: z.boolean(),
  version: z.string(),
  /** 'electron' in the product; tests and trials say so when another shell runs it. */
  now: z.number(),
})
export type DeskStatus = z.infer<typeof deskStatus>

export const fobView = z.object({
  serial: z.string(),
  chipSerial: z.string(),
  model: z.string(),
  modelName: z.string(),
  lotNo: z.string(),
  boxNo: z.string(),
  expiresAt: z.number(),
  expired: z.boolean(),
  branchNo: z.string(),
  place: custodyPlace,
  placeSince: z.number(),
  reference: z.string().nullable(),
  seed: seedState,
  seedAtHub: z.boolean(),
  contractNo: z.string().nullable(),
  contractName: z.string().nullable(),
  loginIds: z.array(z.string()),
  incident: z.object({ kind: incidentKind, at: z.number() }).nullable(),
  /** Who took the report, at another branch with its name; null: none is open, or it is not known here any more. */
  incidentByName: z.string().nullable(),
  reseedNeeded: z.boolean(),
  flags: z.array(z.string()),
})
export type FobView = z.infer<typeof fobView>

/** A user as the desk always shows it: everything known, and what the customer's own screen would show. */
export const userView = z.object({
  loginId: z.string(),
  contractNo: z.string(),
  name: z.string(),
  kana: z.string(),
  role: userRole,
  rosterStatus,
  tokenKind,
  otpStatus,
  authStatus,
  stops: z.array(z.object({ cause: stopCause, at: z.number(), serial: z.string().nullable() })),
  serial: z.string().nullable(),
  expiresAt: z.number().nullable(),
  startDate: z.string().nullable(),
  /** End of the waiting time after a revocation; null when none runs. */
  waitingUntil: z.number().nullable(),
  sharedWith: z.array(z.string()),
  openApplicationId: z.string().nullable(),
})
export type UserView = z.infer<typeof userView>

export const contractSummary = z.object({
  contractNo: z.string(),
  branchNo: z.string(),
  kind: contractKind,
  status: rosterStatus,
  name: z.string(),
  kana: z.string(),
  customerNo: z.string(),
  accountNo: z.string(),
  phone: z.string(),
  users: z.int(),
})
export type ContractSummary = z.infer<typeof contractSummary>

/** One line of the customer search: the contract, and what matched. */
export const customerHit = z.object({
  contract: contractSummary,
  matched: z.enum(['name', 'kana', 'loginId', 'contractNo', 'customerNo', 'accountNo', 'phone', 'serial']),
  /** The user or serial that matched, when not the contract itself. */
  matchedText: z.string(),
})
export type CustomerHit = z.infer<typeof customerHit>

/** Why a customer's codes were refused: what the fob's last attempts tell, by head office. */
export const whyAnswer = z.object({
  ...whyFields,
  /** What to do, the first in front. */
  findings: z.array(refusalView),
})
export type WhyAnswer = z.infer<typeof whyAnswer>

/** 他店取扱: what head office tells of other branches' customers. */
export const elsewhereFound = z.object({
  hits: z.array(elsewhereHit),
  /** More were found than are shown: more letters are needed. */
  more: z.boolean(),
  /** Customers of this very branch were found too: they are under Customers. */
  own: z.boolean(),
  /** Look-ups that the signed-in person has left today. */
  left: z.int(),
})
export type ElsewhereFound = z.infer<typeof elsewhereFound>

/** What the stop of another branch's fob came to. */
export const elsewhereStopped = z.object(stoppedFields)
export type ElsewhereStopped = z.infer<typeof elsewhereStopped>

export const applicationView = z.object({
  applicationId: z.string(),
  kind: applicationKind,
  status: applicationStatus,
  contractNo: z.string(),
  contractName: z.string(),
  contractKana: z.string(),
  branchNo: z.string(),
  loginIds: z.array(z.string()),
  userNames: z.array(z.string()),
  startDate: z.string().nullable(),
  delivery: deliveryMethod,
  evidence: z.object({
    visitor,
    powerOfAttorney: z.boolean(),
    sealVerified: z.boolean(),
    identityDocument,
    receiptNo: z.string(),
    fee: feePayment,
  }),
  relatedSerial: z.string().nullable(),
  memo: z.string(),
  requestedBy: z.string(),
  requestedByName: z.string(),
  requestedAt: z.number(),
  decidedBy: z.string().nullable(),
  decisionMemo: z.string(),
  serial: z.string().nullable(),
  seedAtHub: z.boolean(),
  sealedAt: z.number().nullable(),
  mail: z.object({ service: mailService, trackingNo: z.string(), at: z.number() }).nullable(),
  letterNo: z.string(),
  postalCode: z.string(),
  address1: z.string(),
  address2: z.string(),
  /** The waiting approval of it, if any. */
  requestId: z.string().nullable(),
})
export type ApplicationView = z.infer<typeof applicationView>

export const contractView = contractSummary.extend({
  postalCode: z.string(),
  address1: z.string(),
  address2: z.string(),
  userList: z.array(userView),
  fobs: z.array(fobView),
  applications: z.array(applicationView),
})
export type ContractView = z.infer<typeof contractView>

/** Earliest 利用開始日 and the users an application of this kind may be for, with the reason where not. */
export const applicationDefaults = z.object({
  earliestByMail: z.string(),
  earliestAtCounter: z.string(),
  users: z.array(z.object({ loginId: z.string(), refusal: refusalView.nullable() })),
  /** Fobs of the contract that may be shared, replaced or registered again. */
  relatedFobs: z.array(fobView),
  /** What the approver will be shown: duplicates and the like. */
  warnings: z.array(refusalView),
})
export type ApplicationDefaults = z.infer<typeof applicationDefaults>

export const approvalView = z.object({
  requestId: z.string(),
  proposal: proposalSchema,
  askedBy: z.string(),
  askedByName: z.string(),
  askedAt: z.number(),
  status: z.enum(['waiting', 'approved', 'returned', 'denied', 'withdrawn']),
  decidedBy: z.string().nullable(),
  decidedAt: z.number().nullable(),
  memo: z.string(),
  /** What it concerns, in a line: contract name, serials, staff name. */
  subject: z.string(),
  application: applicationView.nullable(),
  /** The difference, field by field, for the approver's eye. */
  changes: z.array(z.object({ field: z.string(), before: z.string(), after: z.string() })),
  warnings: z.array(refusalView),
  /** Why the signed-in person may not decide it; null when they may. */
  refusal: refusalView.nullable(),
})
export type ApprovalView = z.infer<typeof approvalView>

/** What lies on the reader, and how far the running issuance is. */
export const readerView = z.object({
  name: z.string(),
  transport: z.enum(['training', 'usb', 'pcsc']),
  fob: z
    .object({
      chipSerial: z.string(),
      model: z.string(),
      clockOffsetSeconds: z.number().nullable(),
      /** The fob of the lots with this chip; null: in no lot. */
      known: fobView.nullable(),
    })
    .nullable(),
  refusal: refusalView.nullable(),
})
export type ReaderView = z.infer<typeof readerView>

/** リーダー診断: every way and reader with what is wrong, and who the fob on it is. Nothing secret. */
export const readerDiagnosis = z.object({
  /** What this PC runs: what to do about a reader depends on it. */
  system: z.enum(['windows', 'macos', 'linux']),
  /** The readers have not been heard of yet. */
  looking: z.boolean(),
  ways: z.array(
    z.object({
      transport: z.enum(['training', 'usb', 'pcsc']),
      /** Why this way is closed on this PC; null: it is open. */
      fault: refusalView.nullable(),
    }),
  ),
  readers: z.array(
    z.object({
      name: z.string(),
      transport: z.enum(['training', 'usb', 'pcsc']),
      connected: z.boolean(),
      problem: refusalView.nullable(),
      fob: z
        .object({
          chipSerial: z.string(),
          model: z.string(),
          /** The fob's clock less desk time, whole seconds. */
          clockDriftSeconds: z.int(),
          /** The fob of the lots with this chip; null: in no lot. */
          known: fobView.nullable(),
          advice: fobAdvice,
        })
        .nullable(),
      /** Something lies on it that could not be identified. */
      fobRefusal: refusalView.nullable(),
    }),
  ),
})
export type ReaderDiagnosis = z.infer<typeof readerDiagnosis>

export const issuanceState = z.object({
  readers: z.array(readerView),
  running: z
    .object({
      issuanceId: z.string(),
      applicationId: z.string(),
      serial: z.string(),
      step: z.enum(['started', 'authenticated', 'configured', 'seeded', 'awaitingCode', 'proved']),
      attemptsLeft: z.int(),
      startedAt: z.number(),
    })
    .nullable(),
  /** The last end of an issuance: shown until the next begins. */
  last: z
    .object({
      issuanceId: z.string(),
      applicationId: z.string(),
      serial: z.string(),
      ok: z.boolean(),
      driftSteps: z.int(),
      refusal: refusalView.nullable(),
      /** The chip may hold an unproven seed: the fob needs a new one. */
      rewriteNeeded: z.boolean(),
      /** Seeded at the factory: nothing was written, the activation will prove it. */
      assigned: z.boolean().optional(),
    })
    .nullable(),
})
export type IssuanceState = z.infer<typeof issuanceState>

/** `chosen`: by the system's `name`; null: every label asks. */
export const labelPrinters = z.object({
  printers: z.array(z.object({ name: z.string(), shown: z.string() })),
  chosen: z.string().nullable(),
})

/** Training only: the emulated reader, its fobs and the code on the display of the one placed. */
export const trainingReader = z.object({
  plugged: z.boolean(),
  placed: z.string().nullable(),
  display: z.object({ code: z.string(), secondsLeft: z.int() }).nullable(),
  fobs: z.array(
    z.object({
      chipSerial: z.string(),
      printedSerial: z.string(),
      model: z.string(),
      label: z.enum(['blank', 'seeded', 'locked']),
    }),
  ),
})
export type TrainingReader = z.infer<typeof trainingReader>

/** A row of 利用停止解除 and トークンの失効: the manual's columns, and why it cannot be chosen. */
export const userRow = z.object({
  loginId: z.string(),
  name: z.string(),
  role: userRole,
  serial: z.string().nullable(),
  otpStatus,
  authStatus,
  causes: z.array(stopCause),
  expiresAt: z.number().nullable(),
  waitingUntil: z.number().nullable(),
  refusal: refusalView.nullable(),
})
export type UserRow = z.infer<typeof userRow>

export const unlockPreview = z.object({
  /** Everyone who will be unlocked, the chosen ones and those on the same serials. */
  affected: z.array(userRow),
  /** Of these, not chosen by hand. */
  alsoOnSameFob: z.array(z.string()),
  refusal: refusalView.nullable(),
})
export type UnlockPreview = z.infer<typeof unlockPreview>

export const revocationPreview = z.object({
  affected: z.array(userRow),
  /** Users on the same fobs who keep them (preselected instead for 紛失・盗難). */
  sharers: z.array(userRow),
  preselect: z.array(z.string()),
  warnings: z.array(refusalView),
  waitingUntil: z.number(),
  refusal: refusalView.nullable(),
})
export type RevocationPreview = z.infer<typeof revocationPreview>

export const inventoryCounts = z.object({
  total: z.int(),
  byPlace: z.array(z.object({ place: custodyPlace, count: z.int() })),
  bySeed: z.array(z.object({ seed: seedState, count: z.int() })),
  byModel: z.array(z.object({ model: z.string(), modelName: z.string(), count: z.int() })),
  /** 'YYYY-MM' → count, ascending. */
  byExpiryMonth: z.array(z.object({ month: z.string(), count: z.int() })),
  expiringSoon: z.int(),
  stockUsable: z.int(),
})
export type InventoryCounts = z.infer<typeof inventoryCounts>

export const inventoryFilter = z.object({
  text: z.string().max(64),
  place: custodyPlace.nullable(),
  model: z.string().nullable(),
  seed: seedState.nullable(),
  /** 'YYYY-MM'. */
  expiryMonth: z.string().nullable(),
  sort: z.enum(['serial', 'expiresAt', 'place', 'model', 'lotNo', 'placeSince']),
  descending: z.boolean(),
})
export type InventoryFilter = z.infer<typeof inventoryFilter>

/** What a recorded fact is about, as people know it; the renderer has the words for kinds and dates. */
export const historySubject = z.discriminatedUnion('is', [
  /** A serial, a login ID, a contract's number, a name: as it stands. */
  z.object({ is: z.literal('known'), text: z.string() }),
  /** `name`: of the contract, '' where it was erased; `at`: when it was submitted, ms since 1970. */
  z.object({ is: z.literal('application'), kind: applicationKind, name: z.string(), at: z.number() }),
  z.object({ is: z.literal('request'), kind: proposalKind, subject: z.string() }),
  z.object({ is: z.literal('more'), count: z.int() }),
])
export type HistorySubject = z.infer<typeof historySubject>

/** One recorded fact as the histories show it. */
export const historyEntry = z.object({
  /** Position in the store. */
  position: z.int(),
  id: z.string(),
  type: z.string(),
  at: z.number(),
  by: z.string().nullable(),
  byName: z.string(),
  device: z.string(),
  seq: z.int(),
  /** What it is about, in a line of identifiers. */
  subject: z.string(),
  about: z.array(historySubject),
  /** The event's data as the journal holds it, personal parts left out. */
  data: z.string(),
  /** Of today, by field and identifier: `loginId 12345678`. */
  names: z.record(z.string(), z.string()),
  /** Signed by these staff numbers' own keys. */
  signedBy: z.array(z.string()),
  /** Head office has it. */
  reflected: z.boolean(),
  /** The code with which head office refused it; null: it did not. */
  refused: z.string().nullable(),
  /** Recorded on another PC. */
  elsewhere: z.boolean(),
  /** What that PC is called, behind its branch's number where it is another branch's; null: not known here. */
  pcName: z.string().nullable(),
})
export type HistoryEntry = z.infer<typeof historyEntry>
/** As a file takes it: without what only a screen has the words for. */
export type RecordedEntry = Omit<HistoryEntry, 'about'>

export const taskView = z.object({
  taskId: z.string(),
  code: z.string(),
  subject: z.object({
    kind: z.enum(['contract', 'user', 'fob', 'application', 'branch']),
    id: z.string(),
  }),
  /** What the code's sentence names beside `id`. */
  detail: z.record(z.string(), z.string()),
  title: z.string(),
  raisedAt: z.number(),
  /** Of the request that the task asks to decide; null: none waits. */
  requestId: z.string().nullable(),
})
export type TaskView = z.infer<typeof taskView>

export const rowError = z.object({
  line: z.int(),
  column: z.string(),
  code: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type RowErrorView = z.infer<typeof rowError>

export const importPreview = z.object({
  token: z.string(),
  kind: z.enum(['roster', 'lot']),
  fileName: z.string(),
  encoding: z.enum(['utf-8', 'cp932']),
  rows: z.int(),
  added: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  closed: z.int(),
  errors: z.array(rowError),
  /** Errors beyond those listed. */
  moreErrors: z.int(),
  /** The first changes, field by field. */
  changes: z.array(
    z.object({ line: z.int(), key: z.string(), field: z.string(), before: z.string(), after: z.string() }),
  ),
  moreChanges: z.int(),
})
export type ImportPreview = z.infer<typeof importPreview>

/** 操作履歴: what the list is narrowed to. */
export const auditFilter = z.strictObject({
  text: z.string().max(64),
  type: z.string().max(64).nullable(),
  staffNo: z.string().min(1).max(16).nullable(),
  /** Only refused acts and failed sign-ins. */
  refusedOnly: z.boolean().optional(),
  /** First instant, and first instant that no longer belongs to it, ms since 1970. */
  from: z.int().optional(),
  until: z.int().optional(),
})
export type AuditFilter = z.infer<typeof auditFilter>

export const auditVerification = z.object({
  ok: z.boolean(),
  events: z.int(),
  commits: z.int(),
  head: z.string(),
  /** Where it breaks; '' when it holds. */
  where: z.string(),
  milliseconds: z.int(),
})
export type AuditVerification = z.infer<typeof auditVerification>

/** What runs for many seconds beside the counter and can be cancelled. */
export const longWorkName = z.enum(['verify', 'export', 'backup', 'restore'])
export type LongWorkName = z.infer<typeof longWorkName>

/** A file that left the desk; null where the person cancelled the dialog. */
export const auditExported = z
  .object({
    fileName: z.string(),
    bytes: z.int(),
    events: z.int(),
    /** Of the key that signed the file, to be compared by telephone; '' for a table. */
    fingerprint: z.string(),
  })
  .nullable()
export type AuditExported = z.infer<typeof auditExported>

/** The newest recorded verification of the whole chain. */
export const lastVerification = z
  .object({ at: z.number(), ok: z.boolean(), events: z.int(), head: z.string(), byName: z.string() })
  .nullable()
export type LastVerification = z.infer<typeof lastVerification>

const writtenBackup = z.object({
  at: z.number(),
  byName: z.string(),
  /** Read back and found whole. */
  ok: z.boolean(),
  fileName: z.string(),
  bytes: z.int(),
  events: z.int(),
  /** Made before the last erasure of personal data: to be destroyed. */
  holdsErased: z.boolean(),
})
export const backupState = z.object({
  /** The newest good one. */
  last: writtenBackup.nullable(),
  /** The newest ones, failed ones too. */
  written: z.array(writtenBackup),
  /** The last erasure of personal data; null when there was none. */
  erasedAt: z.number().nullable(),
  /** Whole days since the last good one, or since the branch was opened here. */
  days: z.int(),
  overdue: z.boolean(),
})
export type BackupState = z.infer<typeof backupState>

export const backupMade = z
  .object({
    fileName: z.string(),
    bytes: z.int(),
    events: z.int(),
    /** Older generations in the same folder that were removed. */
    removed: z.array(z.string()),
    /** Files there that could not be examined or removed: older generations perhaps, to be destroyed by hand. */
    left: z.array(z.string()),
  })
  .nullable()
export type BackupMade = z.infer<typeof backupMade>

/** What a chosen backup says of itself, before the recovery code has opened it. */
export const chosenBackup = z
  .object({
    fileName: z.string(),
    realm,
    branchNo: z.string(),
    branchName: z.string(),
    madeAt: z.number(),
    events: z.int(),
    bytes: z.int(),
    /** Something of this realm lies on this PC and would be set aside. */
    replaces: z.boolean(),
  })
  .nullable()
export type ChosenBackup = z.infer<typeof chosenBackup>

export const restored = z.object({
  /** New: the old one has been read out. */
  recoveryCode: z.string(),
  branchName: z.string(),
  madeAt: z.number(),
  events: z.int(),
  /** Records of the former PC that head office had not received when the backup was made. */
  unreceived: z.int(),
})
export type Restored = z.infer<typeof restored>

export const policyView = policySchema
export const activationAnswer = z.object({ loginId: z.string(), serial: z.string() })
export const loginAnswer = z.object({
  next: z.enum(['password', 'passwordThenRegistration', 'passwordAndOtp', 'topPage']),
})

/** What a screen gets back from a command. */
export const commandAnswer = z.object({
  /** Identifiers that the decision made (`applicationId`, `requestId`, …). */
  made: z.record(z.string(), z.string()),
  /** Not yet at head office: 本部未反映. */
  unreflected: z.boolean(),
})
export type CommandAnswer = z.infer<typeof commandAnswer>
