/** A branch's folder copied to another PC, through the real machine secret and the real places. */
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { refusals } from '../../../domain/refusals.ts'
import { argon2 } from '../../../main/keyring/argon2.ts'
import type { Stretch } from '../../../main/keyring/types.ts'
import { CHEAP } from '../keyring/desk.ts'
import { Keeper } from '../../../main/keeper/keeper.ts'
import { keeperInTest } from '../keeper/in-test.ts'

/** One Windows account: what another one sealed does not open. */
const system = vi.hoisted(() => ({ account: 1, backend: 'gnome_libsecret' }))

vi.mock('electron', () => ({
  safeStorage: {
    isAsyncEncryptionAvailable: async () => true,
    getSelectedStorageBackend: () => system.backend,
    encryptStringAsync: async (text: string) => Buffer.from(JSON.stringify([system.account, text])),
    decryptStringAsync: async (sealed: Uint8Array) => {
      const [account, result] = JSON.parse(Buffer.from(sealed).toString()) as [number, string]
      if (account !== system.account) throw new Error('the key of another account')
      return { result, shouldReEncrypt: false }
    },
  },
}))

const { machineSecret } = await import('../../../main/machine/machine-secret.ts')
const { storePlace } = await import('../../../main/composition/store-place.ts')

const cheap: Stretch = (job) => argon2({ ...job, cost: CHEAP })
const managers = [
  { staffNo: '1001', password: 'omiya-no-yakuseki' },
  { staffNo: '1002', password: 'omiya-no-daikou' },
] as const

async function pc(account: number): Promise<{ data: string; place: () => ReturnType<typeof storePlace> }> {
  const data = await mkdtemp(join(tmpdir(), 'fobdesk-pc-'))
  onTestFinished(() => rm(data, { recursive: true, force: true }))
  const place = async () => {
    system.account = account
    return storePlace({
      realm: 'real',
      folder: join(data, 'branch'),
      anchors: join(data, 'anchors'),
      machineSecret: (await machineSecret(data)).bytes,
      stretch: cheap,
      keeper: new Keeper({ fork: () => keeperInTest(null) }),
      projector: 0,
      onDiscarded: () => undefined,
      onQuarantine: () => undefined,
    })
  }
  return { data, place }
}

test('the folder alone: no password opens it there, and it is told apart from a wrong one', async () => {
  const [here, elsewhere] = [await pc(1), await pc(2)]
  const place = await here.place()
  const made = await place.createKeyring(place.keyringStorage, 'desk-1', managers)
  if (!made.ok) throw new Error(made.code)
  await cp(join(here.data, 'branch'), join(elsewhere.data, 'branch'), { recursive: true })
  const there = await elsewhere.place()
  const copied = await there.openKeyring(there.keyringStorage)
  if (!copied.ok) throw new Error(copied.code)
  expect(copied.value.onThisMachine).toBe(false)
  const [{ staffNo, password }] = managers
  expect(await copied.value.unlock(staffNo, password)).toMatchObject({ code: 'SIGN_IN_REFUSED' })
  expect(refusals.STORE_OTHER_MACHINE.ja).toContain('別のパソコン')
  const again = await (await here.place()).openKeyring(place.keyringStorage)
  if (!again.ok) throw new Error(again.code)
  expect(again.value.onThisMachine).toBe(true)
  expect(await again.value.unlock(staffNo, password)).toMatchObject({ ok: true })
})

test('everything with its machine secret: the other account does not open it, and the start says so', async () => {
  const [here, elsewhere] = [await pc(1), await pc(2)]
  await here.place()
  await cp(here.data, elsewhere.data, { recursive: true })
  await expect(elsewhere.place()).rejects.toMatchObject({ code: 'SAFE_STORAGE_MISSING' })
})

test('a system that seals with a key everybody knows ties nothing: good for training only', async () => {
  const data = (await pc(1)).data
  system.backend = 'basic_text'
  onTestFinished(() => void (system.backend = 'gnome_libsecret'))
  vi.spyOn(process, 'platform', 'get').mockReturnValue('linux')
  expect(await machineSecret(data)).toMatchObject({ tied: false })
})
