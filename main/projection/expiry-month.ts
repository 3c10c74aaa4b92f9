import { dateAt } from '../../domain/calendar.ts'

const known = new Map<number, string>()

/**
 * 'YYYY-MM' in Asia/Tokyo of a トークン有効期限. Remembered: a delivery has one or a few expiries, and the
 * calendar takes some ten microseconds each.
 */
export function expiryMonth(expiresAt: number): string {
  const remembered = known.get(expiresAt)
  if (remembered !== undefined) return remembered
  const month = dateAt(expiresAt).slice(0, 7)
  known.set(expiresAt, month)
  return month
}
