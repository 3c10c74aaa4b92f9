/** Stands where Electron's `utilityProcess` would: gives the entry below its parent port over Node's own IPC. */
import type { ParentPort } from '../../protocol/parent-port.ts'

const parentPort: ParentPort = {
  postMessage: (message) => void process.send?.(message),
  on: (_event, listener) => process.on('message', (data) => listener({ data })),
}
Object.assign(process, { parentPort })
await import('../../hub/training.ts')
