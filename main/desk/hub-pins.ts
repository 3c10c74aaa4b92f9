/** Head office's keys as this PC believes them: pinned in the profile, each change of them a fact in the journal. */
import { hubFingerprint } from '../../protocol/hub-head.ts'
import { keyId } from '../../protocol/signature.ts'
import type { HubKeyPins } from '../sync/desk-port.ts'
import { keyBytes } from './profile.ts'
import type { Store } from './store.ts'
import type { Vault } from './vault.ts'

const program = { by: null, signers: [] }

export function hubPins(vault: Vault, store: Pick<Store, 'commit'>): HubKeyPins {
  return {
    get current() {
      const { hubSigning, hubSealing } = vault.profile
      return { signing: keyBytes(hubSigning.publicKey), sealing: keyBytes(hubSealing.publicKey) }
    },
    async learn(keys) {
      const { realm } = vault.profile
      const data = { hubKeyId: keyId(keys.signing), hubFingerprint: hubFingerprint({ realm, ...keys }) }
      // The fact first: a crash between the two leads here again, and the record says it twice.
      await store.commit([{ type: 'HubKeysChanged', v: 1, data }], program)
      await vault.pinHubKeys(keys)
    },
  }
}
