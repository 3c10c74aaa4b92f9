/** Percentiles of measured values, nearest rank: a figure that was really measured, never an average of two. */
export interface Summary {
  readonly count: number
  readonly p50: number
  readonly p99: number
  readonly worst: number
}

export function summary(values: readonly number[]): Summary {
  if (values.length === 0) throw new RangeError('nothing was measured')
  const sorted = values.toSorted((a, b) => a - b)
  const rank = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] as number
  return { count: sorted.length, p50: rank(0.5), p99: rank(0.99), worst: rank(1) }
}
