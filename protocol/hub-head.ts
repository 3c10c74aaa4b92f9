/**
 * Head office's own chain. Its events bear the device id `hub`; every branch has its own chain of them,
 * without gaps, so that no cursor ever skips one. The branch stands in what is signed, not in the device id:
 * the chain of one branch cannot be passed off as another's.
 */
import type { KeyObject } from 'node:crypto'
import type { Realm } from '../domain/vocabulary.ts'
import { concatBytes, sha256, utf8 } from './bytes.ts'
import { encodeCbor } from './cbor.ts'
import { spokenDigits } from './fingerprint.ts'
import { verifyBytes } from './signature.ts'

/** The device id of head office's events. Never given to a desk. */
export const HUB_DEVICE = 'hub'

/** Where a branch's chain of head office's events stands. */
export interface HubHead {
  readonly realm: Realm
  readonly branchNo: string
  /** 0 before the first event. */
  readonly seq: number
  /** 32 bytes, `deviceChainOrigin(realm, HUB_DEVICE)` at 0. */
  readonly hash: Uint8Array
}

const HEAD_LABEL = utf8('fobdesk/hub-head/1\0')
const FINGERPRINT_LABEL = utf8('fobdesk/hub-fingerprint/1\0')

/** What head office signs with every page of events: label ‖ CBOR(realm, branchNo, seq, hash). */
export function hubHeadMessage({ realm, branchNo, seq, hash }: HubHead): Uint8Array {
  return concatBytes(HEAD_LABEL, encodeCbor({ realm, branchNo, seq, hash }))
}

export function verifyHubHead(key: KeyObject | Uint8Array, head: HubHead, signature: Uint8Array): boolean {
  return verifyBytes(key, hubHeadMessage(head), signature)
}

/**
 * Both of head office's public keys in 30 digits, `12345 67890 …`, to be compared over the telephone before
 * a desk pins them (some 99 bits, as in Signal's safety numbers).
 */
export function hubFingerprint(keys: {
  readonly realm: Realm
  readonly signing: Uint8Array
  readonly sealing: Uint8Array
}): string {
  return spokenDigits(sha256(FINGERPRINT_LABEL, encodeCbor(keys)))
}
