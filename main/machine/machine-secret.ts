/**
 * The secret that ties a store to this Windows account (or keychain): 32 random bytes sealed by the system
 * through Electron's safeStorage. A copied store folder does not open elsewhere, even with a password.
 *
 * Threat: on Linux without a keyring service Electron falls back to a key that everybody knows
 * (`basic_text`); a store sealed with that is not tied to anything, so a real branch refuses it.
 */
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { safeStorage } from 'electron'
import { replaceFile } from './replace-file.ts'

const length = 32

/** Undefined where the system offers no protected storage; `training` accepts the unprotected kind. */
export async function machineSecret(path: string, training: boolean): Promise<Uint8Array | undefined> {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return undefined
  const unprotected = process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text'
  if (unprotected && !training) return undefined
  const sealed = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (sealed === undefined) return makeSecret(path)
  const opened = await safeStorage.decryptStringAsync(sealed)
  if (opened.shouldReEncrypt) await store(path, opened.result)
  return Buffer.from(opened.result, 'base64')
}

async function makeSecret(path: string): Promise<Uint8Array> {
  const secret = randomBytes(length)
  await store(path, secret.toString('base64'))
  return secret
}

async function store(path: string, text: string): Promise<void> {
  await replaceFile(path, await safeStorage.encryptStringAsync(text))
}
