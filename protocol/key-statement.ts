/**
 * Head office's word that from now on other keys are its own, signed with the signing key that was valid until
 * then. Whoever has pinned any of its keys follows the statements from there to those of today.
 */
import { z } from 'zod'
import type { Realm } from '../domain/vocabulary.ts'
import { bytesOf } from './byte-schema.ts'
import { concatBytes, sameBytes, utf8 } from './bytes.ts'
import { encodeCbor } from './cbor.ts'
import { done, refuse, type Result } from './result.ts'
import { ED25519_SIGNATURE_BYTES, verifyBytes } from './signature.ts'

/** Head office's public keys, raw, 32 bytes each. */
export interface HubPublicKeys {
  /** Ed25519. */
  readonly signing: Uint8Array
  /** X25519. */
  readonly sealing: Uint8Array
}

export const keyStatement = z.strictObject({
  /** From 1, without gaps. */
  number: z.int().min(1),
  /** When head office changed its keys, ms since 1970. */
  at: z.int().min(0),
  signing: bytesOf(32),
  sealing: bytesOf(32),
  /** By the signing key before it, over `keyStatementMessage`. */
  signature: bytesOf(ED25519_SIGNATURE_BYTES),
})
export type KeyStatement = Readonly<z.infer<typeof keyStatement>>

/** Of all that head office ever made; more than one change of keys a month for a working life. */
export const keyStatements = z.array(keyStatement).max(500)

const LABEL = utf8('fobdesk/hub-keys/1\0')

/** label ‖ CBOR(realm, number, at, signing, sealing) */
export function keyStatementMessage(realm: Realm, statement: Omit<KeyStatement, 'signature'>): Uint8Array {
  const { number, at, signing, sealing } = statement
  return concatBytes(LABEL, encodeCbor({ realm, number, at, signing, sealing }))
}

/**
 * The keys that follow from those `pinned`. A statement of exactly the pinned keys is where the pins come from;
 * where there is none, they are older than all statements. Refused unless each further one is signed with the
 * key before it: then they are another's, or a key is pinned that head office never had.
 */
export function followKeyStatements(
  realm: Realm,
  pinned: HubPublicKeys,
  statements: readonly KeyStatement[],
): Result<HubPublicKeys, 'KEY_STATEMENT_INVALID'> {
  const place = statements.findLastIndex((statement) => sameKeys(statement, pinned))
  return follow(realm, pinned, statements, place)
}

/** The same for who has pinned the signing key alone. */
export function followSigningKey(
  realm: Realm,
  signing: Uint8Array,
  statements: readonly KeyStatement[],
): Result<Uint8Array, 'KEY_STATEMENT_INVALID'> {
  const place = statements.findLastIndex((statement) => sameBytes(statement.signing, signing))
  const followed = follow(realm, { signing }, statements, place)
  return followed.ok ? done(followed.value.signing) : followed
}

function follow<K extends Pick<HubPublicKeys, 'signing'>>(
  realm: Realm,
  from: K,
  statements: readonly KeyStatement[],
  place: number,
): Result<K | HubPublicKeys, 'KEY_STATEMENT_INVALID'> {
  let keys: K | HubPublicKeys = from
  for (const [index, statement] of statements.entries()) {
    if (index <= place) continue
    const { number, signing, sealing, signature } = statement
    const message = keyStatementMessage(realm, statement)
    if (number !== index + 1 || !verifyBytes(keys.signing, message, signature)) {
      return refuse('KEY_STATEMENT_INVALID', `statement ${number}`)
    }
    keys = { signing, sealing }
  }
  return done(keys)
}

export function sameKeys(a: HubPublicKeys, b: HubPublicKeys): boolean {
  return sameBytes(a.signing, b.signing) && sameBytes(a.sealing, b.sealing)
}
