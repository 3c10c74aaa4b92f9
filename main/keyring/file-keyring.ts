import { sameBytes, wipe } from '../../protocol/bytes.ts'
import { done, refuse, type Refusal, type Result } from '../../protocol/result.ts'
import { keyId } from '../../protocol/signature.ts'
import { openAllEpochs, openEpochKey } from './epoch.ts'
import { checkMac, formatKeyring, type KeyringBody, type Member, type ReadKeyring } from './keyring-file.ts'
import { beginEpoch, makeMember, openDeviceKey, retire, withMember, type NewEpoch } from './membership.ts'
import { checkFirst, makeRecovery, openByCode, renewed } from './recovery.ts'
import { parseRecoveryCode } from './recovery-code.ts'
import { Identity, OpenKeys, publicKeysOf, Session } from './session.ts'
import {
  decoySlot,
  isLongEnough,
  isSamePassword,
  machineMark,
  openSlot,
  sealSlot,
  type PrivateKeys,
  type SlotSecrets,
} from './slot.ts'
import { witnessObstacle } from './witness.ts'
import type {
  FirstMembers,
  Keyring,
  KeyringStorage,
  MemberKeys,
  NewMember,
  PasswordSet,
  RecoveredKeyring,
  RecoveryCode,
  SignIn,
  SigningIdentity,
  StoreKeys,
  UnlockedKeyring,
  Witness,
} from './types.ts'

interface OpenedMember {
  /** The body the member was found in; another may have been stored since. */
  readonly body: KeyringBody
  readonly member: Member
  readonly keys: PrivateKeys
  readonly epochKey: Uint8Array
}

/** The keyring over its file. Made by `createKeyring`, `openKeyring` and `recoverKeyring` only. */
export class FileKeyring implements Keyring {
  readonly #storage: KeyringStorage
  readonly #secrets: SlotSecrets
  #read: ReadKeyring
  #changing: Promise<unknown> = Promise.resolve()

  constructor(storage: KeyringStorage, secrets: SlotSecrets, read: ReadKeyring) {
    this.#storage = storage
    this.#secrets = secrets
    this.#read = read
  }

