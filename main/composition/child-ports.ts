/** Programmer and training processes as the desk takes them, on the training clock where it runs. */
import { toProgrammer, type ToProgrammer } from '../../programmer/messages.ts'
import { toTraining, type ToTraining } from '../../programmer/training/messages.ts'
import type { ChildPort } from '../desk/child-port.ts'
import type { ChildProcess } from '../machine/processes.ts'
import type { TrainingClock } from './training-clock.ts'

export function programmerPort(child: ChildProcess, clock: TrainingClock): ChildPort {
  return onClock(child, clock, (message) => {
    const parsed = toProgrammer.safeParse(message)
    return parsed.success && parsed.data.type === 'start' && parsed.data.realm === 'training'
      ? ({ ...parsed.data, nowOffsetMs: clock.offsetMs } satisfies ToProgrammer)
      : undefined
  })
}

export function trainingPort(child: ChildProcess, clock: TrainingClock): ChildPort {
  return onClock(child, clock, (message) => {
    const parsed = toTraining.safeParse(message)
    return parsed.success && parsed.data.type === 'start'
      ? ({ ...parsed.data, nowOffsetMs: clock.offsetMs } satisfies ToTraining)
      : undefined
  })
}

/**
 * @param started the start message with the clock's offset, or undefined for any other message. Only a process
 * that has started in training follows the clock: a real one has none.
 */
function onClock(
  child: ChildProcess,
  clock: TrainingClock,
  started: (message: unknown) => unknown,
): ChildPort {
  let stopFollowing = (): void => undefined
  child.onExit(() => stopFollowing())
  return {
    post(message) {
      const start = started(message)
      child.postMessage(start ?? message)
      if (start === undefined) return
      stopFollowing()
      stopFollowing = clock.follow((nowOffsetMs) => child.postMessage({ type: 'clock', nowOffsetMs }))
    },
    onMessage: (listener) => child.onMessage(listener),
    onExit: (listener) => child.onExit(() => listener()),
    kill: () => child.kill(),
  }
}
