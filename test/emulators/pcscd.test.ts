import { afterAll, beforeAll, expect, it } from 'vitest'
import { reaches, readerContract } from './contract.ts'
import { bridgeToVpcd, startPcscd, type Pcscd } from './pcscd.ts'
import { startRemotePcsc, type RemotePcsc } from './remote-pcsc.ts'

const ANSWER_TIMEOUT_MS = 1500
let pcscd: Pcscd
let remote: RemotePcsc

beforeAll(async () => {
  pcscd = await startPcscd()
  remote = startRemotePcsc(pcscd.socket, ANSWER_TIMEOUT_MS)
})
afterAll(async () => {
  await remote.stop()
  await pcscd.stop()
})

readerContract('real pcscd', async (field) => {
  const bridge = bridgeToVpcd(field, pcscd.port)
  return {
    watcher: remote.watcher,
    async close() {
      bridge.close()
      for (const reader of remote.watcher.readers) await reaches(reader, 'absent')
    },
  }
})

it('says so when the service has stopped', async () => {
  await pcscd.stop()
  await until(() => remote.watcher.fault === 'PCSC_SERVICE_STOPPED')
  expect(remote.watcher.readers).toEqual([])
})

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20))
}
