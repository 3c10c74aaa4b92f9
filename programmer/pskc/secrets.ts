/**
 * Secrets of a container: MAC first, then decryption, so that nothing unauthenticated is ever decrypted and
 * a padding error tells nobody anything. A MAC covers the value alone: which serial it stands under is the
 * file's word (RFC 6030 §6), and the fob's first code shows it.
 */
import { wipe } from '../../protocol/bytes.ts'
import { cipherNamed, macMatches } from './algorithms.ts'
import { fromBase64 } from './base64.ts'
import { refuseFile, shown, type FileRefusal } from './codes.ts'
import type { Container } from './container.ts'
import { encryptedValue } from './encrypted-value.ts'
import { child, descend, type XmlElement } from './xml.ts'

export interface Keys {
  readonly content: Uint8Array
  readonly mac: Uint8Array
}

/** Shorter would be the mark of a wrong key that happened to decrypt into something (ours). */
const MAC_KEY_BYTES = { min: 16, max: 64 }

/** Both keys of the container from the one that was typed, which becomes part of the answer. */
export function openKeys(
  { mac }: Container,
  content: Uint8Array,
): { readonly ok: true; readonly keys: Keys } | FileRefusal {
  if (mac.key === null) return { ok: true, keys: { content, mac: content.slice() } }
  const cipher = cipherNamed(mac.key.algorithm)
  if (cipher === undefined) return refuseFile('PSKC_METHOD', { method: shown(mac.key.algorithm) })
  if (cipher.keyBytes !== content.length) return refuseFile('PSKC_KEY_FORM')
  const opened = cipher.decrypt(content, mac.key.value)
  if (opened === undefined || opened.length < MAC_KEY_BYTES.min || opened.length > MAC_KEY_BYTES.max) {
    if (opened !== undefined) wipe(opened)
    return refuseFile('PSKC_KEY_WRONG')
  }
  return { ok: true, keys: { content, mac: opened } }
}

/** One row's secret: `none` without one, `unproven` when its MAC is another (wrong key, or damaged). */
export type Secret =
  { readonly kind: 'opened'; readonly bytes: Uint8Array } | { readonly kind: 'none' | 'unproven' | 'damaged' }

/** The caller wipes what was opened. A method that is not accepted, or a value without MAC, refuses the file. */
export function openSecret(
  { mac }: Container,
  keys: Keys,
  key: XmlElement | undefined,
): { readonly ok: true; readonly secret: Secret } | FileRefusal {
  const secret = descend(key, 'Data', 'Secret')
  if (secret === undefined) return { ok: true, secret: { kind: 'none' } }
  const macText = child(secret, 'ValueMAC')?.text ?? ''
  if (macText === '') return refuseFile('PSKC_NO_MAC')
  const encrypted = encryptedValue(child(secret, 'EncryptedValue'))
  const valueMac = fromBase64(macText)
  if (encrypted === undefined || valueMac === undefined) return { ok: true, secret: { kind: 'damaged' } }
  const cipher = cipherNamed(encrypted.algorithm)
  if (cipher === undefined) return refuseFile('PSKC_METHOD', { method: shown(encrypted.algorithm) })
  if (cipher.keyBytes !== keys.content.length) return refuseFile('PSKC_KEY_FORM')
  if (!macMatches(mac.hash, keys.mac, encrypted.value, valueMac)) {
    return { ok: true, secret: { kind: 'unproven' } }
  }
  const bytes = cipher.decrypt(keys.content, encrypted.value)
  return { ok: true, secret: bytes === undefined ? { kind: 'damaged' } : { kind: 'opened', bytes } }
}
