/**
 * The printed recovery code: 160 random bits and 15 check bits in Crockford base32, seven groups of
 * five, `7ZK4M-…`. It opens the store without the machine secret, so it belongs in the vault.
 */
import { sha256, utf8 } from '../../protocol/bytes.ts'
import { deriveHpkeKeyPair, type HpkeKeyPair } from '../../protocol/hpke.ts'
import { done, refuse, type Result } from '../../protocol/result.ts'
import { deriveKey } from '../../protocol/seal.ts'

export const RECOVERY_SECRET_BYTES = 20

// Crockford: no I, L, O, U.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const SECRET_SYMBOLS = 32
const CHECK_SYMBOLS = 3
const GROUP = 5
const CHECK_LABEL = utf8('fobdesk/recovery-check/1\0')
const KEY_LABEL = utf8('fobdesk/recovery-key/1')

/** The code for a secret of 20 random bytes. */
export function formatRecoveryCode(secret: Uint8Array): string {
  if (secret.length !== RECOVERY_SECRET_BYTES) throw new TypeError('a recovery secret has 20 bytes')
  const symbols = encode(secret, SECRET_SYMBOLS) + checkSymbols(secret)
  const groups = []
  for (let at = 0; at < symbols.length; at += GROUP) groups.push(symbols.slice(at, at + GROUP))
  return groups.join('-')
}

/**
 * Reads a code as people type it: any case, full width, spaces, hyphens of any kind, O for 0, I or L for 1.
 * A slip is caught by the check symbols (32,767 of 32,768) before anything is tried.
 */
export function parseRecoveryCode(typed: string): Result<Uint8Array, 'RECOVERY_CODE_INVALID'> {
  const symbols = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}−ー]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
  const wellFormed =
    symbols.length === SECRET_SYMBOLS + CHECK_SYMBOLS && /^[0-9A-HJKMNP-TV-Z]*$/.test(symbols)
  if (!wellFormed) return refuse('RECOVERY_CODE_INVALID', 'not 35 letters and digits')
  const secret = decode(symbols.slice(0, SECRET_SYMBOLS))
  if (checkSymbols(secret) !== symbols.slice(SECRET_SYMBOLS)) {
    return refuse('RECOVERY_CODE_INVALID', 'mistyped')
  }
  return done(secret)
}

/** The X25519 key pair the epoch keys are sealed to. */
export async function recoveryKeyPair(secret: Uint8Array): Promise<HpkeKeyPair> {
  return deriveHpkeKeyPair(deriveKey(secret, new Uint8Array(), KEY_LABEL))
}

function checkSymbols(secret: Uint8Array): string {
  return encode(sha256(CHECK_LABEL, secret).subarray(0, 2), CHECK_SYMBOLS)
}

/** The first `symbols` × 5 bits. */
function encode(bytes: Uint8Array, symbols: number): string {
  let text = ''
  for (let symbol = 0; symbol < symbols; symbol++) {
    const bit = symbol * 5
    const pair = ((bytes[bit >> 3] ?? 0) << 8) | (bytes[(bit >> 3) + 1] ?? 0)
    text += ALPHABET.charAt((pair >> (11 - (bit & 7))) & 31)
  }
  return text
}

function decode(symbols: string): Uint8Array {
  const bytes = new Uint8Array(RECOVERY_SECRET_BYTES)
  let bits = 0
  let have = 0
  let at = 0
  for (const symbol of symbols) {
    bits = ((bits << 5) | ALPHABET.indexOf(symbol)) & 0xfff
    have += 5
    if (have < 8) continue
    have -= 8
    bytes[at++] = (bits >> have) & 0xff
  }
  return bytes
}
