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
  /** Says to every programmer process what only an entry of a test understands. */
  tell(message: object): void
  end(): void
}

export interface ForkOptions {
  /** Added to the processes' environment. */
  readonly env?: Readonly<Record<string, string>>
  /** The programmer's entry; the product's own by default. */
  readonly programmer?: string
  /** What an entry of a test says to its test; the desk does not hear it. true: that is what it was. */
  readonly aside?: (message: unknown) => boolean
}

export function forkedProcesses({
  env = {},
  programmer = file('../../programmer/main.ts'),
  aside = () => false,
}: ForkOptions = {}): ForkedProcesses {
  const children = new Set<ChildProcess>()
  const programmers = new Set<ChildPort>()
  const messages: Buffer[] = []
  const output: Buffer[] = []

  function forked(entry: string, pass: (message: unknown) => void): ChildPort {
    const child = fork(entry, {
      serialization: 'advanced',
      execArgv: ['--import', file('../programmer/parent-port-shim.ts')],
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    children.add(child)
    child.once('exit', () => children.delete(child))
    child.stdout?.on('data', (chunk: Buffer) => output.push(chunk))
    child.stderr?.on('data', (chunk: Buffer) => output.push(chunk))
    child.on('message', pass)
    const hears = (listener: (message: unknown) => void) => (message: unknown) => {
      if (!aside(message)) listener(message)
    }
    return {
      post: (message) => {
        pass(message)
        // One that ends at this moment does not hear it; its end is what the host goes by.
        if (child.connected) child.send(message as object, () => undefined)
      },
      onMessage: (listener) => void child.on('message', hears(listener)),
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
      const port = forked(programmer, (message) => messages.push(serialize(message)))
      programmers.add(port)
      port.onExit(() => programmers.delete(port))
      return port
    },
    forkTraining: () =>
      forked(file('../../programmer/training/main.ts'), (message) => messages.push(serialize(message))),
    crashProgrammer: () => {
      for (const port of programmers) port.kill()
    },
    tell: (message) => {
      for (const port of programmers) port.post(message)
    },
    end,
  }
}
