import type { ChildPort } from '../desk/child-port.ts'
import type { ChildProcess } from '../machine/processes.ts'

/** A child process as the desk takes it. */
export function childPort(child: ChildProcess): ChildPort {
  return {
    post: (message) => child.postMessage(message),
    onMessage: (listener) => child.onMessage(listener),
    onExit: (listener) => child.onExit(() => listener()),
    kill: () => child.kill(),
  }
}
