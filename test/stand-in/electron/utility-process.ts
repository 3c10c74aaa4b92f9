import { fork, type ChildProcess, type StdioOptions } from 'node:child_process'
import { constants } from 'node:os'
import path from 'node:path'
import type { Readable } from 'node:stream'
import type { ForkOptions } from 'electron'
import { refuseUnknown } from '../injected/refuse-unknown.ts'
import { ElectronEmitter } from './emitter.ts'
import { requireReady } from './lifecycle.ts'

const ENTRY = path.join(import.meta.dirname, '../utility-entry.ts')
const running = new Set<ChildProcess>()

process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** Electron's `stdio` has three places; Node's fork needs a fourth for its messages. */
function stdioOf(stdio: ForkOptions['stdio']): StdioOptions {
  const [, output, errors] = Array.isArray(stdio) ? stdio : ['ignore', stdio ?? 'inherit', stdio ?? 'inherit']
  return ['ignore', output ?? 'inherit', errors ?? 'inherit', 'ipc'] as StdioOptions
}

/** A process of its own with a Node of its own. Here it is a child process of Node, without Chromium's sandbox. */
class UtilityProcess extends ElectronEmitter {
  pid: number | undefined = undefined
  readonly stdout: Readable | null
  readonly stderr: Readable | null
  readonly #child: ChildProcess

  constructor(modulePath: string, args: readonly string[], options: ForkOptions) {
    super()
    this.#child = fork(ENTRY, [modulePath, ...args], {
      serialization: 'advanced',
      env: (options.env ?? process.env) as NodeJS.ProcessEnv,
      execArgv: options.execArgv ?? [],
      stdio: stdioOf(options.stdio),
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    })
    this.stdout = this.#child.stdout
    this.stderr = this.#child.stderr
    running.add(this.#child)
    this.#child.on('spawn', () => {
      this.pid = this.#child.pid
      this.emit('spawn')
    })
    this.#child.on('message', (message) => this.emit('message', message))
    this.#child.on('error', (error) => this.emit('error', 'FatalError', error.message, ''))
    // Node may tell the end before the last messages; Electron tells it after them. The channel closes last.
    const channelClosed = new Promise<void>((resolve) => this.#child.once('disconnect', () => resolve()))
    this.#child.on('exit', (code, signal) => {
      running.delete(this.#child)
      void channelClosed.then(() => {
        this.pid = undefined
        this.emit('exit', code ?? (signal ? constants.signals[signal] : 1))
      })
    })
  }

  /** Throws a DataCloneError, as Electron does, for what cannot be cloned. Ports cannot be transferred here. */
  postMessage(message: unknown, transfer?: readonly unknown[]): void {
    if (transfer?.length) throw new Error('The Electron stand-in cannot transfer message ports')
    const copy: unknown = structuredClone(message) // also turns a Buffer into the Uint8Array the receiver would see
    if (this.#child.connected) this.#child.send(copy as never)
  }

  /** False when it has already ended. */
  kill(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null && this.#child.kill('SIGTERM')
  }
}

export const utilityProcess = refuseUnknown('utilityProcess', {
  fork(
    modulePath: string,
    args: readonly string[] | ForkOptions = [],
    options: ForkOptions = {},
  ): UtilityProcess {
    requireReady('utilityProcess cannot be created')
    if (!Array.isArray(args)) return new UtilityProcess(modulePath, [], args as ForkOptions)
    return new UtilityProcess(modulePath, args as readonly string[], options)
  },
})
