/**
 * The emulated fob's own SM4 work: block by block, its MAC chained by hand and its padding undone, so that it
 * shares no step with the code it checks.
 */
import { sm4 } from 'sm-crypto-v2'

const KEY = Buffer.from('8AD206883CA369482AB27182B6E83224', 'hex')
const BLOCK = 16

function encryptBlock(block: Uint8Array): Buffer {
  return Buffer.from(sm4.encrypt(block, KEY, { mode: 'ecb', padding: 'none', output: 'array' }))
}

/** What a host that knows the key answers to an 8-byte challenge. */
export function expectedAnswer(challenge: Uint8Array): Buffer {
  return encryptBlock(Buffer.concat([challenge, Buffer.alloc(8)]))
}

/** Whether `mac` is right for a secure command's plain header (4 bytes) and body. */
export function macMatches(header: Uint8Array, body: Uint8Array, mac: Uint8Array): boolean {
  let message = Buffer.concat([header, Uint8Array.of(body.length), body])
  if (message.length % BLOCK !== 0) {
    message = Buffer.concat([
      message,
      Uint8Array.of(0x80),
      Buffer.alloc(BLOCK - 1 - (message.length % BLOCK)),
    ])
  }
  let chain: Uint8Array = new Uint8Array(BLOCK)
  for (let at = 0; at < message.length; at += BLOCK) {
    chain = encryptBlock(chain.map((byte, index) => byte ^ (message[at + index] ?? 0)))
  }
  return Buffer.from(chain.subarray(0, 4)).equals(mac)
}

/** The seed in an encrypted body; null when its padding or length is not the one form the fob takes. */
export function decryptSeed(body: Uint8Array): Uint8Array | null {
  if (body.length === 0 || body.length % BLOCK !== 0) return null
  const plain = Buffer.from(sm4.decrypt(body, KEY, { mode: 'ecb', padding: 'none', output: 'array' }))
  const length = plain.lastIndexOf(0x80)
  if (length < 1 || length > 63) return null
  if (plain.subarray(length + 1).some((byte) => byte !== 0)) return null
  // More padding than one block's worth is not the minimal form.
  if (plain.length - length > BLOCK) return null
  return Uint8Array.from(plain.subarray(0, length))
}
