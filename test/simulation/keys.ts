import type { HubKeys } from '../../hub/keys/hub-keys.ts'
import { generateHubKeys } from '../hub/fixed-keys.ts'
import { countingRandom } from '../hub/random.ts'

/** Head office's keys for any number of schedules. What they seal differs from run to run, and decides nothing. */
export function simulationKeys(): Promise<HubKeys> {
  return generateHubKeys(countingRandom('simulation'))
}