  get #body(): KeyringBody {
    return this.#read.body
  }

  get members(): readonly MemberKeys[] {
    return this.#body.members.map(publicKeysOf)
  }

  get currentEpoch(): number {
    return this.#body.epochs.length
  }

  get device(): { readonly id: string; readonly publicKey: Uint8Array } {
    return { id: this.#body.device.id, publicKey: this.#body.device.signing }
  }

  get onThisMachine(): boolean {
    return sameBytes(this.#body.machine, machineMark(this.#secrets.machineSecret))
  }

  isTemporary(staffNo: string): boolean {
    return this.#find(staffNo)?.temporary ?? false
  }

  devicePublicKey(device: string): Uint8Array | undefined {
    return [this.#body.device, ...this.#body.formerDevices].find(({ id }) => id === device)?.signing
  }

  signingKeyOf(staffNo: string, id: string): Uint8Array | undefined {
    const known = [...this.#body.members, ...this.#body.formerKeys]
    return known.find((one) => one.staffNo === staffNo && keyId(one.signing) === id)?.signing
  }

  async unlock(staffNo: string, password: string): Promise<SignIn<UnlockedKeyring>> {
    const opened = await this.#openMember(staffNo, password)
    if (!opened.ok) return opened
    const { body, member, keys, epochKey } = opened.value
    const store = openStore(body, epochKey)
    if (store === undefined) {
      wipe(keys.signing, keys.sealing, epochKey)
      return refuse('KEYRING_DAMAGED', DOES_NOT_OPEN)
    }
    return done(new Session(member, keys, store))
  }

  async authenticate(staffNo: string, password: string): Promise<SignIn<SigningIdentity>> {
    const opened = await this.#openMember(staffNo, password)
    if (!opened.ok) return opened
    wipe(opened.value.epochKey)
    return done(new Identity(opened.value.member, opened.value.keys))
  }

  async #openMember(
    staffNo: string,
    password: string,
  ): Promise<{ ok: true; value: OpenedMember } | Refusal<'SIGN_IN_REFUSED' | 'KEYRING_DAMAGED'>> {
    const read = this.#read
    const member = read.body.members.find((one) => one.staffNo === staffNo)
    const keys = await openSlot(member ?? this.#decoy(staffNo), password, this.#secrets)
    if (member === undefined || keys === undefined) {
      return refuse('SIGN_IN_REFUSED', 'staff number or password')
    }
    const epochKey = await openEpochKey(read.body, staffNo, keys.sealing, member.box)
    if (epochKey === undefined || !checkMac(read, epochKey)) {
      wipe(keys.signing, keys.sealing)
      return refuse('KEYRING_DAMAGED', 'the file is not what a member of it wrote')
    }
    return done({ body: read.body, member, keys, epochKey })
  }

  #decoy(staffNo: string): Pick<Member, 'staffNo' | 'signing' | 'sealing' | 'slot'> {
    const { random, cost } = this.#secrets
    return { staffNo, signing: EMPTY, sealing: EMPTY, slot: decoySlot(random, cost) }
  }

  async addMember(
    by: UnlockedKeyring,
    member: NewMember,
  ): Promise<Result<MemberKeys, 'MEMBER_EXISTS' | 'PASSWORD_TOO_SHORT'>> {
    if (!isLongEnough(member.password)) return tooShort()
    return this.#change(async () => {
      if (this.#find(member.staffNo) !== undefined) return refuse('MEMBER_EXISTS', member.staffNo)
      const epochKey = this.#currentKeyOf(by)
      const made = await makeMember(member, this.currentEpoch, epochKey, this.#secrets)
      await this.#store(withMember(this.#body, made), epochKey)
      return done(publicKeysOf(made))
    })
  }

  async setPassword(
    by: UnlockedKeyring,
    witness: Witness,
    member: NewMember,
  ): Promise<Result<PasswordSet, 'PASSWORD_TOO_SHORT' | 'RECOVERY_CODE_INVALID' | 'RECOVERY_REFUSED'>> {
    if (!isLongEnough(member.password)) return tooShort()
    const { staffNo } = member
    if (by.staffNo === staffNo) throw new TypeError('one’s own password is changed, not set')
    return this.#change(async () => {
      const present = { epoch: this.currentEpoch, key: this.#currentKeyOf(by), body: this.#body }
      const obstacle = await witnessObstacle(this.#read, witness, { by: by.staffNo, member: staffNo })
      if (obstacle !== undefined) return obstacle
      const others = retire(this.#body, (one) => one.staffNo === staffNo)
      const { epoch, key, body } =
        this.#find(staffNo) === undefined ? present : await beginEpoch(others, present.key, this.#secrets)
      const made = await makeMember(member, epoch, key, this.#secrets)
      // Read out once, it is nobody's secret any more.
      const recovery = 'recoveryCode' in witness ? await makeRecovery(epoch, key, this.#secrets) : undefined
      const next = { ...withMember(body, made), recovery: recovery?.sealed ?? body.recovery }
      await this.#begin(by, { epoch, key, body: next })
      return done({ member: publicKeysOf(made), epoch, recoveryCode: recovery?.recoveryCode ?? null })
    })
  }

  async changePassword(by: UnlockedKeyring, oldPassword: string, newPassword: string): Promise<SignIn<void>> {
    if (!isLongEnough(newPassword)) return tooShort()
    if (isSamePassword(oldPassword, newPassword)) return refuse('PASSWORD_SAME', 'nothing would change')
    return this.#change(async () => {
      const opened = await this.#openMember(by.staffNo, oldPassword)
      if (!opened.ok) return opened
      const { member, keys, epochKey } = opened.value
      const slot = await sealSlot(member, keys, newPassword, this.#secrets)
      wipe(keys.signing, keys.sealing)
      const next = await beginEpoch(
        withSlot(this.#body, { ...member, slot, temporary: false }),
        epochKey,
        this.#secrets,
      )
      wipe(epochKey)
      await this.#begin(by, next)
      return done(undefined)
    })
  }

  async removeMember(
    by: UnlockedKeyring,
    staffNo: string,
  ): Promise<Result<{ readonly epoch: number }, 'MEMBER_UNKNOWN' | 'LAST_MEMBER'>> {
    return this.#change(async () => {
      if (this.#find(staffNo) === undefined) return refuse('MEMBER_UNKNOWN', staffNo)
      if (this.#body.members.length === 1) return refuse('LAST_MEMBER', staffNo)
      const remaining = retire(this.#body, (member) => member.staffNo === staffNo)
      const next = await beginEpoch(remaining, this.#currentKeyOf(by), this.#secrets)
      await this.#begin(by, next)
      return done({ epoch: next.epoch })
    })
  }

  isRecoveryCode(typed: string): boolean {
    return parseRecoveryCode(typed).ok
  }

  async recover(
    code: string,
  ): Promise<Result<RecoveredKeyring, 'RECOVERY_CODE_INVALID' | 'RECOVERY_REFUSED' | 'KEYRING_DAMAGED'>> {
    const read = this.#read
    const opened = await openByCode(read, code)
    if (!opened.ok) return opened
    const keys = openStore(read.body, opened.value)
    if (keys === undefined) return refuse('KEYRING_DAMAGED', DOES_NOT_OPEN)
    return done({
      get currentEpoch() {
        return keys.currentEpoch
      },
      epochKey: (epoch) => keys.epochKey(epoch),
      deviceSign: (bytes) => keys.deviceSign(bytes),
      lock: () => keys.lock(),
      renew: (managers) => this.#renew(keys, managers),
    })
  }

  async #renew(
    by: OpenKeys,
    managers: FirstMembers,
  ): Promise<Result<RecoveryCode, 'MEMBER_EXISTS' | 'PASSWORD_TOO_SHORT'>> {
    const wrong = checkFirst(managers)
    if (wrong !== undefined) return wrong
    return this.#change(async () => {
      const next = await renewed(this.#body, this.#currentKeyOf(by), managers, this.#secrets)
      await this.#begin(by, next)
      return done({ recoveryCode: next.recoveryCode })
    })
  }

  #find(staffNo: string): Member | undefined {
    return this.#body.members.find((member) => member.staffNo === staffNo)
  }

  #currentKeyOf(by: StoreKeys): Uint8Array {
    const key = openKeysOf(by).epochKey(this.currentEpoch)
    if (key === undefined) throw new TypeError('the session is locked or does not know the current epoch')
    // A file changed behind the program's back must not be signed anew.
    if (!checkMac(this.#read, key)) throw new TypeError('the session belongs to another keyring')
    return key
  }

  /** One change at a time: each builds on the file the last one wrote. */
  #change<T>(change: () => Promise<T>): Promise<T> {
    const result = this.#changing.then(change)
    this.#changing = result.catch(() => undefined)
    return result
  }

  /** A new epoch is durable before anybody writes under it. */
  async #begin(by: StoreKeys, { epoch, key, body }: NewEpoch): Promise<void> {
    await this.#store(body, key)
    openKeysOf(by).learn(epoch, key)
  }

  async #store(body: KeyringBody, epochKey: Uint8Array): Promise<void> {
    const { bytes, read } = formatKeyring(body, epochKey)
    await this.#storage.replace(bytes)
    this.#read = read
  }
}

const EMPTY = new Uint8Array()
const DOES_NOT_OPEN = 'an epoch or the device key does not open'

function openStore(body: KeyringBody, epochKey: Uint8Array): OpenKeys | undefined {
  const epochs = openAllEpochs(body, epochKey)
  const deviceKey = openDeviceKey(body, epochKey)
  return epochs && deviceKey && new OpenKeys(epochs, deviceKey)
}

function withSlot(body: KeyringBody, changed: Member): KeyringBody {
  const members = body.members.map((one) => (one.staffNo === changed.staffNo ? changed : one))
  return { ...body, members }
}

function tooShort(): Refusal<'PASSWORD_TOO_SHORT'> {
  return refuse('PASSWORD_TOO_SHORT', 'under 8 characters')
}

function openKeysOf(by: StoreKeys): OpenKeys {
  const keys = by instanceof Session ? by.store : by
  if (!(keys instanceof OpenKeys)) throw new TypeError('not keys of a keyring')
  return keys
}
