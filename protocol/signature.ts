/**
 * Ed25519 (RFC 8032) with raw 32-byte keys, as they are stored and sent. Every signed message starts
 * with its own label, so a signature made for one purpose is worthless for any other.
 */
import {
  createPrivateKey,
  createPublicKey,
  sign as cryptoSign,
  verify as cryptoVerify,
  type KeyObject,
} from 'node:crypto'
import { concatBytes, hex, sha256, utf8, type Random } from './bytes.ts'
import { encodeCbor } from './cbor.ts'

const ED25519_KEY_BYTES = 32
export const ED25519_SIGNATURE_BYTES = 64

// RFC 8410: the fixed DER prefixes of an Ed25519 key; the raw key follows.
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')

export interface SigningKeyPair {
  /** Raw, 32 bytes. */
  readonly publicKey: Uint8Array
  /** The raw private seed, 32 bytes. Secret: `wipe` it after use. */
  readonly privateKey: Uint8Array
}

/** A key object to sign with, from the raw 32-byte private seed. */
export function signingKey(privateKey: Uint8Array): KeyObject {
  requireKeyLength(privateKey)
  const der = Buffer.concat([PKCS8_PREFIX, privateKey])
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  der.fill(0)
  return key
}

/** Public keys in use, by their bytes: making the object costs half as much as a verification. */
const verifiers = new Map<string, KeyObject>()
/** More than the devices of a bank that synchronise at the same time. */
const MOST_VERIFIERS = 4096

/** A key object to verify with, from the raw 32-byte public key. */
export function verifyingKey(publicKey: Uint8Array): KeyObject {
  requireKeyLength(publicKey)
  const name = Buffer.from(publicKey.buffer, publicKey.byteOffset, publicKey.length).toString('latin1')
  const known = verifiers.get(name)
  if (known !== undefined) return known
  const der = Buffer.concat([SPKI_PREFIX, publicKey])
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
  if (verifiers.size >= MOST_VERIFIERS) verifiers.clear()
  verifiers.set(name, key)
  return key
}

function requireKeyLength(key: Uint8Array): void {
  if (key.length !== ED25519_KEY_BYTES) throw new TypeError('an Ed25519 key has 32 bytes')
}

export function generateSigningKeyPair(random: Random): SigningKeyPair {
  const privateKey = random(ED25519_KEY_BYTES)
  const spki = createPublicKey(signingKey(privateKey)).export({ format: 'der', type: 'spki' })
  return { publicKey: new Uint8Array(spki.subarray(SPKI_PREFIX.length)), privateKey }
}

/** 64-byte signature. */
export function signBytes(key: KeyObject, message: Uint8Array): Uint8Array {
  return new Uint8Array(cryptoSign(null, message, key))
}

/** `key`: a key object, or the raw 32-byte public key. A signature of a wrong length is just not valid. */
export function verifyBytes(
  key: KeyObject | Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const verifier = key instanceof Uint8Array ? verifyingKey(key) : key
  return cryptoVerify(null, message, verifier, signature)
}

/** How a key is named in events and logs: 16 hex digits, the first 8 bytes of SHA-256 over the raw key. */
export function keyId(publicKey: Uint8Array): string {
  return hex(sha256(publicKey).subarray(0, 8))
}

/** Where a device's chain stands: the last sequence number and the chain hash after it. */
export interface DeviceHead {
  readonly device: string
  /** 0 before the first event. */
  readonly seq: number
  /** 32 bytes. */
  readonly hash: Uint8Array
}

const HEAD_LABEL = utf8('fobdesk/device-head/1\0')

/** What a device signs once per frame, and the hub receipts: label ‖ CBOR(device, seq, hash). */
export function deviceHeadMessage(head: DeviceHead): Uint8Array {
  return concatBytes(HEAD_LABEL, encodeCbor({ device: head.device, seq: head.seq, hash: head.hash }))
}

export function verifyDeviceHead(
  key: KeyObject | Uint8Array,
  head: DeviceHead,
  signature: Uint8Array,
): boolean {
  return verifyBytes(key, deviceHeadMessage(head), signature)
}
