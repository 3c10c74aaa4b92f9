/**
 * A `KeyContainer` (RFC 6030 §4) whose protection is one that Fobdesk accepts. Here everything is still as
 * the file claims: nothing is decrypted and nothing authenticated.
 */
import { macNamed, type MacHash } from './algorithms.ts'
import { fromBase64 } from './base64.ts'
import { refuseFile, shown, type FileRefusal } from './codes.ts'
import { encryptedValue, type EncryptedValue } from './encrypted-value.ts'
import { MAX_KEYS } from './limits.ts'
import type { Pieces } from './split.ts'
import { child, descend, parsePiece, type XmlElement } from './xml.ts'

/** How the key that encrypts the secrets is had. */
export type Protection =
  | { readonly kind: 'preShared' }
  | {
      readonly kind: 'password'
      readonly salt: Uint8Array
      readonly iterations: number
      readonly keyBytes: number
      readonly prf: MacHash
    }

export interface Container {
  /** The container's own identifier, '' without one. */
  readonly id: string
  readonly protection: Protection
  /** `key` null: the encryption key serves (RFC 6030 §6.1.1, MACKey left out). */
  readonly mac: { readonly hash: MacHash; readonly key: EncryptedValue | null }
  /** Each is a tree only while it is looked at. */
  readonly packages: readonly (() => XmlElement)[]
}

const NAMESPACE = 'urn:ietf:params:xml:ns:keyprov:pskc'

/** Few iterations protect no password, very many hold up the desk (ours; RFC 6030's own example has 1,000). */
const ITERATIONS = { min: 1000, max: 1_000_000 }

export function readContainer({
  frame,
  packages: texts,
}: Pieces): { readonly ok: true; readonly container: Container } | FileRefusal {
  const root = parsePiece(frame)
  if (root === undefined) return refuseFile('PSKC_INVALID', { reason: 'xml' })
  const { name, attributes } = root
  const pskc = Object.values(attributes).includes(NAMESPACE)
  if (name !== 'KeyContainer' || !pskc || attributes['Version'] !== '1.0') {
    return refuseFile('PSKC_INVALID', { reason: 'KeyContainer' })
  }
  if (texts.length === 0) return refuseFile('FILE_EMPTY')
  if (texts.length > MAX_KEYS) return refuseFile('PSKC_TOO_MANY_KEYS', { limit: MAX_KEYS })
  for (const text of texts) {
    const keyPackage = parsePiece(text)
    if (keyPackage === undefined) return refuseFile('PSKC_INVALID', { reason: 'xml' })
    // Before anything is asked of the teller: seeds in the clear are known to whoever had the file.
    if (hasPlainSecret(keyPackage)) return refuseFile('PSKC_PLAIN')
  }
  const packages = texts.map((text) => () => soundPiece(text))
  const protection = protectionOf(child(root, 'EncryptionKey'))
  if ('ok' in protection) return protection
  const mac = macOf(child(root, 'MACMethod'))
  if ('ok' in mac) return mac
  return { ok: true, container: { id: attributes['Id'] ?? '', protection, mac, packages } }
}

/** A piece that has been parsed before. */
function soundPiece(text: string): XmlElement {
  const element = parsePiece(text)
  if (element === undefined) throw new Error('a piece no longer reads as it did')
  return element
}

function hasPlainSecret(keyPackage: XmlElement): boolean {
  const secrets = keyPackage.children
    .filter(({ name }) => name === 'Key')
    .flatMap((key) => key.children.filter(({ name }) => name === 'Data'))
    .flatMap((data) => data.children.filter(({ name }) => name === 'Secret'))
  return secrets.some((secret) => child(secret, 'PlainValue') !== undefined)
}

function protectionOf(encryptionKey: XmlElement | undefined): Protection | FileRefusal {
  if (child(encryptionKey, 'KeyName') !== undefined) return { kind: 'preShared' }
  const method = descend(encryptionKey, 'DerivedKey', 'KeyDerivationMethod')
  const algorithm = method?.attributes['Algorithm'] ?? ''
  if (method === undefined || !algorithm.endsWith('#pbkdf2')) {
    const other = method === undefined ? encryptionKey?.children[0]?.name : algorithm
    return refuseFile('PSKC_METHOD', { method: shown(other ?? 'EncryptionKey') })
  }
  const params = child(method, 'PBKDF2-params')
  const salt = fromBase64(descend(params, 'Salt', 'Specified')?.text ?? '')
  const iterations = wholeNumber(child(params, 'IterationCount')?.text)
  const keyBytes = wholeNumber(child(params, 'KeyLength')?.text) ?? 16
  if (salt === undefined || salt.length > 1024 || iterations === undefined) {
    return refuseFile('PSKC_INVALID', { reason: 'PBKDF2-params' })
  }
  if (iterations < ITERATIONS.min || iterations > ITERATIONS.max) {
    return refuseFile('PSKC_ITERATIONS', { iterations, ...ITERATIONS })
  }
  // PKCS #5's default PRF is HMAC-SHA-1.
  const named = child(params, 'PRF')?.attributes['Algorithm']
  const prf = named === undefined ? 'sha1' : macNamed(named)
  if (prf === undefined) return refuseFile('PSKC_METHOD', { method: shown(named ?? '') })
  if (keyBytes !== 16 && keyBytes !== 32) {
    return refuseFile('PSKC_METHOD', { method: `PBKDF2 KeyLength ${keyBytes}` })
  }
  return { kind: 'password', salt, iterations, keyBytes, prf }
}

function macOf(method: XmlElement | undefined): Container['mac'] | FileRefusal {
  if (method === undefined) return refuseFile('PSKC_NO_MAC')
  const algorithm = method.attributes['Algorithm'] ?? ''
  const hash = macNamed(algorithm)
  if (hash === undefined) return refuseFile('PSKC_METHOD', { method: shown(algorithm) })
  const element = child(method, 'MACKey')
  if (element === undefined) return { hash, key: null }
  const key = encryptedValue(element)
  return key === undefined ? refuseFile('PSKC_INVALID', { reason: 'MACKey' }) : { hash, key }
}

/** Undefined unless 1 to 9 decimal digits. */
export function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^[0-9]{1,9}$/.test(text) ? Number(text) : undefined
}
