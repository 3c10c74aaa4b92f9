import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { readIdentity } from '../../programmer/token2/info.ts'
import { firstReader, reaches, readerContract } from './contract.ts'
import { Field } from './field.ts'
import { bridgeToVpcd, startPcscd, type Pcscd } from './pcscd.ts'
import { startRemotePcsc, type RemotePcsc } from './remote-pcsc.ts'
import { StrictFob } from './strict-fob.ts'

const ANSWER_TIMEOUT_MS = 1500
/** As in pcsc-child.ts. */
const IDLE_MS = 300
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

/**
 * The driver lets a fob go by resetting it. A fob lifted just then makes pcsc-lite note the place as empty by itself;
 * laid back before the service's next look, it was never gone for the thread that looks.
 */
it('finds a fob that was lifted as it was let go and laid back at once', async () => {
  const field = new Field()
  const bridge = bridgeToVpcd(field, pcscd.port)
  onTestFinished(() => bridge.close())
  const reader = await firstReader(remote.watcher)
  const fob = new StrictFob()
  field.place(fob)
  for (let round = 0; round < 5; round += 1) {
    await until(async () => (await readIdentity(reader)).ok)
    await sleep(IDLE_MS - 30)
    field.place(null)
    await sleep(60)
    field.place(fob)
  }
  await until(async () => (await readIdentity(reader)).ok)
})

it('says so when the service has stopped', async () => {
  await pcscd.stop()
  await until(() => remote.watcher.fault === 'PCSC_SERVICE_STOPPED')
  expect(remote.watcher.readers).toEqual([])
})

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(20)
}
