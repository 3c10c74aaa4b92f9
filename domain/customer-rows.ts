/** The user lists of the customer's own screens (manual pp. 5–7): every row stays, with why it cannot be chosen. */
import { actingAdministrator, customerUnlockObstacle } from './customer.ts'
import type { Refusal } from './decide-types.ts'
import { formatExpiry } from './calendar.ts'
import type { State, User } from './model.ts'
import { previewUnlock } from './preview.ts'
import { customerRow, revocationObstacle, type CustomerRow } from './status.ts'
import { livingTies, servingSerial } from './ties.ts'
import type { UserRole } from './vocabulary.ts'

export interface CustomerUserRow extends CustomerRow {
  readonly loginId: string
  readonly name: string
  readonly role: UserRole
  /** Rule 7, ms since 1970, while it runs; null otherwise. */
  readonly waitingUntil: number | null
  /** Why the row cannot be chosen on 利用停止解除; null: it can. */
  readonly unlockObstacle: Refusal | null
  /** Stopped colleagues on the same serial, who are unlocked together with this one. */
  readonly unlockedWith: readonly string[]
  /** Why the row cannot be chosen on トークンの失効; null: it can. */
  readonly revocationObstacle: Refusal | null
}

export interface CustomerRows {
  readonly ok: true
  /** In roster order. Closed logins are left out once they hold no fob. */
  readonly users: readonly CustomerUserRow[]
}

/** For the master or administrator `byLoginId`: everyone of the contract, themselves included. */
export function customerRows(state: State, byLoginId: string, now: number): CustomerRows | Refusal {
  const by = actingAdministrator(state, byLoginId, now)
  if ('ok' in by) return by
  const users = (state.get('contract', by.contractNo)?.loginIds ?? []).flatMap((loginId) => {
    const user = state.get('user', loginId)
    const listed = user !== undefined && (user.rosterStatus === 'active' || livingTies(user.otp).length > 0)
    return listed ? [rowOf(state, by, user, now)] : []
  })
  return { ok: true, users }
}

/** One user's row, as `by` sees it. */
export function rowOf(state: State, by: User, user: User, now: number): CustomerUserRow {
  const { loginId, name, role, otp } = user
  const unlock = customerUnlockObstacle(state, by, user)
  const affected = unlock === null ? previewUnlock(state, [loginId], 'customer').affected : []
  return {
    loginId,
    name,
    role,
    ...customerRow(user, state.get('fob', servingSerial(user, now) ?? ''), now),
    waitingUntil: otp.status === 'revoked' && now < otp.waitingUntil ? otp.waitingUntil : null,
    unlockObstacle: unlock,
    unlockedWith: affected.flatMap((other) => (other.chosen ? [] : [other.loginId])),
    revocationObstacle: revocationObstacle(user, now),
  }
}

/** 変更完了 of トークンの失効: the row with serial and expiry just revoked (manual p. 7), not `-`. */
export function revokedRow(row: CustomerUserRow, state: State, serial: string | null): CustomerUserRow {
  const fob = serial === null ? undefined : state.get('fob', serial)
  if (fob === undefined) return row
  return { ...row, serial: fob.serial, expiry: formatExpiry(fob.expiresAt), expiresAt: fob.expiresAt }
}
