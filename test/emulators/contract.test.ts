import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { watchUsbReaders } from '../../programmer/ccid/watch.ts'
import { watchTrainingReader } from '../../programmer/training/socket-reader.ts'
import { serveReader } from '../../programmer/training/socket-server.ts'
import type { VirtualReader } from '../../programmer/training/virtual-reader.ts'
import { readerContract, type Stand } from './contract.ts'
import type { Field } from './field.ts'
import { VirtualCcid, type VirtualCcidOptions } from './virtual-ccid.ts'

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

function ccid(options: VirtualCcidOptions): (field: Field, answerTimeoutMs: number) => Promise<Stand> {
  return async (field, answerTimeoutMs) => {
    const device = new VirtualCcid(field, options)
    const watcher = watchUsbReaders({
      loadBus: async () => ({ getDevices: async () => [device] }),
      system: () => 'absent',
      scanMs: 50,
      yieldMs: 0,
      times: { answerTimeoutMs, pollMs: 30, monotonic: () => performance.now(), sleep },
    })
    return { watcher, close: () => watcher.close() }
  }
}

readerContract('CCID, short APDUs', ccid({}))
readerContract(
  'CCID, chained blocks and polling',
  ccid({ features: 0x0004_00ba, maxMessage: 271, interruptEndpoint: false }),
)

readerContract('the training socket', async (field, answerTimeoutMs) => {
  const folder = mkdtempSync(join(tmpdir(), 'fobdesk-contract-'))
  const path = join(folder, 'reader.sock')
  const reader = {
    plugged: true,
    get chip() {
      return field.fob
    },
    powerOn: () => field.fob?.power(),
    transmit(apdu: Uint8Array) {
      const answer = field.transmit(apdu)
      return answer.kind === 'removed' ? { kind: 'lost', code: 'FOB_REMOVED' } : answer
    },
  }
  // The server needs these four of the training reader's members; its private ones are not to be had.
  const server = await serveReader(path, reader as unknown as VirtualReader)
  field.onChange(() => server.announce())
  const watcher = watchTrainingReader(path, answerTimeoutMs)
  return {
    watcher,
    close() {
      watcher.close()
      server.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
})
