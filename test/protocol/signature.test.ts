import { describe, expect, test } from 'vitest'
import { hex, sha256 } from '../../protocol/bytes.ts'
import {
  deviceHeadMessage,
  generateSigningKeyPair,
  keyId,
  signBytes,
  signingKey,
  verifyBytes,
  verifyDeviceHead,
  verifyingKey,
} from '../../protocol/signature.ts'
import { random } from './event.ts'

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'hex'))

describe('Ed25519', () => {
  test.each([
    [
      '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      '',
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    ],
    [
      '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
      '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
      '72',
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    ],
  ])('RFC 8032 §7.1, key %s', (secret, publicKey, message, signature) => {
    expect(generateSigningKeyPair(() => bytes(secret)).publicKey).toEqual(bytes(publicKey))
    expect(hex(signBytes(signingKey(bytes(secret)), bytes(message)))).toBe(signature)
    expect(verifyBytes(bytes(publicKey), bytes(message), bytes(signature))).toBe(true)
    expect(verifyBytes(verifyingKey(bytes(publicKey)), bytes(message), bytes(signature))).toBe(true)
  })

  test('another message, key or signature does not verify; a wrong length is no crash', () => {
    const [a, b] = [generateSigningKeyPair(random), generateSigningKeyPair(random)]
    const signature = signBytes(signingKey(a.privateKey), bytes('01'))
    expect(verifyBytes(a.publicKey, bytes('02'), signature)).toBe(false)
    expect(verifyBytes(b.publicKey, bytes('01'), signature)).toBe(false)
    expect(verifyBytes(a.publicKey, bytes('01'), signature.subarray(1))).toBe(false)
    expect(verifyBytes(a.publicKey, bytes('01'), new Uint8Array())).toBe(false)
    expect(() => verifyingKey(new Uint8Array(31))).toThrow(TypeError)
    expect(() => signingKey(new Uint8Array(33))).toThrow(TypeError)
  })

  test('a key id is the first eight bytes of SHA-256', () => {
    const { publicKey } = generateSigningKeyPair(random)
    expect(keyId(publicKey)).toBe(hex(sha256(publicKey)).slice(0, 16))
  })
})

test('a head signature is bound to device, sequence and hash, and is no signature of a bare hash', () => {
  const { publicKey, privateKey } = generateSigningKeyPair(random)
  const head = { device: 'desk-1', seq: 7, hash: random(32) }
  const signature = signBytes(signingKey(privateKey), deviceHeadMessage(head))
  expect(verifyDeviceHead(publicKey, head, signature)).toBe(true)
  for (const other of [{ device: 'desk-2' }, { seq: 8 }, { hash: random(32) }]) {
    expect(verifyDeviceHead(publicKey, { ...head, ...other }, signature)).toBe(false)
  }
  expect(verifyDeviceHead(publicKey, head, signBytes(signingKey(privateKey), head.hash))).toBe(false)
})
