/**
 * The secret that ties a store to this Windows account (or keychain): 32 random bytes sealed by the system
 * through Electron's safeStorage. A copied store folder does not open elsewhere, even with a password.
 *
 * Threat: on Linux without a keyring service Electron seals with a key that everybody knows (`basic_text`), or
 * not at all. A store under such a secret is tied to nothing, so a real branch refuses it; training may go on.
 */
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { safeStorage } from 'electron'
import { replaceFile } from './replace-file.ts'

const length = 32

export interface MachineSecret {
  readonly bytes: Uint8Array
  /** Sealed by the system; false: good enough for training only. */
  readonly tied: boolean
}

export async function machineSecret(folder: string): Promise<MachineSecret> {
  if (!(await sealsForReal())) {
    const path = join(folder, 'machine-secret.TRAINING-ONLY.bin')
    const bytes = (await readIfThere(path)) ?? randomBytes(length)
    await replaceFile(path, bytes)
    return { bytes: new Uint8Array(bytes), tied: false }
  }
  const path = join(folder, 'machine-secret.bin')
  const sealed = await readIfThere(path)
  if (sealed === undefined) {
    const bytes = randomBytes(length)
    await store(path, bytes.toString('base64'))
    return { bytes: new Uint8Array(bytes), tied: true }
  }
  const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(sealed)
  if (shouldReEncrypt) await store(path, result)
  return { bytes: new Uint8Array(Buffer.from(result, 'base64')), tied: true }
}

async function sealsForReal(): Promise<boolean> {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return false
  return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text'
}

function readIfThere(path: string): Promise<Buffer | undefined> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
}

async function store(path: string, text: string): Promise<void> {
  await replaceFile(path, await safeStorage.encryptStringAsync(text))
}
