/** Entry of the programmer process (`utilityProcess.fork`). */
import { assertNever } from '../domain/vocabulary.ts'
import { dieQuietly } from './die-quietly.ts'
import type { Transport } from './messages.ts'
import { parentPort } from '../protocol/parent-port.ts'
import { runProgrammer } from './programmer.ts'
import type { ReaderWatcher } from './reader.ts'
import { watchTrainingReader } from './training/socket-reader.ts'

function connect(transport: Transport): ReaderWatcher {
  switch (transport.kind) {
    case 'training':
      return watchTrainingReader(transport.path)
    default:
      return assertNever(transport.kind)
  }
}

dieQuietly()
runProgrammer({
  port: parentPort(),
  now: Date.now,
  connect,
  exit: () => process.exit(0),
  later: (ms, callback) => setTimeout(callback, ms),
})
