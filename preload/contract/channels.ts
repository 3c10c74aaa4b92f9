/**
 * The bridge: every channel between renderer and main, with the schemas of its input and output. This map
 * is the only place a channel is named. Preload exposes one fixed function for each; main refuses a channel
 * without a handler at compile time.
 */
import { z } from 'zod'
import { commandSchemas, type ScreenCommandType } from '../../domain/commands.ts'
import { elsewhereQuery } from '../../domain/elsewhere.ts'
import { applicationKind, applicationStatus, revocationReason } from '../../domain/vocabulary.ts'
import * as views from './views.ts'

const none = z.strictObject({})
const done = z.object({})
const id = z.string().min(1).max(64)
const serial = z.string().min(1).max(64)
const password = z.string().min(1).max(200)
const staffNo = z.string().min(1).max(16)
const recoveryCode = z.string().min(1).max(100)
const token = z.string().min(1).max(64)

/**
 * A command channel takes the command itself, 担当者パスワード where the command needs it, and — for an
 * approval over the shoulder (rule 12) — the manager's own number and password for this one item.
 */
export interface CommandInput<T extends ScreenCommandType> {
  readonly command: z.infer<(typeof commandSchemas)[T]>
  readonly password?: string | undefined
  readonly approver?: { readonly staffNo: string; readonly password: string } | undefined
}

type CommandChannels = {
  readonly [T in ScreenCommandType as `command.${T}`]: {
    readonly input: z.ZodType<CommandInput<T>, CommandInput<T>>
    readonly output: typeof views.commandAnswer
  }
}

const commandChannels = Object.fromEntries(
  Object.entries(commandSchemas).map(([name, command]) => [
    `command.${name}`,
    {
      input: z.strictObject({
        command,
        password: password.optional(),
        approver: z.strictObject({ staffNo, password }).optional(),
      }),
      output: views.commandAnswer,
    },
  ]),
) as unknown as CommandChannels // the mapped type above is exactly what fromEntries loses

const paper = z.strictObject({
  paper: z.enum(['coverLetter', 'addressLabel', 'handOverReceipt', 'packetLabel']),
  applicationId: id,
})

