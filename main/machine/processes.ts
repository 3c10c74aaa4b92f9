/** Utility processes behind a small port, so that the desk neither knows Electron nor a file name. */
import { join } from 'node:path'
import { utilityProcess } from 'electron'

export interface ChildProcess {
  postMessage(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** Once, however the process ended. */
  onExit(listener: (exitCode: number) => void): void
  kill(): void
}

/** The product's own process files, beside this program's. */
export type ProcessName = 'programmer' | 'keeper' | 'training-fobs' | 'training-hub'

export function forkProcess(name: ProcessName): ChildProcess {
  // `stdio: 'ignore'`: what a process that holds a seed might print is written nowhere.
  const child = utilityProcess.fork(join(import.meta.dirname, `${name}.js`), [], {
    serviceName: `fobdesk ${name}`,
    stdio: 'ignore',
  })
  return {
    postMessage: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', listener),
    kill: () => void child.kill(),
  }
}
