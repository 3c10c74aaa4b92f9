/**
 * `npm run reader-check`: the readers of this PC on both ways, what is wrong in words, and the fob on each of
 * them. It asks a fob who it is and sends nothing else; no secret is exchanged or printed.
 *
 *   npm run reader-check            looks for five seconds
 *   npm run reader-check -- 20      looks for twenty
 */
import { refusals } from '../domain/refusals.ts'
import { connectReaders } from '../programmer/connect.ts'
import type { ReaderState, WayFault } from '../programmer/messages.ts'
import { watchReaders } from '../programmer/watch.ts'

const seconds = Number(process.argv[2] ?? '5')
let readers: readonly ReaderState[] = []
let faults: readonly WayFault[] = []

function sayReader({ name, transport, connected, problem, fob }: ReaderState): void {
  console.log(`[readers] ${name}, by ${transport === 'pcsc' ? 'PC/SC' : 'USB'}`)
  if (problem !== null) return sayProblem(problem)
  if (!connected) return console.log('    has been unplugged')
  if (fob === null) return console.log('    no fob on it')
  if ('refused' in fob) return sayProblem(fob.refused)
  const { model, chipSerial, clockOffsetSeconds } = fob
  console.log(`    fob ${model}, chip serial ${chipSerial}, its clock ${clockOffsetSeconds} s from this PC's`)
}

function sayProblem(code: keyof typeof refusals): void {
  console.log(`    ${code}: ${refusals[code].en}`)
  console.log(`    ${refusals[code].ja}`)
}

const watch = watchReaders(
  connectReaders([{ kind: 'pcsc' }, { kind: 'usb' }]),
  { now: Date.now, later: (ms, callback) => setTimeout(callback, ms) },
  (nowReaders, nowFaults) => {
    readers = nowReaders
    faults = nowFaults
  },
)
console.log(`[readers] looking for ${seconds} s …`)
await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
watch.close()
for (const fault of faults) {
  console.log(`[readers] ${fault.startsWith('USB') ? 'USB' : 'PC/SC'} is closed`)
  sayProblem(fault)
}
if (readers.length === 0) {
  console.log('[readers] no reader')
  sayProblem('NO_READER')
}
for (const reader of readers) sayReader(reader)
process.exit()
