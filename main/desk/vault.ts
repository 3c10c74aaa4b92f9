/**
 * One store of this PC, locked: its profile and its keyring. Opening it takes somebody's unlocked keys; closing
 * it drops everything that was read.
 */
import type { Refusal } from '../../domain/decide-types.ts'
import { refuse } from '../../domain/refuse.ts'
import { hex } from '../../protocol/bytes.ts'
import type { HubPublicKeys } from '../../protocol/key-statement.ts'
import { keyId } from '../../protocol/signature.ts'
import type { Keyring, StoreKeys } from '../keyring/types.ts'
import { knownRefusal } from './answers.ts'
import { FailedSignIns } from './failed-sign-ins.ts'
import type { Projection } from '../projection/projection.ts'
import type { Snapshots } from '../snapshot/snapshots.ts'
import type { DeskPorts, StoreJournalOptions, StorePlace } from './ports.ts'
import { formatProfile, parseProfile, type Profile } from './profile.ts'
import { Store, type OpenStore, type StoreOptions } from './store.ts'
import { ERASE_EVERY_MS } from './upkeep.ts'

/** So many replayed events are folded between two turns of the event loop. */
const REPLAY_BATCH = 2000
const FIRST_ERASURE_AFTER_MS = 1_800_000

export class Vault {
  readonly place: StorePlace
  #profile: Profile
  readonly keyring: Keyring
  readonly failedSignIns: FailedSignIns
  /** null: this program keeps none. */
  readonly snapshots: Snapshots | null
  /** Events in the snapshot that would be opened next; 0: none. */
  snapshotEvents = 0
  /** When compaction last looked through the whole store for what has had its time, ms since 1970. */
  erasedAt: number
  readonly #ports: DeskPorts

  constructor(ports: DeskPorts, place: StorePlace, profile: Profile, keyring: Keyring) {
    this.#ports = ports
    this.place = place
    this.#profile = profile
    this.keyring = keyring
    this.failedSignIns = new FailedSignIns(place, ports.machineSeal)
    this.snapshots = ports.restoreProjection === null ? null : place.snapshots(profile.storeId)
    // Not in the first minutes of the day, when everybody waits at the counter; and every day, whenever the PC is on.
    this.erasedAt = ports.effects.now() - ERASE_EVERY_MS + FIRST_ERASURE_AFTER_MS
  }

  get profile(): Profile {
    return this.#profile
  }

  /** Keeps other keys of head office's, to which its own statements have led, beside those in force. Durable when it resolves. */
  async announceHubKeys(keys: HubPublicKeys): Promise<void> {
    await this.#keep({ ...this.#profile, hubNext: pinnedKeys(keys) })
  }

  /** Pins keys of head office's in the place of those in force. Durable when it resolves. */
  async pinHubKeys(keys: HubPublicKeys): Promise<void> {
    const { hubNext: _taken, ...profile } = this.#profile
    await this.#keep({ ...profile, ...pinnedKeys(keys) })
  }

  async #keep(changed: Profile): Promise<void> {
    await this.place.writeProfile(formatProfile(changed))
    this.#profile = changed
  }

  /** Where head office is reached from now on. Durable when it resolves. */
  async moveHeadOffice(headOfficeAddress: string): Promise<void> {
    await this.#keep({ ...this.#profile, headOfficeAddress })
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

  /** From the newest snapshot that is good and fits the journal's files; without one from the first event. */
  async #openStore(keys: StoreKeys): Promise<OpenStore> {
    const { createProjection, restoreProjection } = this.#ports
    const { realm, device } = this.profile
    if (this.snapshots !== null && restoreProjection !== null) {
      for await (const found of this.snapshots.good((epoch) => keys.epochKey(epoch))) {
        const projection = restored(() => restoreProjection({ realm, device }, found.projection))
        const opened =
          projection === undefined ? undefined : await this.#resume(keys, projection, found.checkpoint)
        if (opened === undefined) {
          await this.snapshots.discard(found.name, 'SNAPSHOT_REFUSED', 'another version or other files')
          continue
        }
        this.snapshotEvents = found.events
        this.#ports.onOpened('snapshot', opened.journal.head.events - found.events)
        return opened
      }
    }
    const opened = await this.#fold(keys, createProjection({ realm, device }))
    this.snapshotEvents = 0
    this.#ports.onOpened('journal', opened.journal.head.events)
    return opened
  }

  /** undefined: the files are others than the snapshot was made of. */
  async #resume(
    keys: StoreKeys,
    projection: Projection,
    resumeFrom: Uint8Array,
  ): Promise<OpenStore | undefined> {
    try {
      return await this.#fold(keys, projection, { resumeFrom })
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'CHECKPOINT_UNFIT') return undefined
      throw error
    }
  }

  async #fold(
    keys: StoreKeys,
    projection: Projection,
    from: Pick<StoreJournalOptions, 'resumeFrom'> = {},
  ): Promise<OpenStore> {
    const { effects, notify } = this.#ports
    const { realm, storeId, device } = this.profile
    let folded = 0
    try {
      const journal = await this.place.openJournal({
        ...from,
        realm,
        storeId,
        device,
        epochKey: (epoch) => keys.epochKey(epoch),
        currentEpoch: () => keys.currentEpoch,
        signHead: (message) => keys.deviceSign(message),
        devicePublicKey: (name) => this.devicePublicKey(name),
        onCommit: async ({ events, origin }) => {
          for (const _ of projection.applying(events, origin)) await effects.breathe()
          folded += events.length
          if (folded < REPLAY_BATCH) return
          folded = 0
          await effects.breathe()
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

/** undefined: these bytes are no projection of this program, which only means a longer opening. */
function restored(restore: () => Projection): Projection | undefined {
  try {
    return restore()
  } catch (error) {
    if (error instanceof Error && error.name === 'SnapshotUnusable') return undefined
    throw error
  }
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

function pinnedKeys({ signing, sealing }: HubPublicKeys): Pick<Profile, 'hubSigning' | 'hubSealing'> {
  const pinned = (key: Uint8Array) => ({ keyId: keyId(key), publicKey: hex(key) })
  return { hubSigning: pinned(signing), hubSealing: pinned(sealing) }
}
