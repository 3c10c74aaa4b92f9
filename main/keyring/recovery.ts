/** The recovery code's side of the keyring: making one, and what one opens. */
import { wipe } from '../../protocol/bytes.ts'
import { done, refuse, type Refusal, type Result } from '../../protocol/result.ts'
import { openEpochKey, sealEpochKey } from './epoch.ts'
import { checkMac, type KeyringBody, type ReadKeyring } from './keyring-file.ts'
import { beginEpoch, makeMember, retire, withMember, type NewEpoch } from './membership.ts'
import {
  formatRecoveryCode,
  parseRecoveryCode,
  recoveryKeyPair,
  RECOVERY_SECRET_BYTES,
} from './recovery-code.ts'
import { isLongEnough, machineMark, type SlotSecrets } from './slot.ts'
import type { FirstMembers, RecoveryCode } from './types.ts'

/** A fresh code, and the epoch key sealed to it. */
export async function makeRecovery(
  epoch: number,
  epochKey: Uint8Array,
  { random }: Pick<SlotSecrets, 'random'>,
): Promise<RecoveryCode & { readonly sealed: KeyringBody['recovery'] }> {
  const secret = random(RECOVERY_SECRET_BYTES)
  const { publicKey, privateKey } = await recoveryKeyPair(secret)
  const recoveryCode = formatRecoveryCode(secret)
  wipe(secret, privateKey)
  const box = await sealEpochKey(epoch, null, publicKey, epochKey)
  return { recoveryCode, sealed: { sealing: publicKey, box } }
}

/** The current epoch key by a code as it was typed. */
export async function openByCode(
  read: ReadKeyring,
  code: string,
): Promise<Result<Uint8Array, 'RECOVERY_CODE_INVALID' | 'RECOVERY_REFUSED' | 'KEYRING_DAMAGED'>> {
  const secret = parseRecoveryCode(code)
  if (!secret.ok) return secret
  const { privateKey } = await recoveryKeyPair(secret.value)
  const { body } = read
  const epochKey = await openEpochKey(body, null, privateKey, body.recovery.box)
  wipe(secret.value, privateKey)
  if (epochKey === undefined)
    return refuse('RECOVERY_REFUSED', 'the code of another keyring, a used one, or a damaged file')
  if (!checkMac(read, epochKey)) return refuse('KEYRING_DAMAGED', 'the file is not what a member of it wrote')
  return done(epochKey)
}

export function checkFirst([first, second]: FirstMembers):
  Refusal<'PASSWORD_TOO_SHORT' | 'MEMBER_EXISTS'> | undefined {
  if (first.staffNo === second.staffNo) return refuse('MEMBER_EXISTS', 'the two managers are two people')
  const short = [first, second].find(({ password }) => !isLongEnough(password))
  return short && refuse('PASSWORD_TOO_SHORT', short.staffNo)
}

/** The keyring begun anew on this machine: these two in the place of all members, a new epoch, a new code. */
export async function renewed(
  body: KeyringBody,
  epochKey: Uint8Array,
  managers: FirstMembers,
  secrets: SlotSecrets,
): Promise<NewEpoch & RecoveryCode> {
  // Nothing is sealed to people whose passwords are lost; their signatures stay verifiable.
  const {
    epoch,
    key,
    body: begun,
  } = await beginEpoch(
    retire(body, () => true),
    epochKey,
    secrets,
  )
  const { recoveryCode, sealed } = await makeRecovery(epoch, key, secrets)
  let next: KeyringBody = { ...begun, recovery: sealed, machine: machineMark(secrets.machineSecret) }
  for (const manager of managers) next = withMember(next, await makeMember(manager, epoch, key, secrets))
  return { epoch, key, body: next, recoveryCode }
}
