/** Entry of the programmer process (`utilityProcess.fork`). */
import { parentPort } from '../protocol/parent-port.ts'
import { connectReaders } from './connect.ts'
import { dieQuietly } from './die-quietly.ts'
import { runProgrammer } from './programmer.ts'

dieQuietly()
runProgrammer({
  port: parentPort(),
  now: Date.now,
  connect: connectReaders,
  // Not process.exit: that waits for a reader that hangs inside the system's service, seed in memory.
  exit: () => process.kill(process.pid, 'SIGKILL'),
  later: (ms, callback) => setTimeout(callback, ms),
})
