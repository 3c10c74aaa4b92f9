/** Timers that fire when the test says so. */
export interface ManualTimers {
  readonly after: (ms: number, callback: () => void) => () => void
  /** Delays of the timers that wait, in the order they were set. */
  readonly waiting: readonly number[]
  /** Fires the timer that has waited longest. */
  fire(): void
}

export function manualTimers(): ManualTimers {
  const timers: { readonly ms: number; readonly callback: () => void }[] = []
  return {
    after(ms, callback) {
      const timer = { ms, callback }
      timers.push(timer)
      return () => {
        const at = timers.indexOf(timer)
        if (at >= 0) timers.splice(at, 1)
      }
    },
    get waiting() {
      return timers.map((timer) => timer.ms)
    },
    fire() {
      const timer = timers.shift()
      if (timer === undefined) throw new Error('no timer waits')
      timer.callback()
    },
  }
}
