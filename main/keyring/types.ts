import type { Random } from '../../protocol/bytes.ts'
import type { RoleSigner } from '../../protocol/envelope.ts'
import type { Refusal, Result } from '../../protocol/result.ts'

/** Cost of one password guess. */
export interface Argon2Cost {
  readonly memoryKiB: number
  readonly iterations: number
  readonly parallelism: number
}

/** One password to be stretched. `password` is overwritten by whoever stretches it. */
export interface Argon2Job {
  readonly password: Uint8Array
  readonly salt: Uint8Array
  readonly cost: Argon2Cost
}

/** Argon2id, 32 bytes; rejects only when there is no memory or no thread for it. */
export type Stretch = (job: Argon2Job) => Promise<Uint8Array>

/** Where the keyring is kept. */
export interface KeyringStorage {
  /** The whole file, or undefined when there is none. */
  read(): Promise<Uint8Array | undefined>
  /** Puts a new whole file in place of the old one; durable when it resolves. */
  replace(bytes: Uint8Array): Promise<void>
}

export interface KeyringOptions {
  /** `keyringFile(path)` on the real disk. */
  readonly storage: KeyringStorage
  /** At least 32 bytes, from Electron's safeStorage: a copied folder does not open elsewhere. */
  readonly machineSecret: Uint8Array
  readonly random: Random
  /** `stretchInThread(script)` in the product. */
  readonly stretch: Stretch
  /** Of new slots; every slot keeps its own. Default: the product's cost. Lower ones are for tests only. */
  readonly argon2?: Argon2Cost
}

export interface NewMember {
  /** 職員番号. */
  readonly staffNo: string
  readonly password: string
  /** Chosen by somebody else: `isTemporary` until the member has changed it. */
  readonly temporary?: boolean
}

/** Two people, because a branch has two managers (rule 12). */
export type FirstMembers = readonly [NewMember, NewMember]

/** What everybody may know about a member. */
export interface MemberKeys {
  readonly staffNo: string
  /** Ed25519, raw 32 bytes: checks the member's role signatures. */
  readonly signingKey: Uint8Array
  /** X25519, raw 32 bytes: what is sealed to the member. */
  readonly sealingKey: Uint8Array
  /** Key id of `signingKey`. */
  readonly keyId: string
}

/** Somebody whose password was right: able to sign, and nothing else. A RoleSigner for `sealEnvelope`. */
export interface SigningIdentity extends RoleSigner {
  readonly staffNo: string
  readonly publicKeys: MemberKeys
  /** Overwrites the private keys; every use afterwards throws. */
  lock(): void
}

/** What opens the store: every epoch key and the device key. */
export interface StoreKeys {
  readonly currentEpoch: number
  /** 32 bytes, or undefined for an epoch this keyring does not know. Do not keep it: `lock` overwrites it. */
  epochKey(epoch: number): Uint8Array | undefined
  /** Ed25519 by the device key: device chain heads. */
  deviceSign(bytes: Uint8Array): Uint8Array
  /** Overwrites the keys; every use afterwards throws. */
  lock(): void
}

/** A signed-in member: the signing identity, every epoch key, the device key. */
export interface UnlockedKeyring extends SigningIdentity, StoreKeys {}

/** The store opened by the recovery code: nobody's identity, until two managers are members anew. */
export interface RecoveredKeyring extends StoreKeys {
  /**
   * Two managers with fresh keys in the place of all members, a new epoch and a new recovery code (the old one
   * has been read out). The device stays the one it was.
   */
  renew(managers: FirstMembers): Promise<Result<RecoveryCode, 'MEMBER_EXISTS' | 'PASSWORD_TOO_SHORT'>>
}

/** To show and print once and lock away; it is stored nowhere. */
export interface RecoveryCode {
  readonly recoveryCode: string
}

/**
 * The second person under a password set for somebody: a manager's right password, or the recovery code out of
 * the safe, which is used up by it.
 */
export type Witness = SigningIdentity | RecoveryCode

export interface PasswordSet {
  readonly member: MemberKeys
  readonly epoch: number
  /** The new one, when the witness was the old one. */
  readonly recoveryCode: string | null
}

export type SignIn<T> =
  | { readonly ok: true; readonly value: T }
  | Refusal<'SIGN_IN_REFUSED' | 'KEYRING_DAMAGED' | 'PASSWORD_TOO_SHORT' | 'PASSWORD_SAME'>

/** The keyring of one store. Every change is durable before it resolves. */
export interface Keyring {
  readonly members: readonly MemberKeys[]
  readonly currentEpoch: number
  /** The device whose key signs the device chain. */
  readonly device: { readonly id: string; readonly publicKey: Uint8Array }
  /** False: its slots are closed by another machine's secret; no password opens it here, the recovery code does. */
  readonly onThisMachine: boolean
  /** The password was set by somebody else and not changed since. */
  isTemporary(staffNo: string): boolean
  /** Raw public key of this device, or of one this store was before it was restored. */
  devicePublicKey(device: string): Uint8Array | undefined
  /** Raw Ed25519 key of a member or a former one, replaced keys too: for `verifyRoleSignatures`. */
  signingKeyOf(staffNo: string, keyId: string): Uint8Array | undefined
  /** Sign-in. Slow on purpose (Argon2id). */
  unlock(staffNo: string, password: string): Promise<SignIn<UnlockedKeyring>>
  /** The password once more, or an approver over the shoulder: a signature, and no change of the session. */
  authenticate(staffNo: string, password: string): Promise<SignIn<SigningIdentity>>
  addMember(
    by: UnlockedKeyring,
    member: NewMember,
  ): Promise<Result<MemberKeys, 'MEMBER_EXISTS' | 'PASSWORD_TOO_SHORT'>>
  /**
   * The member's own new password: another slot around the same keys, and a new epoch, so that the old slot put
   * back from a copy opens nothing that is written from now on.
   */
  changePassword(by: UnlockedKeyring, oldPassword: string, newPassword: string): Promise<SignIn<void>>
  /**
   * A first or forgotten password, set by two people. A member who had one gets new keys (the old private ones are
   * lost with the password) and a new epoch begins.
   * @throws TypeError when `by`, the witness and the member are not three people (a bug: the rules ask before)
   */
  setPassword(
    by: UnlockedKeyring,
    witness: Witness,
    member: NewMember,
  ): Promise<Result<PasswordSet, 'PASSWORD_TOO_SHORT' | 'RECOVERY_CODE_INVALID' | 'RECOVERY_REFUSED'>>
  /** Begins a new epoch that the leaver cannot open. `by` knows it at once; nobody's password is needed. */
  removeMember(
    by: UnlockedKeyring,
    staffNo: string,
  ): Promise<Result<{ readonly epoch: number }, 'MEMBER_UNKNOWN' | 'LAST_MEMBER'>>
  /** The code's check symbols hold; whether it is this keyring's is not asked. */
  isRecoveryCode(typed: string): boolean
  /** Opens the store without any password. */
  recover(
    code: string,
  ): Promise<Result<RecoveredKeyring, 'RECOVERY_CODE_INVALID' | 'RECOVERY_REFUSED' | 'KEYRING_DAMAGED'>>
}

/** A keyring with a recovery code that was made just now. */
export interface NewKeyring extends RecoveryCode {
  readonly keyring: Keyring
}
