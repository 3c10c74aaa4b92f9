import type { HubKeyPins } from '../../main/sync/desk-port.ts'
import type { HeadOfficeOutput } from '../../protocol/head-office.ts'
import type { HubPublicKeys } from '../../protocol/key-statement.ts'

/** What a desk pins at its enrolment, kept in memory. */
export function pinsOf({
  signing,
  sealing,
}: Pick<HeadOfficeOutput<'identify'>, 'signing' | 'sealing'>): HubKeyPins {
  let current: HubPublicKeys = { signing: signing.publicKey, sealing: sealing.publicKey }
  return {
    get current() {
      return current
    },
    learn: async (keys) => {
      current = keys
    },
  }
}
