/**
 * Rule 7, the manual's p. 6: 「失効の30分後に実施可能。なお、2時6分から8時10分までに失効された場合は
 * 8時10分以降」.
 */
import { dateAt, secondOfDay, startOfDay } from './calendar.ts'

const second = 1000
const pauseFrom = (2 * 60 + 6) * 60
const pauseUntil = (8 * 60 + 10) * 60

/** Thirty minutes, in milliseconds. */
export const WAITING_MS = 30 * 60 * second

/**
 * From when on a fob may be tied to, or registered by, a user revoked at `revokedAt` (both in ms).
 * 02:06:00 ≤ t < 08:10:00 in Tokyo → 08:10:00 the same day; otherwise t + 30 min. 08:10:00 itself counts as
 * after the pause (our reading of 「まで」).
 */
export function waitingUntil(revokedAt: number): number {
  const at = secondOfDay(revokedAt)
  if (at >= pauseFrom && at < pauseUntil) return startOfDay(dateAt(revokedAt)) + pauseUntil * second
  return revokedAt + WAITING_MS
}
