import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { DecryptStringAsyncReturnValue } from 'electron'
import { refuseUnknown } from '../injected/refuse-unknown.ts'
import { noteOnce } from '../log.ts'
import { app } from './app.ts'
import { lifecycle, requireReady } from './lifecycle.ts'

const VERSION = Buffer.from('v10')
const NONCE_BYTES = 12
const TAG_BYTES = 16
const KEY_BYTES = 32

/** Electron keeps this key in the desktop's key ring. A file protects nothing, so the log says it. */
function readKey(): Buffer {
  noteOnce('safeStorage keeps its key in a file of the user-data folder: for tests only')
  const folder = app.getPath('userData')
  const file = path.join(folder, 'stand-in-safe-storage.key')
  if (existsSync(file)) return readFileSync(file)
  const key = randomBytes(KEY_BYTES)
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, key, { mode: 0o600 })
  return key
}

function encrypt(plainText: string): Buffer {
  requireReady('safeStorage cannot be used')
  if (typeof plainText !== 'string') throw new TypeError('Error processing argument at index 0')
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', readKey(), nonce)
  const body = Buffer.concat([cipher.update(plainText, 'utf8'), cipher.final()])
  return Buffer.concat([VERSION, nonce, cipher.getAuthTag(), body])
}

function decrypt(encrypted: Buffer): string {
  requireReady('safeStorage cannot be used')
  const nonceEnd = VERSION.length + NONCE_BYTES
  const tagEnd = nonceEnd + TAG_BYTES
  try {
    if (!VERSION.equals(encrypted.subarray(0, VERSION.length))) throw new Error('unknown version')
    const decipher = createDecipheriv('aes-256-gcm', readKey(), encrypted.subarray(VERSION.length, nonceEnd))
    decipher.setAuthTag(encrypted.subarray(nonceEnd, tagEnd))
    return Buffer.concat([decipher.update(encrypted.subarray(tagEnd)), decipher.final()]).toString('utf8')
  } catch (cause) {
    throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptString.', { cause })
  }
}

/**
 * The backend is reported as the key ring of a normal desktop, because the app rightly refuses `basic_text` and
 * must run unchanged. STANDIN_STORAGE_BACKEND=basic_text shows that refusal.
 */
export const safeStorage = refuseUnknown('safeStorage', {
  isEncryptionAvailable: () => lifecycle.phase !== 'starting',
  isAsyncEncryptionAvailable: () => app.whenReady().then(() => true),
  encryptString: encrypt,
  decryptString: decrypt,
  encryptStringAsync: async (plainText: string): Promise<Buffer> => Promise.resolve(encrypt(plainText)),
  decryptStringAsync: async (encrypted: Buffer): Promise<DecryptStringAsyncReturnValue> =>
    Promise.resolve({ shouldReEncrypt: false, result: decrypt(encrypted) }),
  getSelectedStorageBackend: () =>
    lifecycle.phase === 'starting' ? 'unknown' : (process.env.STANDIN_STORAGE_BACKEND ?? 'gnome_libsecret'),
})
