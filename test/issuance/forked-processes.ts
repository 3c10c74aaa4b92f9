/** The real programmer and training processes, with a copy of all that passes between them and main. */
import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { serialize } from 'node:v8'
import type { ChildPort } from '../../main/desk/child-port.ts'
import type { ChildProcesses } from '../main/desk/child-ports.ts'

const file = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

export interface ForkedProcesses extends ChildProcesses {
  /** Every message to and from programmer and training process, as the bytes that cross. */
  readonly messages: readonly Buffer[]
  /** What the processes said on their standard outputs. */
  readonly output: readonly Buffer[]
  end(): void
}

export function forkedProcesses(): ForkedProcesses {
  const children = new Set<ChildProcess>()
  const programmers = new Set<ChildPort>()
  const messages: Buffer[] = []
  const output: Buffer[] = []

  function forked(entry: string, pass: (message: unknown) => void): ChildPort {
    const child = fork(file(entry), {
      serialization: 'advanced',
      execArgv: ['--import', file('../programmer/parent-port-shim.ts')],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    children.add(child)
    child.once('exit', () => children.delete(child))
    child.stdout?.on('data', (chunk: Buffer) => output.push(chunk))
    child.stderr?.on('data', (chunk: Buffer) => output.push(chunk))
    child.on('message', pass)
    return {
      post: (message) => {
        pass(message)
        if (child.connected) child.send(message as object)
      },
      onMessage: (listener) => void child.on('message', listener),
      onExit: (listener) => void child.once('exit', () => listener()),
      kill: () => void child.kill('SIGKILL'),
    }
  }

  const end = (): void => {
    for (const child of children) child.kill('SIGKILL')
  }
  return {
    messages,
    output,
    forkProgrammer: () => {
      const port = forked('../../programmer/main.ts', (message) => messages.push(serialize(message)))
      programmers.add(port)
      port.onExit(() => programmers.delete(port))
      return port
    },
    forkTraining: () =>
      forked('../../programmer/training/main.ts', (message) => messages.push(serialize(message))),
    crashProgrammer: () => {
      for (const port of programmers) port.kill()
    },
    end,
  }
}
