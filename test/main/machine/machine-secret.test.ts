import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'

const system = vi.hoisted(() => ({ seals: true }))

/** Turns every byte round: enough to see what was sealed and what was not. */
vi.mock('electron', () => {
  const turned = (bytes: Uint8Array) => Buffer.from(bytes.map((byte) => byte ^ 0xff))
  return {
    safeStorage: {
      isAsyncEncryptionAvailable: async () => system.seals,
      getSelectedStorageBackend: () => 'gnome_libsecret',
      encryptStringAsync: async (text: string) => turned(Buffer.from(text)),
      decryptStringAsync: async (sealed: Uint8Array) => {
        if (sealed.length === 0) throw new Error('nothing to decrypt')
        return { result: turned(sealed).toString(), shouldReEncrypt: false }
      },
    },
  }
})

const { machineSecret } = await import('../../../main/machine/machine-secret.ts')

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'fobdesk-secret-'))
  onTestFinished(() => rm(made, { recursive: true, force: true }))
  system.seals = true
  return made
}

const unreadable = { code: 'SAFE_STORAGE_MISSING' }

test('is made once and sealed by the system', async () => {
  const data = await folder()
  const made = await machineSecret(data)
  expect(made).toMatchObject({ tied: true, bytes: { length: 32 } })
  expect(await machineSecret(data)).toEqual(made)
})

test('without a system that seals there is one for training only', async () => {
  const data = await folder()
  system.seals = false
  const made = await machineSecret(data)
  expect(made.tied).toBe(false)
  expect(await machineSecret(data)).toEqual(made)
  expect(await readdir(data)).toEqual(['machine-secret.TRAINING-ONLY.bin'])
})

test('sealed once, it is never replaced by another when the system does not open it', async () => {
  const data = await folder()
  await machineSecret(data)
  system.seals = false
  await expect(machineSecret(data)).rejects.toMatchObject(unreadable)
})

test.each(['', 'short'])('damaged (“%s”) it stops the start with a code', async (content) => {
  const data = await folder()
  await writeFile(join(data, 'machine-secret.bin'), content)
  await expect(machineSecret(data)).rejects.toMatchObject(unreadable)
  system.seals = false
  const other = await mkdtemp(join(tmpdir(), 'fobdesk-secret-'))
  onTestFinished(() => rm(other, { recursive: true, force: true }))
  await writeFile(join(other, 'machine-secret.TRAINING-ONLY.bin'), content)
  await expect(machineSecret(other)).rejects.toMatchObject(unreadable)
})
