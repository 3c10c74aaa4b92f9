/**
 * The keyring: who can open this PC's store (ARCHITECTURE.md, The store, Keyring). Keys are made and
 * sealed on this PC; neither a password nor a private key ever leaves it.
 */
import { wipe } from '../../protocol/bytes.ts'
import { done, refuse, type Refusal, type Result } from '../../protocol/result.ts'
import { epochCommitment, EPOCH_KEY_BYTES, openEpochKey, sealEpochKey } from './epoch.ts'
import { FileKeyring } from './file-keyring.ts'
import { checkMac, formatKeyring, parseKeyring, type KeyringBody, type Member } from './keyring-file.ts'
import { beginEpoch, makeDevice, makeMember, retire, withMember } from './membership.ts'
import {
  formatRecoveryCode,
  parseRecoveryCode,
  recoveryKeyPair,
  RECOVERY_SECRET_BYTES,
} from './recovery-code.ts'
import { isLongEnough, MIN_MACHINE_SECRET_BYTES, PRODUCT_ARGON2, type SlotSecrets } from './slot.ts'
import type { Keyring, KeyringOptions, NewKeyring, NewMember } from './types.ts'

/** Two people, because a branch starts with two managers (rule 12). */
export type FirstMembers = readonly [NewMember, NewMember]

function slotSecrets({ machineSecret, random, argon2 }: KeyringOptions): SlotSecrets {
  if (machineSecret.length < MIN_MACHINE_SECRET_BYTES) throw new TypeError('the machine secret is too short')
  return { machineSecret, random, cost: argon2 ?? PRODUCT_ARGON2 }
}

function checkFirst([first, second]: FirstMembers):
  Refusal<'PASSWORD_TOO_SHORT' | 'MEMBER_EXISTS'> | undefined {
  if (first.staffNo === second.staffNo) return refuse('MEMBER_EXISTS', 'the two managers are two people')
  const short = [first, second].find(({ password }) => !isLongEnough(password))
  return short && refuse('PASSWORD_TOO_SHORT', short.staffNo)
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
    epochs: [{ commitment: epochCommitment(1, epochKey), predecessor: new Uint8Array() }],
    members,
    formerKeys: [],
    recovery: recovery.sealed,
    device: makeDevice(device, epochKey, options.random),
    formerDevices: [],
  }
  return done(await storeNew(options, secrets, body, epochKey, recovery.code))
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
  const opened = await openByCode(options, code)
  if (!opened.ok) return opened
  const { body, epochKey } = opened.value
  if ([body.device, ...body.formerDevices].some(({ id }) => id === device)) {
    throw new TypeError('a restored store is a new device')
  }
  const { epoch, key, body: begun } = await beginEpoch({ ...body, members: [] }, epochKey, options)
  wipe(epochKey)
  const recovery = await makeRecovery(epoch, key, options)
  let next: KeyringBody = {
    ...retire({ ...begun, members: body.members }, () => true),
    recovery: recovery.sealed,
    device: makeDevice(device, key, options.random),
    formerDevices: [...body.formerDevices, { id: body.device.id, signing: body.device.signing }],
  }
  for (const manager of managers) next = withMember(next, await makeMember(manager, epoch, key, secrets))
  return done(await storeNew(options, secrets, next, key, recovery.code))
}

async function openByCode(
  { storage }: KeyringOptions,
  code: string,
): Promise<Result<{ body: KeyringBody; epochKey: Uint8Array }, RecoverCode>> {
  const secret = parseRecoveryCode(code)
  if (!secret.ok) return secret
  const content = await storage.read()
  if (content === undefined) return refuse('KEYRING_MISSING', 'no keyring file')
  const read = parseKeyring(content)
  if (!read.ok) return read
  const { privateKey } = await recoveryKeyPair(secret.value)
  const { body } = read.value
  const epochKey = await openEpochKey(body, null, privateKey, body.recovery.box)
  wipe(secret.value, privateKey)
  if (epochKey === undefined)
    return refuse('RECOVERY_REFUSED', 'the code of another keyring, or a damaged file')
  if (!checkMac(read.value, epochKey))
    return refuse('KEYRING_DAMAGED', 'the file is not what a member of it wrote')
  return done({ body, epochKey })
}

async function makeRecovery(
  epoch: number,
  epochKey: Uint8Array,
  { random }: Pick<KeyringOptions, 'random'>,
): Promise<{ readonly code: string; readonly sealed: KeyringBody['recovery'] }> {
  const secret = random(RECOVERY_SECRET_BYTES)
  const { publicKey, privateKey } = await recoveryKeyPair(secret)
  const code = formatRecoveryCode(secret)
  wipe(secret, privateKey)
  return { code, sealed: { sealing: publicKey, box: await sealEpochKey(epoch, null, publicKey, epochKey) } }
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
