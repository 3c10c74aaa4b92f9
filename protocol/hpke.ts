/**
 * Boxes for one recipient: HPKE (RFC 9180) base mode with one fixed suite, DHKEM(X25519, HKDF-SHA256),
 * HKDF-SHA256, AES-256-GCM. A box is enc (32 bytes) ‖ ciphertext ‖ tag (16 bytes).
 */
import {
  AEAD_AES_256_GCM,
  CipherSuite,
  DecapError,
  KDF_HKDF_SHA256,
  KEM_DHKEM_X25519_HKDF_SHA256,
  OpenError,
} from 'hpke'
import { concatBytes } from './bytes.ts'
import { done, refuse, type Result } from './result.ts'

const X25519_KEY_BYTES = 32
/** What a box is longer than its plaintext: the encapsulated key and the tag. */
export const BOX_OVERHEAD_BYTES = X25519_KEY_BYTES + 16

export interface HpkeKeyPair {
  /** Raw X25519 public key, 32 bytes. */
  readonly publicKey: Uint8Array
  /** Raw X25519 private key, 32 bytes. Secret. */
  readonly privateKey: Uint8Array
}

export interface BoxContext {
  /** What the box is for: a label that no other use shares. */
  readonly info: Uint8Array
  /** What the box is tied to (serial, key id, …); must be given again, byte for byte, to open it. */
  readonly aad: Uint8Array
}

const suite = new CipherSuite(KEM_DHKEM_X25519_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM)

async function rawKeyPair(pair: Awaited<ReturnType<typeof suite.GenerateKeyPair>>): Promise<HpkeKeyPair> {
  return {
    publicKey: await suite.SerializePublicKey(pair.publicKey),
    privateKey: await suite.SerializePrivateKey(pair.privateKey),
  }
}

export async function generateHpkeKeyPair(): Promise<HpkeKeyPair> {
  return rawKeyPair(await suite.GenerateKeyPair(true))
}

/** The key pair that follows from `ikm` (32 bytes or more of full entropy), RFC 9180 DeriveKeyPair. */
export async function deriveHpkeKeyPair(ikm: Uint8Array): Promise<HpkeKeyPair> {
  return rawKeyPair(await suite.DeriveKeyPair(ikm, true))
}

/** Seals `plaintext` to the holder of `publicKey` (raw, 32 bytes). Throws when that is no X25519 key. */
export async function hpkeSeal(
  publicKey: Uint8Array,
  context: BoxContext,
  plaintext: Uint8Array,
): Promise<Uint8Array> {
  const recipient = await suite.DeserializePublicKey(publicKey)
  const sealed = await suite.Seal(recipient, plaintext, { info: context.info, aad: context.aad })
  return concatBytes(sealed.encapsulatedSecret, sealed.ciphertext)
}

/** Opens a box. A wrong key, context or a changed byte all read `BOX_NOT_OPENED`: there is no oracle. */
export async function hpkeOpen(
  privateKey: Uint8Array,
  context: BoxContext,
  box: Uint8Array,
): Promise<Result<Uint8Array, 'BOX_NOT_OPENED'>> {
  if (box.length < BOX_OVERHEAD_BYTES) return refuse('BOX_NOT_OPENED', `${box.length} bytes`)
  const recipient = await suite.DeserializePrivateKey(privateKey)
  try {
    const encapsulated = box.subarray(0, X25519_KEY_BYTES)
    const ciphertext = box.subarray(X25519_KEY_BYTES)
    return done(
      await suite.Open(recipient, encapsulated, ciphertext, { info: context.info, aad: context.aad }),
    )
  } catch (error) {
    if (error instanceof OpenError || error instanceof DecapError) {
      return refuse('BOX_NOT_OPENED', 'wrong key, wrong context or changed bytes')
    }
    throw error
  }
}
