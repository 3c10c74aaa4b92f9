/** Gives a plain Node child process what Electron gives a utility process: `process.parentPort`. */
import type { ParentPort } from '../../protocol/parent-port.ts'

const parentPort: ParentPort = {
  postMessage: (message) => process.send?.(message),
  on: (_, listener) => process.on('message', (data) => listener({ data })),
}
Object.assign(process, { parentPort })
process.on('disconnect', () => process.exit(0))
