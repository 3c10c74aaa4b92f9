import { performance } from 'node:perf_hooks'

/** Half of what a screen notices; the work of one step comes on top. */
const TURN_MS = 4

/**
 * Gives a function to call between the steps of a long work: when the turn of the event loop has lasted long
 * enough it lets others go first, otherwise it costs nothing.
 */
export function pacer(): () => Promise<void> | undefined {
  let begun = performance.now()
  return () => {
    if (performance.now() - begun < TURN_MS) return undefined
    return new Promise((resolve) =>
      setImmediate(() => {
        begun = performance.now()
        resolve()
      }),
    )
  }
}