export const channels = {
  ...commandChannels,

  // ── Start and session
  'desk.status': { input: none, output: views.deskStatus },
  'desk.setLanguage': { input: z.strictObject({ language: z.enum(['ja', 'en']) }), output: done },
  /** Opens (or first makes) the training branch of this PC. Its staff and passwords are shown on the start screen. */
  'start.training': { input: none, output: done },
  /** A real branch: head office's keys, whose fingerprints are compared by telephone. */
  'start.identify': {
    input: z.strictObject({
      /** As typed: a host, with a port where it is not the usual one. */
      address: z.string().min(1).max(200),
      code: z.string().min(1).max(64),
    }),
    output: z.object({ fingerprint: z.string(), realm: z.string() }),
  },
  /** Two managers, their first passwords; answers the recovery code to be printed once. */
  'start.enrol': {
    input: z.strictObject({
      code: z.string().min(1).max(64),
      fingerprintConfirmed: z.literal(true),
      managers: z.array(z.strictObject({ staffNo, password })).length(2),
    }),
    output: z.object({ recoveryCode: z.string(), branchName: z.string() }),
  },
  'start.printRecoveryCode': { input: z.strictObject({ recoveryCode: z.string().max(100) }), output: done },
  'session.signIn': { input: z.strictObject({ staffNo, password }), output: views.staffView },
  'session.signOut': { input: none, output: done },
  'session.lock': { input: none, output: done },
  'session.unlock': { input: z.strictObject({ password }), output: done },
  /** Do the check symbols of a recovery code hold, as typed? Says nothing about whose code it is. */
  'session.checkRecoveryCode': {
    input: z.strictObject({ recoveryCode }),
    output: z.object({ wellFormed: z.boolean() }),
  },
  /** All passwords lost: two managers choose new ones; answers the new recovery code, to be printed once. */
  'session.recover': {
    input: z.strictObject({
      recoveryCode,
      managers: z.array(z.strictObject({ staffNo, password })).length(2),
    }),
    output: z.object({ recoveryCode: z.string(), branchName: z.string() }),
  },
  'session.changePassword': {
    input: z.strictObject({ password, newPassword: z.string().min(1).max(200) }),
    output: done,
  },
  /** The person is at the keyboard: postpones the idle lock. */
  'session.active': { input: none, output: done },

  // ── Staff and policy
  'staff.list': { input: none, output: z.array(views.staffView) },
  /**
   * Two managers set a first or forgotten password on this PC; the recovery code stands in for the second where
   * there is none, and is then replaced by the one answered.
   */
  'staff.setPassword': {
    input: z.strictObject({
      staffNo,
      newPassword: z.string().min(1).max(200),
      password,
      second: z.union([z.strictObject({ staffNo, password }), z.strictObject({ recoveryCode })]),
    }),
    output: z.object({ recoveryCode: z.string().nullable() }),
  },
  'policy.get': { input: none, output: views.policyView },

  // ── Files
  /** Opens the file dialog; null when the person cancels. Parses and compares; imports nothing. */
  'import.choose': {
    input: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.enum(['roster', 'lot']) }),
      /** PSKC: with the supplier's key or password, which the programmer process alone uses. */
      z.strictObject({
        kind: z.literal('pskc'),
        credential: z.strictObject({
          kind: z.enum(['key', 'password']),
          text: z.string().min(1).max(1024),
        }),
      }),
    ]),
    output: views.importPreview.nullable(),
  },
  'import.commit': {
    input: z.strictObject({ token, declared: z.int().min(0).max(1_000_000).nullable() }),
    output: views.importPreview,
  },
  'import.discard': { input: z.strictObject({ token }), output: done },

  // ── 申込
  'customers.search': {
    input: z.strictObject({ text: z.string().max(100), limit: z.int().min(1).max(100) }),
    output: z.array(views.customerHit),
  },
  'customers.get': { input: z.strictObject({ contractNo: id }), output: views.contractView.nullable() },
  'applications.defaults': {
    input: z.strictObject({ contractNo: id, kind: applicationKind }),
    output: views.applicationDefaults,
  },
  'applications.list': {
    input: z.strictObject({
      statuses: z.array(applicationStatus).max(20),
      text: z.string().max(64),
      limit: z.int().min(1).max(1000),
    }),
    output: z.array(views.applicationView),
  },
  'applications.get': {
    input: z.strictObject({ applicationId: id }),
    output: views.applicationView.nullable(),
  },

  // ── 承認
  'approvals.list': {
    input: z.strictObject({ waitingOnly: z.boolean() }),
    output: z.array(views.approvalView),
  },

  // ── 発行
  'issuance.queue': { input: none, output: z.array(views.applicationView) },
  'issuance.state': { input: none, output: views.issuanceState },
  /** `serial`: the label, typed or scanned; '' = take the lot's serial for the chip on the reader and let the person compare. */
  'issuance.begin': {
    input: z.strictObject({ applicationId: id, serial: z.string().max(64) }),
    output: z.object({ issuanceId: z.string() }),
  },
  /** Rule 8: a fob seeded at the factory is tied as it is, without a reader. */
  'issuance.assign': {
    input: z.strictObject({ applicationId: id, serial: z.string().min(1).max(64) }),
    output: z.object({ issuanceId: z.string() }),
  },
  'issuance.code': {
    input: z.strictObject({ issuanceId: id, code: z.string().min(1).max(32) }),
    output: done,
  },
  'issuance.cancel': { input: z.strictObject({ issuanceId: id }), output: done },

  // ── リーダー診断
  'readers.diagnosis': { input: none, output: views.readerDiagnosis },
  /** A fresh programmer process looks for the readers anew; refused while one issues or imports. */
  'readers.lookAgain': { input: none, output: done },

  // ── 研修: the emulated reader (refused in a real branch)
  'training.reader': { input: none, output: views.trainingReader },
  'training.place': { input: z.strictObject({ chipSerial: id }), output: done },
  'training.remove': { input: none, output: done },
  'training.plug': { input: z.strictObject({ plugged: z.boolean() }), output: done },
  'training.fault': {
    input: z.strictObject({
      /** The emulator's own faults (`programmer/training/messages.ts`). */
      fault: z.enum([
        'none',
        'removeAfterInfo',
        'removeAfterChallenge',
        'removeAfterAnswer',
        'removeAfterConfig',
        'removeAfterSeed',
        'lockedKey',
        'wrongPadding',
        'wrongClock',
        'driftingClock',
        'unknownModel',
        'silent',
      ]),
    }),
    output: done,
  },
  /**
   * The training clock: desk, head office and fobs go ahead together, so that a waiting time or a first day
   * of use can be practised without waiting for it.
   */
  'training.advance': {
    input: z.strictObject({
      minutes: z
        .int()
        .min(1)
        .max(60 * 24 * 400),
    }),
    output: done,
  },
  /** Press the button of any training fob, also one that a "customer" holds. */
  'training.press': {
    input: z.strictObject({ serial }),
    output: z.object({ code: z.string().nullable(), secondsLeft: z.int() }),
  },

  // ── 送付
  'dispatch.queue': { input: none, output: z.array(views.applicationView) },
  /** The paper as it will be printed: one PNG per page, for an `<img>` with a blob URL. */
  'paper.preview': {
    input: paper,
    output: z.object({ pages: z.array(z.instanceof(Uint8Array)), letterNo: z.string() }),
  },
  'paper.print': { input: paper, output: done },
  /** 包装ラベル on this PC's label printer, without a question; by the system's dialog where none is chosen. */
  'label.print': { input: z.strictObject({ applicationId: id }), output: done },
  /** The printers of this PC, and the one that labels go to. */
  'label.printers': { input: none, output: views.labelPrinters },
  /** null: every label asks by the system's dialog. */
  'label.choosePrinter': {
    input: z.strictObject({ name: z.string().min(1).max(200).nullable() }),
    output: done,
  },
  /** Save dialog; null when cancelled. */
  'paper.save': { input: paper, output: z.object({ fileName: z.string() }).nullable() },

  // ── 利用開始登録 and the customer's login
  'activation.activate': {
    input: z.strictObject({
      loginId: id,
      serial,
      code: z.string().min(1).max(32),
      identityChecked: z.boolean(),
    }),
    output: views.activationAnswer,
  },
  'activation.login': {
    input: z.strictObject({ loginId: id, code: z.string().max(32).nullable() }),
    output: views.loginAnswer,
  },

  /** Why this customer's codes were refused, and what to do. Looks at no code, counts nothing; head office alone knows. */
  'activation.why': { input: z.strictObject({ loginId: id }), output: views.whyAnswer },

  /**
   * The fob's clock has run away (`activation.why` says so): two codes that the fob in the customer's hand shows one
   * directly after the other, the second still on its display. One attempt, wrong ones count; both are used up.
   */
  'activation.resynchronise': {
    input: z.strictObject({
      loginId: id,
      first: z.string().min(1).max(32),
      second: z.string().min(1).max(32),
      identityChecked: z.boolean(),
    }),
    output: done,
  },

  // ── 他店取扱: another branch's customer, by head office alone (docs/adr/034)
  /**
   * Exact by login ID, serial or contract number; by the first letters of 契約者名カナ up to ten. Several hits come
   * without users and fobs: ask again by `contractNo` for the one that it is. Every look-up is recorded in both
   * branches and counted; ELSEWHERE_OFFLINE says whom to telephone.
   */
  'elsewhere.lookUp': {
    input: z.strictObject({ by: elsewhereQuery, text: z.string().min(1).max(100) }),
    output: views.elsewhereFound,
  },
  /**
   * Stops the fob for all its users at once; the home branch gets the task and the request for 失効. The same report
   * again is answered the same. ELSEWHERE_UNANSWERED: it may have counted, and may be given again.
   */
  'elsewhere.reportIncident': {
    input: commandSchemas.reportIncident,
    output: views.elsewhereStopped,
  },

  // ── 利用停止解除・失効
  'unlock.rows': { input: z.strictObject({ contractNo: id }), output: z.array(views.userRow) },
  'unlock.preview': {
    input: z.strictObject({ loginIds: z.array(id).max(200) }),
    output: views.unlockPreview,
  },
  'revocation.rows': { input: z.strictObject({ contractNo: id }), output: z.array(views.userRow) },
  'revocation.preview': {
    input: z.strictObject({ loginIds: z.array(id).max(200), reason: revocationReason }),
    output: views.revocationPreview,
  },
  /** Contracts with someone 停止中, newest stop first. */
  'unlock.stoppedContracts': { input: none, output: z.array(views.contractSummary) },
  /** Waiting times still running, for the countdowns. */
  'revocation.waiting': { input: none, output: z.array(views.userRow) },

  // ── 在庫
  'inventory.counts': { input: none, output: views.inventoryCounts },
  'inventory.page': {
    input: z.strictObject({
      filter: views.inventoryFilter,
      offset: z.int().min(0),
      limit: z.int().min(1).max(500),
    }),
    output: z.object({ total: z.int(), rows: z.array(views.fobView) }),
  },
  'fobs.get': { input: z.strictObject({ serial }), output: views.fobView.nullable() },
  'fobs.history': { input: z.strictObject({ serial }), output: z.array(views.historyEntry) },
  'tasks.list': { input: none, output: z.array(views.taskView) },

  // ── 操作履歴
  'audit.page': {
    input: z.strictObject({
      ...views.auditFilter.shape,
      before: z.int().nullable(),
      limit: z.int().min(1).max(500),
    }),
    output: z.object({ entries: z.array(views.historyEntry), total: z.int(), next: z.int().nullable() }),
  },
  'audit.verify': { input: none, output: views.auditVerification },
  'audit.lastVerification': { input: none, output: views.lastVerification },
  /** Save dialog, then the rows of the filter as CSV. */
  'audit.exportCsv': { input: views.auditFilter, output: views.auditExported },
  /** Save dialog, then the commits of a period as a signed file, its verifier beside it. */
  'audit.exportSigned': {
    input: z.strictObject({
      from: z.int().optional(),
      until: z.int().optional(),
      personal: z.boolean(),
    }),
    output: views.auditExported,
  },
  /** Stops a long work, whatever it has done so far; it answers WORK_CANCELLED itself. */
  'work.cancel': { input: z.strictObject({ work: views.longWorkName }), output: done },

  // ── バックアップと復元
  'backup.state': { input: none, output: views.backupState },
  /** Folder dialog, then writes, reads back and verifies. */
  'backup.run': { input: none, output: views.backupMade },
  /** On the first screen only: file dialog; nothing is believed of the file yet. */
  'restore.choose': { input: none, output: views.chosenBackup },
  'restore.run': {
    input: z.strictObject({
      recoveryCode: z.string().min(1).max(100),
      /** From head office, for this branch; the training head office gives its own. */
      enrolmentCode: z.string().max(64),
      managers: z.array(z.strictObject({ staffNo, password })).length(2),
    }),
    output: views.restored,
  },

  // ── 本部
  'sync.now': { input: none, output: done },
  /** The store cannot be written; the cause is gone: try now. */
  'store.retry': { input: none, output: done },
  /** Where this PC reaches head office, `https://host:port`; null: in training, whose head office has no address. */
  'headOffice.address': { input: none, output: z.object({ address: z.string().nullable() }) },
  /** As typed. Taken only if the head office that this PC is enrolled with answers there. Managers only. */
  'headOffice.changeAddress': {
    input: z.strictObject({ address: z.string().min(1).max(200) }),
    output: z.object({ address: z.string() }),
  },
} as const

