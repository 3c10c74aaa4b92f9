/** The screen tables' rows: keys, sort columns and what is searched, cut from the records. */
import type { SqlValue } from 'sql.js'
import { isOpen } from '../../domain/memory-state.ts'
import type { Application, ApprovalRequest, Contract, Fob, Issuance, Task, User } from '../../domain/model.ts'
import { foldForSearch } from '../../domain/text.ts'
import { assertNever, custodyPlace, seedState } from '../../domain/vocabulary.ts'
import { expiryMonth } from './expiry-month.ts'

export const screenUpserts = {
  fob: 'INSERT OR REPLACE INTO fob VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  contract: 'INSERT OR REPLACE INTO contract VALUES (?, ?, ?, ?, ?, ?, ?)',
  user: 'INSERT OR REPLACE INTO user VALUES (?, ?, ?, ?, ?, ?, ?)',
  application: 'INSERT OR REPLACE INTO application VALUES (?, ?, ?, ?, ?, ?)',
  approval: 'INSERT OR REPLACE INTO approval VALUES (?, ?, ?)',
  issuance: 'INSERT OR REPLACE INTO issuance VALUES (?, ?)',
  task: 'INSERT OR REPLACE INTO task VALUES (?, ?, ?)',
} as const
export const screenDeletes: Readonly<Record<ScreenKind, string>> = {
  fob: 'DELETE FROM fob WHERE serial = ?',
  contract: 'DELETE FROM contract WHERE contract_no = ?',
  user: 'DELETE FROM user WHERE login_id = ?',
  application: 'DELETE FROM application WHERE application_id = ?',
  approval: 'DELETE FROM approval WHERE request_id = ?',
  issuance: 'DELETE FROM issuance WHERE issuance_id = ?',
  task: 'DELETE FROM task WHERE task_id = ?',
}
export type ScreenKind = keyof typeof screenUpserts

type Recorded =
  | { readonly kind: 'fob'; readonly value: Fob }
  | { readonly kind: 'contract'; readonly value: Contract }
  | { readonly kind: 'user'; readonly value: User }
  | { readonly kind: 'application'; readonly value: Application }
  | { readonly kind: 'approval'; readonly value: ApprovalRequest }
  | { readonly kind: 'issuance'; readonly value: Issuance }
  | { readonly kind: 'task'; readonly value: Task }

/** In the order of the table's columns. */
export function screenRow(record: Recorded): SqlValue[] {
  switch (record.kind) {
    case 'fob':
      return fobRow(record.value)
    case 'contract':
      return contractRow(record.value)
    case 'user':
      return userRow(record.value)
    case 'application':
      return applicationRow(record.value)
    case 'approval':
      return approvalRow(record.value)
    case 'issuance':
      return [record.value.issuanceId, record.value.status === 'started' ? 1 : 0]
    case 'task':
      return [record.value.taskId, record.value.raisedAt, record.value.settledAt === null ? 1 : 0]
    default:
      return assertNever(record)
  }
}

/** Serials, lot and receipt numbers have no kana and no legal form to fold, and there are hundreds of thousands. */
export function foldCode(text: string): string {
  return text.normalize('NFKC').toLowerCase().trim()
}

/**
 * A number however it was grouped: only its digits and letters count. What is no number at all (a name that
 * ends in a digit) folds to '', which finds nothing.
 */
export function foldNumber(text: string): string {
  const plain = text.normalize('NFKC').toLowerCase()
  return /^[0-9a-z\s()+./_-]*$/.test(plain) ? plain.replace(/[^0-9a-z]/g, '') : ''
}

function fobRow(fob: Fob): SqlValue[] {
  const { serial, model, lotNo, expiresAt, custody, seed, chipSerial, boxNo } = fob
  return [
    serial,
    model,
    lotNo,
    expiresAt,
    expiryMonth(expiresAt),
    custodyPlace.options.indexOf(custody.place),
    custody.since,
    seedState.options.indexOf(seed.state),
    foldCode([serial, chipSerial, lotNo, boxNo].join(' ')),
    fob.branchNo,
    fob.contractNo,
    chipSerial,
  ]
}

function contractRow({ contractNo, customerNo, accountNo, phone, name, kana }: Contract): SqlValue[] {
  return [
    contractNo,
    foldNumber(contractNo),
    foldNumber(customerNo),
    foldNumber(accountNo),
    foldNumber(phone),
    foldForSearch(name),
    foldForSearch(kana),
  ]
}

function userRow({ loginId, contractNo, stops, otp, name, kana }: User): SqlValue[] {
  const stoppedAt = stops.length === 0 ? null : Math.max(...stops.map(({ at }) => at))
  const waitingUntil = otp.status === 'revoked' ? otp.waitingUntil : null
  const folded = [loginId, name, kana].map(foldForSearch)
  return [loginId, contractNo, stoppedAt, waitingUntil, ...folded]
}

function applicationRow(application: Application): SqlValue[] {
  const { applicationId, status, requestedAt, evidence, contractNo, loginIds, serial, letterNo } = application
  const words = [applicationId, evidence.receiptNo, contractNo, ...loginIds, serial ?? '', letterNo]
  return [
    applicationId,
    status,
    contractNo,
    requestedAt,
    isOpen(application) ? 1 : 0,
    foldCode(words.join(' ')),
  ]
}

function approvalRow({ requestId, status, decidedAt }: ApprovalRequest): SqlValue[] {
  return [requestId, status === 'waiting' ? 1 : 0, decidedAt]
}
