/**
 * Head office's word that from now on other keys are its own, signed with the signing key that was valid until
 * then. Whoever has pinned any of its keys follows the statements from there to those of today.
 */
import type { Realm } from '../domain/vocabulary.ts'
import { concatBytes, sameBytes, utf8 } from './bytes.ts'
import { encodeCbor } from './cbor.ts'
import { done, refuse, type Result } from './result.ts'
import { verifyBytes } from './signature.ts'

/** Head office's public keys, raw, 32 bytes each. */
export interface HubPublicKeys {
  /** Ed25519. */
  readonly signing: Uint8Array
  /** X25519. */
  readonly sealing: Uint8Array
}

export interface KeyStatement extends HubPublicKeys {
  /** From 1, without gaps. */
  readonly number: number
  /** When head office changed its keys, ms since 1970. */
  readonly at: number
  /** By the signing key before it, over `keyStatementMessage`. */
  readonly signature: Uint8Array
}

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
  let { signing, sealing } = pinned
  for (const [index, statement] of statements.entries()) {
    if (index <= place) continue
    const { number, signature } = statement
    if (number !== index + 1 || !verifyBytes(signing, keyStatementMessage(realm, statement), signature)) {
      return refuse('KEY_STATEMENT_INVALID', `statement ${number}`)
    }
    signing = statement.signing
    sealing = statement.sealing
  }
  return done({ signing, sealing })
}

export function sameKeys(a: HubPublicKeys, b: HubPublicKeys): boolean {
  return sameBytes(a.signing, b.signing) && sameBytes(a.sealing, b.sealing)
}
