/**
 * One store of this PC, locked: its profile and its keyring. Opening it takes somebody's unlocked keys; closing
 * it drops everything that was read.
 */
import type { Refusal } from '../../domain/decide-types.ts'
import { refuse } from '../../domain/refuse.ts'
import type { Keyring, StoreKeys } from '../keyring/types.ts'
import { knownRefusal } from './answers.ts'
import { FailedSignIns } from './failed-sign-ins.ts'
import type { DeskPorts, StorePlace } from './ports.ts'
import { parseProfile, type Profile } from './profile.ts'
import { Store, type OpenStore, type StoreOptions } from './store.ts'

/** So many replayed events are folded between two turns of the event loop. */
const REPLAY_BATCH = 2000

export class Vault {
  readonly place: StorePlace
  readonly profile: Profile
  readonly keyring: Keyring
  readonly failedSignIns: FailedSignIns
  readonly #ports: DeskPorts

  constructor(ports: DeskPorts, place: StorePlace, profile: Profile, keyring: Keyring) {
    this.#ports = ports
    this.place = place
    this.profile = profile
    this.keyring = keyring
    this.failedSignIns = new FailedSignIns(place, ports.machineSeal)
  }

  /**
   * Opens journal and projection with a member's keys or the recovery code's, which must stay unlocked until the store is closed.
   * Rejects with the journal's error; then nothing is held.
   */
  async open(
    keys: StoreKeys,
    { onCommitted, onTrouble }: Pick<StoreOptions, 'onCommitted' | 'onTrouble'>,
  ): Promise<Store> {
    const { profile } = this
    const { effects } = this.#ports
    const reopen = async (): Promise<OpenStore> => {
      await this.place.probe(profile.storeId)
      return this.#openStore(keys)
    }
    return new Store({ ...(await this.#openStore(keys)), profile, effects, onCommitted, onTrouble, reopen })
  }

  async #openStore(keys: StoreKeys): Promise<OpenStore> {
    const { effects, createProjection, notify } = this.#ports
    const { realm, storeId, device } = this.profile
    const projection = createProjection({ realm, device })
    let folded = 0
    try {
      const journal = await this.place.openJournal({
        realm,
        storeId,
        device,
        epochKey: (epoch) => keys.epochKey(epoch),
        currentEpoch: () => keys.currentEpoch,
        signHead: (message) => keys.deviceSign(message),
        devicePublicKey: (name) => this.devicePublicKey(name),
        onCommit: async ({ events }) => {
          for (let from = 0; from < events.length; from += REPLAY_BATCH) {
            const batch = events.slice(from, from + REPLAY_BATCH)
            projection.apply(batch)
            folded += batch.length
            if (folded < REPLAY_BATCH) continue
            folded = 0
            await effects.breathe()
          }
        },
        onProgress: ({ bytesDone, bytesTotal }) => notify.progress('opening', bytesDone, bytesTotal),
      })
      projection.prepare()
      return { journal, projection }
    } catch (error) {
      projection.close()
      throw error
    }
  }

  /** The keyring is made before head office has named the device, so it knows it by a name of its own. */
  devicePublicKey(device: string): Uint8Array | undefined {
    return devicePublicKeyOf(this.profile, this.keyring, device)
  }
}

/** A device of this store's past or present, found under the name that the keyring has for it. */
export function devicePublicKeyOf(
  { device: own, formerDevices = [] }: Profile,
  keyring: Pick<Keyring, 'device' | 'devicePublicKey'>,
  device: string,
): Uint8Array | undefined {
  if (device === own) return keyring.device.publicKey
  const former = formerDevices.find((one) => one.device === device)
  return keyring.devicePublicKey(former?.keyringDevice ?? device)
}

/** The vault of a place, null where no branch was opened yet, or why it cannot be opened. */
export async function findVault(ports: DeskPorts, place: StorePlace): Promise<Vault | null | Refusal> {
  const text = await place.readProfile()
  if (text === undefined) return null
  const profile = parseProfile(text)
  if (profile === undefined) return refuse('JOURNAL_TAMPERED', { where: 'profile' })
  if (profile.realm !== place.realm) return refuse('STORE_OTHER_REALM')
  const keyring = await place.openKeyring(place.keyringStorage)
  if (!keyring.ok) return keyringRefusal(keyring.code)
  return new Vault(ports, place, profile, keyring.value)
}

/** What a keyring that cannot be used means to a person. */
export function keyringRefusal(code: string): Refusal {
  if (code === 'KEYRING_NEWER') return refuse('STORE_NEWER')
  if (code === 'PASSWORD_TOO_SHORT') return refuse('PASSWORD_WEAK')
  return knownRefusal(code, { where: 'keyring' }, 'JOURNAL_TAMPERED')
}
