/** Entry of the training process (`utilityProcess.fork`): emulated reader and fobs, 研修モード only. */
import { randomBytes } from 'node:crypto'
import { dieQuietly } from '../die-quietly.ts'
import { parentPort } from '../../protocol/parent-port.ts'
import { runTraining } from './training.ts'

dieQuietly()
runTraining({
  port: parentPort(),
  now: Date.now,
  randomBytes,
  later: (ms, callback) => {
    const timer = setTimeout(callback, ms)
    return () => clearTimeout(timer)
  },
})
