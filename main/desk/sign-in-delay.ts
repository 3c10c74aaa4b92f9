const FREE_ATTEMPTS = 2
const LONGEST_MS = 5 * 60_000

/** How long the next try waits after so many wrong ones in a row, ms: two are free, then 1 s doubling to 5 min. */
export function delayAfter(attempts: number): number {
  const late = attempts - FREE_ATTEMPTS
  return late <= 0 ? 0 : Math.min(1000 * 2 ** (late - 1), LONGEST_MS)
}
