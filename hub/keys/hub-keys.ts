/**
 * Head office's keys: seeds are sealed to the one (HPKE, X25519), its events are signed with the other (Ed25519),
 * and what it keeps secret is wrapped by its master key.
 */
import type { KeyObject } from 'node:crypto'
import { utf8, wipe, type Random } from '../../protocol/bytes.ts'
import { generateHpkeKeyPair, type HpkeKeyPair } from '../../protocol/hpke.ts'
import type { KeyStatement } from '../../protocol/key-statement.ts'
import { deriveKey } from '../../protocol/seal.ts'
import { generateSigningKeyPair, keyId, signingKey, type SigningKeyPair } from '../../protocol/signature.ts'
import type { HubReader } from '../store/hub-store.ts'
import { masterKeyOf, masterKeysOf, type MasterKey, type MasterKeys } from './master-key.ts'

export interface HubKeys {
  /** To unwrap by: all that this process has. */
  readonly master: MasterKeys
  /**
   * The keys as of the transaction: another process may have rotated them a moment ago, and what is signed with
   * the old one after that is believed by nobody. Ask in the transaction whose outcome is signed or wrapped.
   */
  at(reader: HubReader): Promise<KeySet>
}

export interface KeySet {
  readonly signing: { readonly keyId: string; readonly publicKey: Uint8Array; readonly key: KeyObject }
  /** What desks seal to. */
  readonly sealing: { readonly keyId: string; readonly publicKey: Uint8Array }
  /** Raw X25519 private keys by key id, the retired ones too: a desk that was away sealed to those. */
  readonly opening: ReadonlyMap<string, Uint8Array>
  /** All that were ever made, in order. */
  readonly statements: readonly KeyStatement[]
  /** What is wrapped now is wrapped by this one. */
  readonly master: MasterKey
}

export interface KeyPairs {
  readonly signing: SigningKeyPair
  readonly sealing: HpkeKeyPair
}

export async function generateKeyPairs(random: Random): Promise<KeyPairs> {
  return { signing: generateSigningKeyPair(random), sealing: await generateHpkeKeyPair() }
}

const FIXED_MASTER_LABEL = utf8('fobdesk/training-master-key/1\0')

/**
 * Keys that never change. Whoever has the pairs has all: a master key of its own beside them would protect
 * nothing, so it follows from one of them.
 */
export function fixedHubKeys({ signing, sealing }: KeyPairs, random: Random): HubKeys {
  const key = deriveKey(sealing.privateKey, signing.publicKey, FIXED_MASTER_LABEL)
  const master = masterKeyOf(key, random)
  wipe(key)
  const sealingId = keyId(sealing.publicKey)
  const keys: KeySet = {
    signing: signingOf(signing),
    sealing: { keyId: sealingId, publicKey: sealing.publicKey },
    opening: new Map([[sealingId, sealing.privateKey]]),
    statements: [],
    master,
  }
  return { master: masterKeysOf([master]), at: async () => keys }
}

export function signingOf({ publicKey, privateKey }: SigningKeyPair): KeySet['signing'] {
  return { keyId: keyId(publicKey), publicKey, key: signingKey(privateKey) }
}
