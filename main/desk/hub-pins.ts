/**
 * Head office's keys as this PC believes them. They lie in the profile, in the clear, because they are needed before
 * anybody's password has opened the store; each change of them is a fact in the sealed journal. So whoever exchanges
 * them in the profile is found out at the next opening.
 */
import type { Realm } from '../../domain/vocabulary.ts'
import { hubFingerprint } from '../../protocol/hub-head.ts'
import type { HubPublicKeys } from '../../protocol/key-statement.ts'
import { keyId } from '../../protocol/signature.ts'
import type { HubKeyPins } from '../sync/desk-port.ts'
import { keyBytes, type Profile } from './profile.ts'
import type { Store } from './store.ts'
import type { Vault } from './vault.ts'

type Pinned = Pick<Profile, 'hubSigning' | 'hubSealing'>

const program = { by: null, signers: [] }

export function hubPins(vault: Vault, store: Pick<Store, 'commit'>): HubKeyPins {
  return {
    get current() {
      return keysOf(vault.profile)
    },
    async learn(keys) {
      const { realm } = vault.profile
      const data = { hubKeyId: keyId(keys.signing), hubFingerprint: hubFingerprint({ realm, ...keys }) }
      // Kept first, then the fact, then in force: a crash in between is made good at the next opening.
      await vault.announceHubKeys(keys)
      await store.commit([{ type: 'HubKeysChanged', v: 1, data }], program)
      await vault.pinHubKeys(keys)
    },
  }
}

/**
 * Compares the profile's keys with the record's, and finishes a change that a crash cut off.
 * @param recorded the fingerprint of the last `Enrolled` or `HubKeysChanged`; null: there is none yet
 * @returns whether the profile holds what the record says
 */
export async function checkHubKeys(vault: Vault, recorded: string | null): Promise<boolean> {
  const { profile } = vault
  if (recorded === null || isRecorded(profile.realm, profile, recorded)) return true
  const { hubNext } = profile
  if (hubNext === undefined || !isRecorded(profile.realm, hubNext, recorded)) return false
  await vault.pinHubKeys(keysOf(hubNext))
  return true
}

function isRecorded(realm: Realm, pinned: Pinned, recorded: string): boolean {
  const named = [pinned.hubSigning, pinned.hubSealing]
  return (
    named.every((key) => keyId(keyBytes(key.publicKey)) === key.keyId) &&
    hubFingerprint({ realm, ...keysOf(pinned) }) === recorded
  )
}

function keysOf({ hubSigning, hubSealing }: Pinned): HubPublicKeys {
  return { signing: keyBytes(hubSigning.publicKey), sealing: keyBytes(hubSealing.publicKey) }
}
