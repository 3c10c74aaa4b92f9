/**
 * A PC becomes a device of a branch: head office's keys are pinned, two managers get their first passwords, the
 * store is made. The profile is written last; cut off before that, nothing was begun and it is done again.
 */
import type { Refusal } from '../../domain/decide-types.ts'
import { decide } from '../../domain/decide.ts'
import type { EventDraft } from '../../domain/events.ts'
import { refuse } from '../../domain/refuse.ts'
import { hex } from '../../protocol/bytes.ts'
import type { HeadOffice, HeadOfficeOutput } from '../../protocol/head-office.ts'
import { hubFingerprint } from '../../protocol/hub-head.ts'
import type { KeyringStorage, UnlockedKeyring } from '../keyring/types.ts'
import { knownRefusal } from './answers.ts'
import { program } from './commands.ts'
import { isWeakPassword } from './passwords.ts'
import type { DeskPorts, StorePlace } from './ports.ts'
import { formatProfile, type Profile } from './profile.ts'
import { keyringRefusal, Vault } from './vault.ts'
import { publicKeyOf } from './passwords-renewed.ts'
import { Workplace } from './workplace.ts'

export type HubIdentity = Omit<HeadOfficeOutput<'identify'>, 'statements'>
type Enrolled = Extract<HeadOfficeOutput<'enrol'>, { ok: true }>
export interface FirstManager {
  readonly staffNo: string
  readonly password: string
}

/** What is compared over the telephone before anything is pinned. */
export function fingerprintOf({ realm, signing, sealing }: HubIdentity): string {
  return hubFingerprint({ realm, signing: signing.publicKey, sealing: sealing.publicKey })
}

export interface BranchStart {
  readonly place: StorePlace
  readonly headOffice: HeadOffice
  /** As it was shown for the comparison: other keys answering now are not taken. */
  readonly identity: HubIdentity
  /** Kept for the time after; absent for the training head office, which has none. */
  readonly address?: string
  /** One-time enrolment code. */
  readonly code: string
  readonly managers: readonly [FirstManager, FirstManager]
  /** Right after the first facts, the store still open by the first manager's keys. */
  readonly furnish?: (work: Workplace) => Promise<void>
}

export interface BranchStarted {
  readonly ok: true
  readonly vault: Vault
  readonly branchName: string
  /** To be shown and printed once; stored nowhere. */
  readonly recoveryCode: string
}

export async function startBranch(ports: DeskPorts, start: BranchStart): Promise<BranchStarted | Refusal> {
  const { place, headOffice, identity, managers } = start
  if (identity.realm !== place.realm) return refuse('STORE_OTHER_REALM')
  const weak = managers.some(({ staffNo, password }) => isWeakPassword(staffNo, password))
  if (weak) return refuse('PASSWORD_WEAK')
  const again = await headOffice.identify({})
  if (fingerprintOf(again) !== fingerprintOf(identity)) return refuse('FINGERPRINT_DIFFERS')
  // Made in memory: head office wants the device's key before it names the device, and may still say no.
  const storage = memoryStorage()
  const made = await place.createKeyring(storage, ports.effects.newId(), managers)
  if (!made.ok) return keyringRefusal(made.code)
  const enrolled = await headOffice.enrol({
    code: start.code,
    devicePublicKey: made.value.keyring.device.publicKey,
    deviceName: ports.deviceName,
    managers: managers.map(({ staffNo }) => staffNo),
  })
  if (!enrolled.ok) return knownRefusal(enrolled.code, enrolled.detail, 'ENROLMENT_CODE_WRONG')
  await place.keyringStorage.replace(await storage.bytes())
  const profile = profileOf(ports, start, enrolled)
  const keyring = await place.openKeyring(place.keyringStorage)
  if (!keyring.ok) return keyringRefusal(keyring.code)
  const vault = new Vault(ports, place, profile, keyring.value)
  await writeFirstFacts(ports, vault, enrolled, start)
  await place.writeProfile(formatProfile(profile))
  return { ok: true, vault, branchName: profile.branchName, recoveryCode: made.value.recoveryCode }
}

function profileOf(
  { effects }: DeskPorts,
  { identity: { realm, signing, sealing }, address }: BranchStart,
  { device, branchNo, branchName }: Enrolled,
): Profile {
  return {
    format: 1,
    realm,
    storeId: effects.newId(),
    device,
    branchNo,
    branchName,
    ...(address !== undefined && { headOfficeAddress: address }),
    hubSigning: { keyId: signing.keyId, publicKey: hex(signing.publicKey) },
    hubSealing: { keyId: sealing.keyId, publicKey: hex(sealing.publicKey) },
  }
}

async function writeFirstFacts(
  ports: DeskPorts,
  vault: Vault,
  enrolled: Enrolled,
  { identity, managers, furnish }: BranchStart,
): Promise<void> {
  const [first] = managers
  const keys = await vault.keyring.unlock(first.staffNo, first.password)
  if (!keys.ok) throw new Error(`the keyring just made does not open: ${keys.code}`)
  try {
    const work = await Workplace.open(ports, vault, keys.value, ports.onError)
    try {
      const drafts = firstFacts(work, enrolled, identity, managers)
      await work.store.commit(drafts, { by: first.staffNo, signers: [keys.value satisfies UnlockedKeyring] })
      await furnish?.(work)
    } finally {
      await work.close()
    }
  } finally {
    keys.value.lock()
  }
}

function firstFacts(
  work: Workplace,
  { device, branchNo, branchName, policy, staff }: Enrolled,
  identity: HubIdentity,
  managers: readonly FirstManager[],
): EventDraft[] {
  const hubFingerprintText = fingerprintOf(identity)
  const isFirst = (staffNo: string): boolean => managers.some((manager) => manager.staffNo === staffNo)
  const opened = decide(
    { type: 'openBranch', branchName, managers: staff.filter(({ staffNo }) => isFirst(staffNo)) },
    work.store.state,
    { ...work.commands.context(program), policy },
  )
  if (!opened.ok) throw new Error(`a new store refuses its branch: ${opened.code}`)
  return [
    {
      type: 'Enrolled',
      v: 1,
      data: { device, branchNo, hubKeyId: identity.signing.keyId, hubFingerprint: hubFingerprintText },
    },
    ...opened.events,
    ...staff
      .filter(({ staffNo }) => !isFirst(staffNo))
      .map((member): EventDraft => ({ type: 'StaffAdded', v: 1, data: { ...member } })),
    ...managers.map(({ staffNo }): EventDraft => ({
      type: 'PasswordSet',
      v: 1,
      data: { staffNo, how: 'initial', ...publicKeyOf(work.vault.keyring, staffNo) },
    })),
    { type: 'RecoveryCodePrinted', v: 1, data: {} },
  ]
}

export interface MemoryStorage extends KeyringStorage {
  bytes(): Promise<Uint8Array>
}

export function memoryStorage(start?: Uint8Array): MemoryStorage {
  let content = start
  return {
    read: async () => content,
    replace: async (bytes) => {
      content = bytes.slice()
    },
    bytes: async () => {
      if (content === undefined) throw new Error('no keyring was made')
      return content
    },
  }
}
