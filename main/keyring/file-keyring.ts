import { wipe } from '../../protocol/bytes.ts'
import { done, refuse, type Refusal, type Result } from '../../protocol/result.ts'
import { keyId } from '../../protocol/signature.ts'
import { openAllEpochs, openEpochKey } from './epoch.ts'
import { checkMac, formatKeyring, type KeyringBody, type Member, type ReadKeyring } from './keyring-file.ts'
import { beginEpoch, makeMember, openDeviceKey, retire, withMember } from './membership.ts'
import { Identity, publicKeysOf, Session } from './session.ts'
import { decoySlot, isLongEnough, openSlot, sealSlot, type PrivateKeys, type SlotSecrets } from './slot.ts'
import type {
  Keyring,
  KeyringStorage,
  MemberKeys,
  NewMember,
  SignIn,
  SigningIdentity,
  SignInRefusal,
  UnlockedKeyring,
} from './types.ts'

const FREE_ATTEMPTS = 2
const LONGEST_WAIT_MS = 5 * 60 * 1000

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
  readonly #attempts = new Map<string, number>()
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
    const epochs = openAllEpochs(body, epochKey)
    const deviceKey = openDeviceKey(body, epochKey)
    if (epochs === undefined || deviceKey === undefined) {
      wipe(keys.signing, keys.sealing, epochKey)
      return refuse('KEYRING_DAMAGED', 'an epoch or the device key does not open')
    }
    return done(new Session(member, keys, epochs, deviceKey))
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
  ): Promise<{ ok: true; value: OpenedMember } | SignInRefusal | Refusal<'KEYRING_DAMAGED'>> {
    const read = this.#read
    const member = read.body.members.find((one) => one.staffNo === staffNo)
    const keys = await openSlot(member ?? this.#decoy(staffNo), password, this.#secrets.machineSecret)
    if (member === undefined || keys === undefined) return this.#refuseSignIn(staffNo)
    this.#attempts.delete(staffNo)
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

  #refuseSignIn(staffNo: string): SignInRefusal {
    const attempts = (this.#attempts.get(staffNo) ?? 0) + 1
    this.#attempts.set(staffNo, attempts)
    const late = attempts - FREE_ATTEMPTS
    const retryAfterMs = late <= 0 ? 0 : Math.min(1000 * 2 ** (late - 1), LONGEST_WAIT_MS)
    return { ...refuse('SIGN_IN_REFUSED', 'staff number or password'), attempts, retryAfterMs }
  }

  async addMember(
    by: UnlockedKeyring,
    member: NewMember,
  ): Promise<Result<MemberKeys, 'MEMBER_EXISTS' | 'PASSWORD_TOO_SHORT'>> {
    if (!isLongEnough(member.password)) return tooShort()
    return this.#change(async () => {
      if (this.#find(member.staffNo) !== undefined) return refuse('MEMBER_EXISTS', member.staffNo)
      return done(await this.#putMember(by, member))
    })
  }

  async resetPassword(
    by: UnlockedKeyring,
    member: NewMember,
  ): Promise<Result<MemberKeys, 'MEMBER_UNKNOWN' | 'PASSWORD_TOO_SHORT'>> {
    if (!isLongEnough(member.password)) return tooShort()
    return this.#change(async () => {
      if (this.#find(member.staffNo) === undefined) return refuse('MEMBER_UNKNOWN', member.staffNo)
      const keys = await this.#putMember(by, member)
      this.#attempts.delete(member.staffNo)
      return done(keys)
    })
  }

  async #putMember(by: UnlockedKeyring, member: NewMember): Promise<MemberKeys> {
    const epochKey = this.#currentKeyOf(by)
    const made = await makeMember(member, this.currentEpoch, epochKey, this.#secrets)
    await this.#store(withMember(this.#body, made), epochKey)
    return publicKeysOf(made)
  }

  async changePassword(staffNo: string, oldPassword: string, newPassword: string): Promise<SignIn<void>> {
    if (!isLongEnough(newPassword)) return tooShort()
    return this.#change(async () => {
      const opened = await this.#openMember(staffNo, oldPassword)
      if (!opened.ok) return opened
      const { member, keys, epochKey } = opened.value
      const slot = await sealSlot(member, keys, newPassword, this.#secrets)
      const members = this.#body.members.map((one) => (one === member ? { ...member, slot } : one))
      await this.#store({ ...this.#body, members }, epochKey)
      wipe(keys.signing, keys.sealing, epochKey)
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
      await this.#store(next.body, next.key)
      asSession(by).learn(next.epoch, next.key)
      return done({ epoch: next.epoch })
    })
  }

  #find(staffNo: string): Member | undefined {
    return this.#body.members.find((member) => member.staffNo === staffNo)
  }

  #currentKeyOf(by: UnlockedKeyring): Uint8Array {
    const key = asSession(by).epochKey(this.currentEpoch)
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

  async #store(body: KeyringBody, epochKey: Uint8Array): Promise<void> {
    const { bytes, read } = formatKeyring(body, epochKey)
    await this.#storage.replace(bytes)
    this.#read = read
  }
}

const EMPTY = new Uint8Array()

function tooShort(): Refusal<'PASSWORD_TOO_SHORT'> {
  return refuse('PASSWORD_TOO_SHORT', 'under 8 characters')
}

function asSession(by: UnlockedKeyring): Session {
  if (!(by instanceof Session)) throw new TypeError('not a session of a keyring')
  return by
}
