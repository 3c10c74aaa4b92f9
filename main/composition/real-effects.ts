import { randomBytes, randomUUID } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { Effects } from '../desk/ports.ts'

/** @param offsetMs how far the training clock is ahead of the PC's; nought in a real branch */
export function realEffects(offsetMs: () => number): Effects {
  return {
    now: () => Date.now() + offsetMs(),
    random: (length) => new Uint8Array(randomBytes(length)),
    newId: randomUUID,
    after(ms, callback) {
      const timer = setTimeout(callback, ms)
      // A reminder that is still waiting must not keep a program alive that has ended.
      timer.unref()
      return () => clearTimeout(timer)
    },
    breathe: () => setImmediate(),
    chance: Math.random,
  }
}