export type Channel = keyof typeof channels
export type ChannelInput<C extends Channel> = z.input<(typeof channels)[C]['input']>
export type ChannelOutput<C extends Channel> = z.output<(typeof channels)[C]['output']>

/** Every answer over the bridge. `code` is one of `domain/refusals.ts`. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: string; readonly detail: Readonly<Record<string, string | number>> }

/** What main says unasked. `changed` names what to read again. */
export type Notice =
  | { readonly kind: 'changed'; readonly topics: readonly Topic[] }
  | {
      readonly kind: 'progress'
      readonly work: 'opening' | 'import' | 'sync' | views.LongWorkName
      readonly done: number
      readonly total: number
    }
  | { readonly kind: 'reader' }
  | { readonly kind: 'locked' }

export type Topic =
  | 'status'
  | 'customers'
  | 'applications'
  | 'approvals'
  | 'issuance'
  | 'dispatch'
  | 'inventory'
  | 'audit'
  | 'tasks'
  | 'staff'
  | 'training'
  | 'backup'

/** What `window.desk` is in the renderer. */
export type Desk = {
  readonly call: { readonly [C in Channel]: (input: ChannelInput<C>) => Promise<Answer<ChannelOutput<C>>> }
  /** Answers a function that stops listening. */
  readonly onNotice: (listener: (notice: Notice) => void) => () => void
}
