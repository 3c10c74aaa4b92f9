/**
 * Which TLS certificates are head office's, in its own word: a desk pins head office's signing key (compared over
 * the telephone at enrolment), and believes the certificates that this key vouches for. So a certificate of any
 * maker will do, self-signed too, it can be exchanged at any time, and no certification authority of the world can
 * let anybody else in.
 */
import type { KeyObject } from 'node:crypto'
import { z } from 'zod'
import { realm, type Realm } from '../domain/vocabulary.ts'
import { concatBytes, sameBytes, sha256, utf8 } from './bytes.ts'
import { encodeCbor } from './cbor.ts'
import { DEVICE_PATH } from './device-request.ts'
import { keyStatements, type KeyStatement } from './key-statement.ts'
import { ED25519_SIGNATURE_BYTES, signBytes, verifyBytes } from './signature.ts'

/** `GET`, answered in CBOR. */
export const VOUCHER_PATH = `${DEVICE_PATH}/certificates`
const MAX_CERTIFICATES = 8

const bytes = (length: number) =>
  z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length === length)

export const tlsVoucher = z.strictObject({
  realm,
  /** Raw Ed25519 key that signed this: for a PC that is not enrolled yet and pins nothing. */
  signingKey: bytes(32),
  /** How that key follows from earlier ones, for a desk that was away while it was changed. */
  statements: keyStatements,
  /** SHA-256 of each certificate's DER. */
  certificates: z.array(bytes(32)).max(MAX_CERTIFICATES),
  signature: bytes(ED25519_SIGNATURE_BYTES),
})
export type TlsVoucher = z.infer<typeof tlsVoucher>

const LABEL = utf8('fobdesk/tls-voucher/1\0')

/** The statements bear signatures of their own. */
function messageOf({ realm: of, signingKey, certificates }: Omit<TlsVoucher, 'signature'>): Uint8Array {
  return concatBytes(LABEL, encodeCbor({ realm: of, signingKey, certificates }))
}

export interface VouchingKeys {
  readonly signing: { readonly key: KeyObject; readonly publicKey: Uint8Array }
  readonly statements: readonly KeyStatement[]
}

/** @param certificates DER */
export function vouchForCertificates(
  { signing, statements }: VouchingKeys,
  of: Realm,
  certificates: readonly Uint8Array[],
): TlsVoucher {
  const listed = {
    realm: of,
    signingKey: signing.publicKey,
    statements: [...statements],
    certificates: certificates.map((der) => sha256(der)),
  }
  return { ...listed, signature: signBytes(signing.key, messageOf(listed)) }
}

/** Whether this is the word of `signingKey` (raw, 32 bytes) about its own TLS. */
export function isVoucherOf(signingKey: Uint8Array, voucher: TlsVoucher): boolean {
  const { signature, ...listed } = voucher
  return sameBytes(signingKey, voucher.signingKey) && verifyBytes(signingKey, messageOf(listed), signature)
}
