/** How a keyring's body changes. Nothing here reads or writes the file. */
import { wipe } from '../../protocol/bytes.ts'
import { generateHpkeKeyPair } from '../../protocol/hpke.ts'
import { openSeal, seal } from '../../protocol/seal.ts'
import { generateSigningKeyPair } from '../../protocol/signature.ts'
import { deviceKeyContext, epochCommitment, EPOCH_KEY_BYTES, sealEpochKey, sealPredecessor } from './epoch.ts'
import type { KeyringBody, Member } from './keyring-file.ts'
import { sealSlot, type SlotSecrets } from './slot.ts'
import type { NewMember } from './types.ts'

/** A member with fresh keys who can open the current epoch. */
export async function makeMember(
  { staffNo, password, temporary = false }: NewMember,
  epoch: number,
  epochKey: Uint8Array,
  secrets: SlotSecrets,
): Promise<Member> {
  const signing = generateSigningKeyPair(secrets.random)
  const sealing = await generateHpkeKeyPair()
  const known = { staffNo, signing: signing.publicKey, sealing: sealing.publicKey }
  const keys = { signing: signing.privateKey, sealing: sealing.privateKey }
  const slot = await sealSlot(known, keys, password, secrets)
  wipe(keys.signing, keys.sealing)
  return { ...known, slot, temporary, box: await sealEpochKey(epoch, staffNo, sealing.publicKey, epochKey) }
}

/** The body with `member` in the place of whoever had that staff number; a replaced key is remembered. */
export function withMember(body: KeyringBody, member: Member): KeyringBody {
  const others = body.members.filter(({ staffNo }) => staffNo !== member.staffNo)
  return { ...retire(body, (old) => old.staffNo === member.staffNo), members: [...others, member] }
}

/** The body without the members that leave; their signing keys are remembered. */
export function retire(body: KeyringBody, leaves: (member: Member) => boolean): KeyringBody {
  const former = body.members.filter(leaves).map(({ staffNo, signing }) => ({ staffNo, signing }))
  return {
    ...body,
    members: body.members.filter((member) => !leaves(member)),
    formerKeys: [...body.formerKeys, ...former],
  }
}

export interface NewEpoch {
  readonly body: KeyringBody
  readonly epoch: number
  readonly key: Uint8Array
}

/** Begins the next epoch for the members the body has now. */
export async function beginEpoch(
  body: KeyringBody,
  currentKey: Uint8Array,
  { random }: Pick<SlotSecrets, 'random'>,
): Promise<NewEpoch> {
  const epoch = body.epochs.length + 1
  const key = random(EPOCH_KEY_BYTES)
  const predecessor = sealPredecessor(epoch, key, currentKey, random)
  const members: Member[] = []
  for (const member of body.members) {
    members.push({ ...member, box: await sealEpochKey(epoch, member.staffNo, member.sealing, key) })
  }
  const { sealing } = body.recovery
  const devicePrivateKey = openDeviceKey(body, currentKey)
  if (devicePrivateKey === undefined) throw new TypeError('the device key does not open under its epoch')
  const device = sealDeviceKey(body.device.id, body.device.signing, devicePrivateKey, key, random)
  wipe(devicePrivateKey)
  return {
    epoch,
    key,
    body: {
      ...body,
      members,
      device,
      epochs: [...body.epochs, { commitment: epochCommitment(epoch, key), predecessor }],
      recovery: { sealing, box: await sealEpochKey(epoch, null, sealing, key) },
    },
  }
}

export function openDeviceKey(body: KeyringBody, epochKey: Uint8Array): Uint8Array | undefined {
  const { id, signing, sealed } = body.device
  const opened = openSeal(deviceKeyContext(epochKey, id, signing), sealed)
  return opened.ok ? opened.value : undefined
}

function sealDeviceKey(
  id: string,
  publicKey: Uint8Array,
  privateKey: Uint8Array,
  epochKey: Uint8Array,
  random: SlotSecrets['random'],
): KeyringBody['device'] {
  const sealed = seal(deviceKeyContext(epochKey, id, publicKey), privateKey, random)
  return { id, signing: publicKey, sealed }
}

/** A fresh device key pair, its private half sealed under the epoch key. */
export function makeDevice(
  id: string,
  epochKey: Uint8Array,
  random: SlotSecrets['random'],
): KeyringBody['device'] {
  const { publicKey, privateKey } = generateSigningKeyPair(random)
  const device = sealDeviceKey(id, publicKey, privateKey, epochKey, random)
  wipe(privateKey)
  return device
}
