/**
 * The key over all keys: what the hub's database keeps secret (seeds, its own private keys) lies there wrapped
 * by a master key, which is never in the database. AES-256-GCM; what a thing is tied to is its AAD.
 */
import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto'
import { concatBytes, hex, sha256, utf8, wipe, type Random } from '../../protocol/bytes.ts'
import { deriveKey, GCM_NONCE_BYTES, GCM_TAG_BYTES } from '../../protocol/seal.ts'
import { done, refuse, type Result } from '../../protocol/result.ts'

export interface MasterKey {
  /** Stands in every row that this key wrapped. */
  readonly id: string
  /** Different bytes at every call. */
  wrap(secret: Uint8Array, aad: Uint8Array): Promise<Uint8Array>
  /** One code for another key, another tie and changed bytes: there is no oracle. */
  unwrap(wrapped: Uint8Array, aad: Uint8Array): Promise<Result<Uint8Array, 'NOT_UNWRAPPED'>>
}

/** The master keys that a hub process has, by id. While one replaces another there are two. */
export type MasterKeys = ReadonlyMap<string, MasterKey>

export const MASTER_KEY_BYTES = 32
const ID_LABEL = utf8('fobdesk/master-key-id/1\0')
const WRAP_LABEL = utf8('fobdesk/master-key-wrap/1\0')
const CIPHER = 'aes-256-gcm'
const NO_SALT = new Uint8Array(0)

/**
 * A master key whose 32 bytes this process holds. Its id follows from it, so none can bear another's name. Wrapped is
 * as by a token: nonce (12 random bytes) ‖ ciphertext ‖ tag (16). The key of the cipher is derived once, because a login
 * unwraps a seed; under random nonces one key must not wrap more than 2³² times (NIST SP 800-38D).
 */
export function masterKeyOf(key: Uint8Array, random: Random): MasterKey {
  if (key.length !== MASTER_KEY_BYTES) throw new TypeError('a master key has 32 bytes')
  const bytes = deriveKey(key, NO_SALT, WRAP_LABEL)
  const wrapping = createSecretKey(bytes)
  wipe(bytes)
  return {
    id: hex(sha256(ID_LABEL, key).subarray(0, 8)),
    wrap: async (secret, aad) => wrapUnder(wrapping, secret, aad, random(GCM_NONCE_BYTES)),
    unwrap: async (wrapped, aad) => unwrapUnder(wrapping, wrapped, aad),
  }
}

export function masterKeysOf(keys: readonly MasterKey[]): MasterKeys {
  return new Map(keys.map((key) => [key.id, key]))
}

function wrapUnder(key: KeyObject, secret: Uint8Array, aad: Uint8Array, nonce: Uint8Array): Uint8Array {
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(aad)
  const body = cipher.update(secret)
  cipher.final()
  return concatBytes(nonce, body, cipher.getAuthTag())
}

function unwrapUnder(
  key: KeyObject,
  wrapped: Uint8Array,
  aad: Uint8Array,
): Result<Uint8Array, 'NOT_UNWRAPPED'> {
  if (wrapped.length < GCM_NONCE_BYTES + GCM_TAG_BYTES) return refuse('NOT_UNWRAPPED', 'too short')
  const nonce = wrapped.subarray(0, GCM_NONCE_BYTES)
  const cipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: GCM_TAG_BYTES })
  cipher.setAAD(aad).setAuthTag(wrapped.subarray(wrapped.length - GCM_TAG_BYTES))
  const secret = cipher.update(wrapped.subarray(GCM_NONCE_BYTES, wrapped.length - GCM_TAG_BYTES))
  try {
    cipher.final()
  } catch {
    // GCM's only failure here is the tag; wrong key, tie or changed bytes read alike on purpose.
    wipe(secret)
    return refuse('NOT_UNWRAPPED', 'wrong key, wrong context or changed bytes')
  }
  return done(new Uint8Array(secret.buffer, secret.byteOffset, secret.length))
}
