/**
 * The programmer's PC/SC driver in a process of its own, as in the product: the binding's calls block their
 * thread, and the emulated fob must go on answering in the test's. Forked by remote-pcsc.ts.
 */
import { loadPcsc } from '../../programmer/pcsc/binding.ts'
import { watchPcscReaders } from '../../programmer/pcsc/watch.ts'
import { ReaderError, type Reader } from '../../programmer/reader.ts'
import type { FromPcscChild, ToPcscChild } from './remote-pcsc.ts'

const watcher = watchPcscReaders({
  load: loadPcsc,
  // Three knocks must outlast pcscd's 400 ms between two looks, on a busy machine too.
  waitMs: 500,
  knocks: 3,
  times: {
    answerTimeoutMs: Number(process.argv[2]),
    idleMs: 300,
    retryMs: 50,
    attempts: 20,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    after: (ms, callback) => {
      const timer = setTimeout(callback, ms)
      return () => clearTimeout(timer)
    },
  },
})
const seen = new Set<Reader>()

function send(message: FromPcscChild): void {
  process.send?.(message)
}

function announce(): void {
  for (const reader of watcher.readers) {
    if (seen.has(reader)) continue
    seen.add(reader)
    reader.onChange((presence) => send({ type: 'presence', name: reader.name, presence }))
  }
  const readers = watcher.readers.map(({ name, presence }) => ({ name, presence }))
  send({ type: 'readers', fault: watcher.fault ?? null, readers })
}

async function transmit({ exchange, name, apdu }: ToPcscChild): Promise<void> {
  const reader = watcher.readers.find((each) => each.name === name)
  try {
    if (reader === undefined) throw new ReaderError('NO_READER')
    send({ type: 'answer', exchange, bytes: await reader.transmit(apdu) })
  } catch (error) {
    if (!(error instanceof ReaderError)) throw error
    send({ type: 'lost', exchange, code: error.code })
  }
}

watcher.onChange(announce)
process.on('message', (message: ToPcscChild) => void transmit(message))
process.on('disconnect', () => process.exit(0))
announce()
