/** The ciphers and MACs of RFC 6030 that are accepted, by the names that XML Encryption gives them. */
import { createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto'
import { aeskw } from '@noble/ciphers/aes.js'
import { wipe } from '../../protocol/bytes.ts'

interface Cipher {
  readonly keyBytes: number
  /** Undefined: the key is wrong or the value is damaged. The caller wipes the answer. */
  readonly decrypt: (key: Uint8Array, value: Uint8Array) => Uint8Array | undefined
}

const XENC = 'http://www.w3.org/2001/04/xmlenc#'

const ciphers: ReadonlyMap<string, Cipher> = new Map([
  [`${XENC}aes128-cbc`, cbc(128)],
  [`${XENC}aes256-cbc`, cbc(256)],
  [`${XENC}kw-aes128`, keyWrap(128)],
  [`${XENC}kw-aes256`, keyWrap(256)],
])

/** Undefined: an algorithm that is not accepted. */
export function cipherNamed(uri: string): Cipher | undefined {
  return ciphers.get(uri)
}

export type MacHash = 'sha1' | 'sha256'

const macs: ReadonlyMap<string, MacHash> = new Map([
  ['http://www.w3.org/2000/09/xmldsig#hmac-sha1', 'sha1'],
  ['http://www.w3.org/2001/04/xmldsig-more#hmac-sha256', 'sha256'],
])

/** The hash of an HMAC, for ValueMAC and PBKDF2's PRF alike. Undefined: not accepted. */
export function macNamed(uri: string): MacHash | undefined {
  return macs.get(uri)
}

/** Whether `mac` is the whole HMAC of `value`, compared in constant time. */
export function macMatches(hash: MacHash, key: Uint8Array, value: Uint8Array, mac: Uint8Array): boolean {
  const expected = createHmac(hash, key).update(value).digest()
  return expected.length === mac.length && timingSafeEqual(expected, mac)
}

const BLOCK = 16

/** IV, then blocks; XML Encryption's padding: the last byte says how many bytes to drop, the rest is free. */
function cbc(bits: 128 | 256): Cipher {
  return {
    keyBytes: bits / 8,
    decrypt: (key, value) => {
      if (value.length < 2 * BLOCK || value.length % BLOCK !== 0) return undefined
      const decipher = createDecipheriv(`aes-${bits}-cbc`, key, value.subarray(0, BLOCK))
      decipher.setAutoPadding(false)
      const padded = decipher.update(value.subarray(BLOCK))
      const padding = padded.at(-1) ?? 0
      const plain =
        padding >= 1 && padding <= BLOCK ? Uint8Array.from(padded.subarray(0, -padding)) : undefined
      wipe(padded)
      return plain
    },
  }
}

/** RFC 3394. From @noble because Electron's BoringSSL offers no key wrap. */
function keyWrap(bits: 128 | 256): Cipher {
  return {
    keyBytes: bits / 8,
    decrypt: (key, value) => {
      if (value.length < 24 || value.length % 8 !== 0) return undefined
      try {
        return aeskw(key).decrypt(value)
      } catch {
        return undefined // RFC 3394's integrity check: lengths were looked at above, nothing else throws
      }
    },
  }
}
