/**
 * "In the same time" (ADR 029): a refusal that must tell an outsider nothing leaves on a beat. The time since the
 * request's arrival is rounded up to whole beats, so what was looked up, computed or written before it shows only
 * when it takes longer than a beat, and then only as one beat more.
 */
export interface Pace {
  /** Milliseconds; far above what the slowest ordinary refusal takes. */
  readonly beatMs: number
  /** Milliseconds of a clock that is never set. */
  readonly monotonic: () => number
  readonly wait: (ms: number) => Promise<void>
}

export const ordinaryPace: Pace = {
  beatMs: 100,
  monotonic: () => performance.now(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
}

/** Resolves at the next beat after `arrivedAt` (of `monotonic`). */
export async function onTheBeat({ beatMs, monotonic, wait }: Pace, arrivedAt: number): Promise<void> {
  const due = arrivedAt + Math.max(1, Math.ceil((monotonic() - arrivedAt) / beatMs)) * beatMs
  // A timer may fire early by part of a millisecond, which would show which request waited longer.
  for (let left = due - monotonic(); left > 0; left = due - monotonic()) await wait(Math.ceil(left))
}
