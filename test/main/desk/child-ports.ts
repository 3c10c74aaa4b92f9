/** The programmer and training processes inside the test's own process, over ports that clone like Electron's. */
import { randomBytes } from 'node:crypto'
import type { ChildPort } from '../../../main/desk/child-port.ts'
import { runProgrammer } from '../../../programmer/programmer.ts'
import type { ReaderWatcher } from '../../../programmer/reader.ts'
import type { ParentPort } from '../../../protocol/parent-port.ts'
import { watchTrainingReader } from '../../../programmer/training/socket-reader.ts'
import { runTraining } from '../../../programmer/training/training.ts'

interface LinkedPorts {
  readonly child: ChildPort
  readonly parent: ParentPort
  /** The process ended. */
  readonly exit: () => void
}

function linkedPorts(onKill: () => void): LinkedPorts {
  let alive = true
  const toMain: ((message: unknown) => void)[] = []
  const toChild: ((event: { data: unknown }) => void)[] = []
  const onExit: (() => void)[] = []
  const kept: unknown[] = []
  const exit = (): void => {
    if (!alive) return
    alive = false
    setImmediate(() => {
      for (const listener of onExit) listener()
    })
  }
  return {
    exit,
    child: {
      post: (message) => {
        const copy: unknown = structuredClone(message)
        setImmediate(() => {
          if (!alive) return
          if (toChild.length === 0) kept.push(copy)
          for (const listener of toChild) listener({ data: copy })
        })
      },
      onMessage: (listener) => toMain.push(listener),
      onExit: (listener) => onExit.push(listener),
      kill: () => {
        onKill()
        exit()
      },
    },
    parent: {
      postMessage: (message) => {
        const copy: unknown = structuredClone(message)
        setImmediate(() => {
          if (alive) for (const listener of toMain) listener(copy)
        })
      },
      on: (_, listener) => {
        toChild.push(listener)
        for (const data of kept.splice(0)) listener({ data })
      },
    },
  }
}

export interface ChildProcesses {
  readonly forkProgrammer: () => ChildPort
  readonly forkTraining: () => ChildPort
  /** Kills every programmer process, as a crash or the task manager would. */
  crashProgrammer(): void
}

/** @param watch how the programmer reaches the training reader at a socket */
export function childProcesses(watch: (path: string) => ReaderWatcher = watchTrainingReader): ChildProcesses {
  const programmers = new Set<ChildPort>()
  return {
    forkProgrammer: () => {
      const opened: ReaderWatcher[] = []
      // What is killed has lost its reader: nothing more of it reaches a fob.
      const { child, parent, exit } = linkedPorts(() => {
        for (const watcher of opened) watcher.close()
      })
      programmers.add(child)
      runProgrammer({
        port: parent,
        now: Date.now,
        connect: (transports) => {
          for (const each of transports) if (each.kind === 'training') opened.push(watch(each.path))
          return opened
        },
        exit: () => {
          programmers.delete(child)
          exit()
        },
        later: (ms, callback) => setTimeout(callback, ms).unref(),
      })
      return child
    },
    forkTraining: () => {
      const ports = linkedPorts(() => training.close())
      const training = runTraining({
        port: ports.parent,
        now: Date.now,
        randomBytes: (length) => new Uint8Array(randomBytes(length)),
        later: (ms, callback) => {
          const timer = setTimeout(callback, ms)
          timer.unref()
          return () => clearTimeout(timer)
        },
      })
      return ports.child
    },
    crashProgrammer: () => {
      for (const child of programmers) child.kill()
      programmers.clear()
    },
  }
}
