/** The screen tables' rows: keys, sort columns and what is searched, cut from the records. */
import type { SqlValue } from 'sql.js'
import type { Application, Fob, Task, User } from '../../domain/model.ts'
import { foldForSearch } from '../../domain/text.ts'
import { custodyPlace, seedState } from '../../domain/vocabulary.ts'
import { expiryMonth } from './expiry-month.ts'

export const upserts = {
  fob: 'INSERT OR REPLACE INTO fob VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  user: 'INSERT OR REPLACE INTO user VALUES (?, ?, ?, ?)',
  application: 'INSERT OR REPLACE INTO application VALUES (?, ?, ?, ?, ?)',
  task: 'INSERT OR REPLACE INTO task VALUES (?, ?, ?)',
}

/** Serials and lot numbers have no kana and no legal form to fold, and there are a hundred thousand of them. */
export function foldCode(text: string): string {
  return text.normalize('NFKC').toLowerCase().trim()
}

export function fobRow({
  serial,
  model,
  lotNo,
  expiresAt,
  custody,
  seed,
  chipSerial,
  boxNo,
}: Fob): SqlValue[] {
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
  ]
}

export function userRow({ loginId, contractNo, stops, otp }: User): SqlValue[] {
  const stoppedAt = stops.length === 0 ? null : Math.max(...stops.map(({ at }) => at))
  return [loginId, contractNo, stoppedAt, otp.status === 'revoked' ? otp.waitingUntil : null]
}

export function applicationRow(application: Application): SqlValue[] {
  const { applicationId, status, requestedAt, evidence, contractNo, loginIds, serial, letterNo } = application
  const words = [applicationId, evidence.receiptNo, contractNo, ...loginIds, serial ?? '', letterNo]
  return [applicationId, status, contractNo, requestedAt, words.map(foldForSearch).join(' ')]
}

export function taskRow({ taskId, raisedAt, settledAt }: Task): SqlValue[] {
  return [taskId, raisedAt, settledAt === null ? 1 : 0]
}
