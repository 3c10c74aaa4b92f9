/**
 * The keyring: who can open this PC's store (ARCHITECTURE.md, The store, Keyring). Keys are made and
 * sealed on this PC; neither a password nor a private key ever leaves it.
 */
import { wipe } from '../../protocol/bytes.ts'
import { done, refuse, type Result } from '../../protocol/result.ts'
import { epochCommitment, EPOCH_KEY_BYTES } from './epoch.ts'
import { FileKeyring } from './file-keyring.ts'
import { formatKeyring, parseKeyring, type KeyringBody, type Member } from './keyring-file.ts'
import { makeDevice, makeMember } from './membership.ts'
import { checkFirst, makeRecovery, openByCode, renewed } from './recovery.ts'
import { machineMark, MIN_MACHINE_SECRET_BYTES, PRODUCT_ARGON2, type SlotSecrets } from './slot.ts'
import type { FirstMembers, Keyring, KeyringOptions, NewKeyring } from './types.ts'

function slotSecrets({ machineSecret, random, stretch, argon2 }: KeyringOptions): SlotSecrets {
  if (machineSecret.length < MIN_MACHINE_SECRET_BYTES) throw new TypeError('the machine secret is too short')
  return { machineSecret, random, stretch, cost: argon2 ?? PRODUCT_ARGON2 }
}

/** Makes the keyring of a new store with its first two managers, a device key and a recovery code. */
export async function createKeyring(
  options: KeyringOptions,
  device: string,
  managers: FirstMembers,
): Promise<Result<NewKeyring, 'KEYRING_EXISTS' | 'MEMBER_EXISTS' | 'PASSWORD_TOO_SHORT'>> {
  const secrets = slotSecrets(options)
  const wrong = checkFirst(managers)
  if (wrong !== undefined) return wrong
  if ((await options.storage.read()) !== undefined)
    return refuse('KEYRING_EXISTS', 'this store has a keyring')
  const epochKey = options.random(EPOCH_KEY_BYTES)
  const recovery = await makeRecovery(1, epochKey, options)
  const members: Member[] = []
  for (const manager of managers) members.push(await makeMember(manager, 1, epochKey, secrets))
  const body: KeyringBody = {
    machine: machineMark(options.machineSecret),
    epochs: [{ commitment: epochCommitment(1, epochKey), predecessor: new Uint8Array() }],
    members,
    formerKeys: [],
    recovery: recovery.sealed,
    device: makeDevice(device, epochKey, options.random),
    formerDevices: [],
  }
  return done(await storeNew(options, secrets, body, epochKey, recovery.recoveryCode))
}

/** Reads the keyring file. Whether it is genuine is known once a member's password has opened it. */
export async function openKeyring(
  options: KeyringOptions,
): Promise<Result<Keyring, 'KEYRING_MISSING' | 'KEYRING_DAMAGED' | 'KEYRING_NEWER'>> {
  const secrets = slotSecrets(options)
  const content = await options.storage.read()
  if (content === undefined) return refuse('KEYRING_MISSING', 'no keyring file')
  const read = parseKeyring(content)
  return read.ok ? done(new FileKeyring(options.storage, secrets, read.value)) : read
}

export type RecoverCode =
  | 'KEYRING_MISSING'
  | 'KEYRING_DAMAGED'
  | 'KEYRING_NEWER'
  | 'MEMBER_EXISTS'
  | 'PASSWORD_TOO_SHORT'
  | 'RECOVERY_CODE_INVALID'
  | 'RECOVERY_REFUSED'

/**
 * Opens the store without any machine secret or password and starts it anew on this machine: two managers
 * with fresh keys, a new epoch, a new recovery code (the old one has been read out), and a new device key,
 * because a restored store is always a new device. Everybody else is added again by a manager.
 */
export async function recoverKeyring(
  options: KeyringOptions,
  code: string,
  device: string,
  managers: FirstMembers,
): Promise<Result<NewKeyring, RecoverCode>> {
  const secrets = slotSecrets(options)
  const wrong = checkFirst(managers)
  if (wrong !== undefined) return wrong
  const content = await options.storage.read()
  if (content === undefined) return refuse('KEYRING_MISSING', 'no keyring file')
  const read = parseKeyring(content)
  if (!read.ok) return read
  const opened = await openByCode(read.value, code)
  if (!opened.ok) return opened
  const { body } = read.value
  if ([body.device, ...body.formerDevices].some(({ id }) => id === device)) {
    throw new TypeError('a restored store is a new device')
  }
  const { key, body: begun, recoveryCode } = await renewed(body, opened.value, managers, secrets)
  wipe(opened.value)
  const next: KeyringBody = {
    ...begun,
    device: makeDevice(device, key, options.random),
    formerDevices: [...body.formerDevices, { id: body.device.id, signing: body.device.signing }],
  }
  return done(await storeNew(options, secrets, next, key, recoveryCode))
}

async function storeNew(
  { storage }: KeyringOptions,
  secrets: SlotSecrets,
  body: KeyringBody,
  epochKey: Uint8Array,
  recoveryCode: string,
): Promise<NewKeyring> {
  const { bytes, read } = formatKeyring(body, epochKey)
  await storage.replace(bytes)
  wipe(epochKey)
  return { keyring: new FileKeyring(storage, secrets, read), recoveryCode }
}
