import { createHash } from 'node:crypto'

/** Where fresh randomness comes from: `n` → `n` unpredictable bytes. Passed in so that tests can repeat a run. */
export type Random = (length: number) => Uint8Array

const ENCODER = new TextEncoder()

/** UTF-8 bytes of a protocol label or a text. */
export function utf8(text: string): Uint8Array {
  return ENCODER.encode(text)
}

/** SHA-256 over the concatenation of the pieces, 32 bytes. The caller makes the pieces unambiguous. */
export function sha256(...pieces: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha256')
  for (const piece of pieces) hash.update(piece)
  return new Uint8Array(hash.digest())
}

/** Whether two public values are the same bytes. Not for secrets: it stops at the first difference. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

export function concatBytes(...pieces: readonly Uint8Array[]): Uint8Array {
  let length = 0
  for (const piece of pieces) length += piece.length
  const whole = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

/** Lower-case hex, as hashes and key ids are shown and stored in text. */
export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')
}

/** Overwrites key material. JavaScript may hold copies elsewhere: this shortens exposure, it proves nothing. */
export function wipe(...secrets: readonly Uint8Array[]): void {
  for (const secret of secrets) secret.fill(0)
}
