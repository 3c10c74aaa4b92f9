import { fixedHubKeys, generateKeyPairs, type HubKeys } from '../../hub/keys/hub-keys.ts'
import type { Random } from '../../protocol/bytes.ts'

/** Fresh keys of a hub that lie nowhere and never change. */
export async function generateHubKeys(random: Random): Promise<HubKeys> {
  return fixedHubKeys(await generateKeyPairs(random), random)
}
