/** 並び順 of the two user lists (manual p. 4 and p. 6): by a column, ascending or descending. */
import {
  assertNever,
  authStatus,
  otpStatus,
  userRole,
  type AuthStatus,
  type OtpStatus,
  type UserRole,
} from './vocabulary.ts'

/** A user as the desk's and the customer's lists show one; null where the list shows `-`. */
interface Row {
  readonly loginId: string
  readonly name: string
  readonly role: UserRole
  readonly serial: string | null
  readonly otpStatus: OtpStatus
  readonly authStatus: AuthStatus
  readonly expiresAt: number | null
}

export type SortKey = 'loginId' | 'name' | 'role' | 'serial' | 'otpStatus' | 'authStatus' | 'expiresAt'

const japanese = new Intl.Collator('ja', { numeric: true })

/** A new list; rows that are alike in the column stand by ログインID. '-' (nothing known) stands last. */
export function sortRows<T extends Row>(rows: readonly T[], by: SortKey, descending: boolean): readonly T[] {
  const sign = descending ? -1 : 1
  return [...rows].sort((a, b) => {
    const known = Number(isUnknown(a, by)) - Number(isUnknown(b, by))
    return known || sign * compare(a, b, by) || japanese.compare(a.loginId, b.loginId)
  })
}

function isUnknown(row: Row, by: SortKey): boolean {
  return (by === 'serial' && row.serial === null) || (by === 'expiresAt' && row.expiresAt === null)
}

function compare(a: Row, b: Row, by: SortKey): number {
  switch (by) {
    case 'loginId':
      return japanese.compare(a.loginId, b.loginId)
    case 'name':
      return japanese.compare(a.name, b.name)
    case 'serial':
      return japanese.compare(a.serial ?? '', b.serial ?? '')
    case 'role':
      return userRole.options.indexOf(a.role) - userRole.options.indexOf(b.role)
    case 'otpStatus':
      return otpStatus.options.indexOf(a.otpStatus) - otpStatus.options.indexOf(b.otpStatus)
    case 'authStatus':
      return authStatus.options.indexOf(a.authStatus) - authStatus.options.indexOf(b.authStatus)
    case 'expiresAt':
      return (a.expiresAt ?? 0) - (b.expiresAt ?? 0)
    default:
      return assertNever(by)
  }
}
