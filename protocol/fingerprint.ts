/** What people compare over the telephone before they believe a key. */
import { sha256, utf8 } from './bytes.ts'

const KEY_LABEL = utf8('fobdesk/key-fingerprint/1\0')
const GROUPS = 6

/** 30 digits of a SHA-256 digest, `12345 67890 …` (some 99 bits, as in Signal's safety numbers). */
export function spokenDigits(digest: Uint8Array): string {
  const view = new DataView(digest.buffer, digest.byteOffset, digest.length)
  const groups: string[] = []
  for (let group = 0; group < GROUPS; group += 1) {
    // 40 bits each; the bias of the remainder is below 10⁻⁷.
    const value = view.getUint8(group * 5) * 2 ** 32 + view.getUint32(group * 5 + 1)
    groups.push(String(value % 100_000).padStart(5, '0'))
  }
  return groups.join(' ')
}

/** Of a raw public key, as the audit file's verifier prints it. */
export function keyFingerprint(publicKey: Uint8Array): string {
  return spokenDigits(sha256(KEY_LABEL, publicKey))
}
