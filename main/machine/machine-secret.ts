/**
 * The secret that ties a store to this Windows account (or keychain): 32 random bytes sealed by the system
 * through Electron's safeStorage. A copied store folder does not open elsewhere, even with a password.
 *
 * Threat: on Linux without a keyring service Electron seals with a key that everybody knows (`basic_text`), or
 * not at all. A store under such a secret is tied to nothing, so a real branch refuses it; training may go on.
 */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { safeStorage } from 'electron'
import { readIfThere } from './read-if-there.ts'
import { replaceFile } from './replace-file.ts'

const length = 32

export interface MachineSecret {
  readonly bytes: Uint8Array
  /** Sealed by the system; false: good enough for training only. */
  readonly tied: boolean
}

/** The secret is there and cannot be read: with another one every password of this PC would be "wrong". */
export class MachineSecretUnreadable extends Error {
  override readonly name = 'MachineSecretUnreadable'
  readonly code = 'SAFE_STORAGE_MISSING'
}

/** @throws MachineSecretUnreadable */
export async function machineSecret(folder: string): Promise<MachineSecret> {
  const path = join(folder, 'machine-secret.bin')
  const sealed = await readIfThere(path)
  if (!(await sealsForReal())) {
    if (sealed !== undefined)
      throw new MachineSecretUnreadable('sealed before, and nothing here opens it now')
    return trainingSecret(join(folder, 'machine-secret.TRAINING-ONLY.bin'))
  }
  if (sealed === undefined) {
    const bytes = randomBytes(length)
    await store(path, bytes.toString('base64'))
    return { bytes: new Uint8Array(bytes), tied: true }
  }
  const { result, shouldReEncrypt } = await unseal(sealed)
  const bytes = wholeSecret(Buffer.from(result, 'base64'))
  if (shouldReEncrypt) await store(path, result)
  return { bytes, tied: true }
}

async function trainingSecret(path: string): Promise<MachineSecret> {
  const known = await readIfThere(path)
  const bytes = wholeSecret(known ?? randomBytes(length))
  if (known === undefined) await replaceFile(path, bytes)
  return { bytes, tied: false }
}

function unseal(sealed: Buffer) {
  return safeStorage.decryptStringAsync(sealed).catch((cause: unknown) => {
    throw new MachineSecretUnreadable('another account, or changed bytes', { cause })
  })
}

function wholeSecret(bytes: Uint8Array): Uint8Array {
  if (bytes.length !== length) throw new MachineSecretUnreadable(`${bytes.length} bytes`)
  return new Uint8Array(bytes)
}

async function sealsForReal(): Promise<boolean> {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return false
  return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text'
}

async function store(path: string, text: string): Promise<void> {
  await replaceFile(path, await safeStorage.encryptStringAsync(text))
}
