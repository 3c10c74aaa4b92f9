import type { KeyObject } from 'node:crypto'
import { roleDigest, type EnvelopeCode, type OpenedEvent, type RoleSignature } from './envelope.ts'
import { done, refuse, type Result } from './result.ts'
import { verifyBytes } from './signature.ts'

export type RoleSignatureCode = EnvelopeCode | 'ROLE_KEY_UNKNOWN' | 'ROLE_SIGNATURE_INVALID'

/**
 * Checks every role signature of an event and gives those it bears, in their order. Whether these
 * people may do what the event says is the rules' question, not this function's.
 */
export function verifyRoleSignatures(
  event: Pick<OpenedEvent, 'bytes' | 'signatures'>,
  keyOf: (by: string, key: string) => KeyObject | Uint8Array | undefined,
): Result<readonly RoleSignature[], RoleSignatureCode> {
  if (event.signatures.length === 0) return done([])
  const digest = roleDigest(event.bytes)
  if (!digest.ok) return digest
  for (const { by, key, sig } of event.signatures) {
    const publicKey = keyOf(by, key)
    if (publicKey === undefined) return refuse('ROLE_KEY_UNKNOWN', `staff ${by}, key ${key}`)
    if (!verifyBytes(publicKey, digest.value, sig)) {
      return refuse('ROLE_SIGNATURE_INVALID', `staff ${by}, key ${key}`)
    }
  }
  return done(event.signatures)
}
