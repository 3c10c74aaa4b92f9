import type { Realm } from '../domain/vocabulary.ts'
import type { Random } from '../protocol/bytes.ts'
import type { HeadOffice, HeadOfficeOutput } from '../protocol/head-office.ts'
import { reportIncident } from './elsewhere/incident.ts'
import { lookUpCustomer } from './elsewhere/look-up.ts'
import { enrol } from './enrolment.ts'
import type { Hub } from './hub.ts'
import { HubState } from './hub-state.ts'
import { keyedQueue } from './keyed-queue.ts'
import type { HubKeys } from './keys/hub-keys.ts'
import { pull } from './pull.ts'
import { push } from './push.ts'
import type { HubStore } from './store/hub-store.ts'
import { activate } from './verification/activate.ts'
import { FleetGuard } from './verification/fleet-guard.ts'
import { login } from './verification/login.ts'
import { resynchroniseAtCounter } from './verification/resynchronise.ts'
import { whyAtCounter } from './verification/why.ts'

export interface HubOptions {
  readonly realm: Realm
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly random: Random
  readonly keys: HubKeys
  readonly store: HubStore
  /** Wrong codes of the whole fleet in 24 hours, past which one right code is too little. Default: 3,333. */
  readonly fleetLimit?: number
}

/** Head office over a store that may have been used before. */
export function createHub(options: HubOptions): Hub {
  return {
    ...options,
    state: new HubState(),
    perFob: keyedQueue(),
    fleet: new FleetGuard(options.fleetLimit),
  }
}

/**
 * The port's methods on a hub. Whoever carries the calls has parsed their input and vouches for the device
 * that is named in it; only `push` carries proof of its own (the signed head).
 */
export function headOfficeOf(hub: Hub): HeadOffice {
  return {
    identify: () => identify(hub),
    enrol: (input) => enrol(hub, input),
    clock: async () => ({ now: hub.now() }),
    push: (input) => push(hub, input),
    pull: (input) => pull(hub, input),
    activate: (input) => activate(hub, input),
    lookUpCustomer: (input) => lookUpCustomer(hub, input),
    reportIncident: (input) => reportIncident(hub, input),
    resynchronise: (input) => resynchroniseAtCounter(hub, input),
    why: (input) => whyAtCounter(hub, input),
    login: (input) => login(hub, input),
  }
}

/** The public keys of today, and how they follow from those that a desk may have pinned. */
async function identify({ keys, realm, store }: Hub): Promise<HeadOfficeOutput<'identify'>> {
  const { signing, sealing, statements } = await store.read((reader) => keys.at(reader))
  return {
    realm,
    signing: { keyId: signing.keyId, publicKey: signing.publicKey },
    sealing,
    statements: [...statements],
  }
}
