/** HPKE base mode, opening only, straight from RFC 9180 with node:crypto: the oracle of `hpke.test.ts`. */
import { createDecipheriv, createHmac, createPrivateKey, createPublicKey, diffieHellman } from 'node:crypto'

const KEM_SUITE = Buffer.concat([Buffer.from('KEM'), Buffer.from([0x00, 0x20])])
const HPKE_SUITE = Buffer.concat([Buffer.from('HPKE'), Buffer.from([0x00, 0x20, 0x00, 0x01, 0x00, 0x02])])
const VERSION = Buffer.from('HPKE-v1')

function hmac(key: Uint8Array, ...data: Uint8Array[]): Buffer {
  return createHmac('sha256', key).update(Buffer.concat(data)).digest()
}

function labeledExtract(suite: Buffer, salt: Uint8Array, label: string, ikm: Uint8Array): Buffer {
  return hmac(salt.length === 0 ? new Uint8Array(32) : salt, VERSION, suite, Buffer.from(label), ikm)
}

function labeledExpand(suite: Buffer, prk: Buffer, label: string, info: Uint8Array, length: number): Buffer {
  const head = Buffer.from([length >> 8, length & 0xff])
  return hmac(prk, head, VERSION, suite, Buffer.from(label), info, Buffer.from([1])).subarray(0, length)
}

const publicKeyObject = (raw: Uint8Array) =>
  createPublicKey({
    key: Buffer.concat([Buffer.from('302a300506032b656e032100', 'hex'), raw]),
    format: 'der',
    type: 'spki',
  })

export function openByRfc9180(
  privateKey: Uint8Array,
  publicKey: Uint8Array,
  info: Uint8Array,
  aad: Uint8Array,
  box: Uint8Array,
): Buffer {
  const enc = box.subarray(0, 32)
  const der = Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), privateKey])
  const dh = diffieHellman({
    privateKey: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }),
    publicKey: publicKeyObject(enc),
  })
  const none = new Uint8Array()
  const eae = labeledExtract(KEM_SUITE, none, 'eae_prk', dh)
  const shared = labeledExpand(KEM_SUITE, eae, 'shared_secret', Buffer.concat([enc, publicKey]), 32)
  const context = Buffer.concat([
    Buffer.from([0]),
    labeledExtract(HPKE_SUITE, none, 'psk_id_hash', none),
    labeledExtract(HPKE_SUITE, none, 'info_hash', info),
  ])
  const secret = labeledExtract(HPKE_SUITE, shared, 'secret', none)
  const key = labeledExpand(HPKE_SUITE, secret, 'key', context, 32)
  const nonce = labeledExpand(HPKE_SUITE, secret, 'base_nonce', context, 12)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce)
  decipher.setAAD(aad)
  decipher.setAuthTag(box.subarray(box.length - 16))
  return Buffer.concat([decipher.update(box.subarray(32, box.length - 16)), decipher.final()])
}
