/** The key that the supplier sent by another way: typed as hex or base64, or a password to derive it from. */
import { pbkdf2Sync } from 'node:crypto'
import { utf8 } from '../../protocol/bytes.ts'
import { fromBase64 } from './base64.ts'
import { refuseFile, type FileRefusal } from './codes.ts'
import type { Protection } from './container.ts'

/** As the teller typed it. */
export interface Credential {
  readonly kind: 'key' | 'password'
  readonly text: string
}

/** The key of the file's secrets; the caller wipes it. */
export function encryptionKey(
  protection: Protection,
  { kind, text }: Credential,
): { readonly ok: true; readonly key: Uint8Array } | FileRefusal {
  if (protection.kind === 'preShared') {
    if (kind !== 'key') return refuseFile('PSKC_KEY_NEEDED')
    const key = typedKey(text)
    return key === undefined ? refuseFile('PSKC_KEY_FORM') : { ok: true, key }
  }
  if (kind !== 'password') return refuseFile('PSKC_PASSWORD_NEEDED')
  const { salt, iterations, keyBytes, prf } = protection
  return { ok: true, key: Uint8Array.from(pbkdf2Sync(utf8(text), salt, iterations, keyBytes, prf)) }
}

/** 16 or 32 bytes as hex (spaces, colons and hyphens between are passed over) or base64. */
function typedKey(text: string): Uint8Array | undefined {
  const typed = text.normalize('NFKC').trim()
  const digits = typed.replace(/[\s:-]/g, '')
  if (/^(?:[0-9a-f]{32}|[0-9a-f]{64})$/i.test(digits)) return Uint8Array.from(Buffer.from(digits, 'hex'))
  const key = fromBase64(typed)
  return key?.length === 16 || key?.length === 32 ? key : undefined
}
