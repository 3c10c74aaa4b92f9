/** `xenc:EncryptedDataType`: which cipher, and the bytes. */
import { fromBase64 } from './base64.ts'
import { descend, type XmlElement } from './xml.ts'

export interface EncryptedValue {
  /** URI of the cipher; '' when the file names none. */
  readonly algorithm: string
  readonly value: Uint8Array
}

/** Undefined: no readable value. */
export function encryptedValue(element: XmlElement | undefined): EncryptedValue | undefined {
  const value = fromBase64(descend(element, 'CipherData', 'CipherValue')?.text ?? '')
  if (element === undefined || value === undefined) return undefined
  return { algorithm: descend(element, 'EncryptionMethod')?.attributes['Algorithm'] ?? '', value }
}
