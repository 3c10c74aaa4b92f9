/**
 * Sealing small things at rest under a 32-byte key: salt (32 random bytes) ‖ ciphertext ‖ tag (16).
 * AES-256-GCM under HKDF-SHA256(key, salt, label): every sealing has its own key, so the fixed nonce
 * never repeats, not even after a restored backup.
 */
import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'
import { concatBytes, wipe, type Random } from './bytes.ts'
import { done, refuse, type Result } from './result.ts'

export const SEAL_SALT_BYTES = 32
export const GCM_TAG_BYTES = 16
export const GCM_NONCE_BYTES = 12
const ZERO_NONCE = new Uint8Array(GCM_NONCE_BYTES)

/** HKDF-SHA256, 32 bytes. `info` starts with the label of its one use. */
export function deriveKey(key: Uint8Array, salt: Uint8Array, info: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, salt, info, 32))
}

export interface SealContext {
  readonly key: Uint8Array
  /** HKDF info: the label of this one use. */
  readonly label: Uint8Array
  /** What the sealed bytes are tied to. */
  readonly aad: Uint8Array
}

export function seal(context: SealContext, plaintext: Uint8Array, random: Random): Uint8Array {
  const salt = random(SEAL_SALT_BYTES)
  const key = deriveKey(context.key, salt, context.label)
  const cipher = createCipheriv('aes-256-gcm', key, ZERO_NONCE)
  cipher.setAAD(context.aad)
  const body = cipher.update(plaintext)
  cipher.final()
  wipe(key)
  return concatBytes(salt, body, cipher.getAuthTag())
}

export function openSeal(context: SealContext, sealed: Uint8Array): Result<Uint8Array, 'SEAL_NOT_OPENED'> {
  if (sealed.length < SEAL_SALT_BYTES + GCM_TAG_BYTES) return refuse('SEAL_NOT_OPENED', 'too short')
  const key = deriveKey(context.key, sealed.subarray(0, SEAL_SALT_BYTES), context.label)
  const decipher = createDecipheriv('aes-256-gcm', key, ZERO_NONCE, { authTagLength: GCM_TAG_BYTES })
  decipher.setAAD(context.aad)
  decipher.setAuthTag(sealed.subarray(sealed.length - GCM_TAG_BYTES))
  const plaintext = decipher.update(sealed.subarray(SEAL_SALT_BYTES, sealed.length - GCM_TAG_BYTES))
  wipe(key)
  try {
    decipher.final()
  } catch {
    // GCM's only failure here is the tag; wrong key, context or changed bytes read alike on purpose.
    wipe(plaintext)
    return refuse('SEAL_NOT_OPENED', 'wrong key, wrong context or changed bytes')
  }
  return done(new Uint8Array(plaintext))
}
