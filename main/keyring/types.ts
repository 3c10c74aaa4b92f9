import type { Random } from '../../protocol/bytes.ts'
import type { RoleSigner } from '../../protocol/envelope.ts'
import type { Refusal, Result } from '../../protocol/result.ts'

/** Cost of one password guess. */
export interface Argon2Cost {
  readonly memoryKiB: number
  readonly iterations: number
  readonly parallelism: number
}

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
  /** Of new slots; every slot keeps its own. Default: the product's cost. Lower ones are for tests only. */
  readonly argon2?: Argon2Cost
}

export interface NewMember {
  /** 職員番号. */
  readonly staffNo: string
  readonly password: string
}

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

/** A signed-in member: the signing identity, every epoch key, the device key. */
export interface UnlockedKeyring extends SigningIdentity {
  readonly currentEpoch: number
  /** 32 bytes, or undefined for an epoch this keyring does not know. Do not keep it: `lock` overwrites it. */
  epochKey(epoch: number): Uint8Array | undefined
  /** Ed25519 by the device key: device chain heads. */
  deviceSign(bytes: Uint8Array): Uint8Array
}

export interface SignInRefusal extends Refusal<'SIGN_IN_REFUSED'> {
  /** Wrong attempts in a row for this staff number since the program started, this one included. */
  readonly attempts: number
  /** How long the screen makes the next try wait, in milliseconds; it grows with `attempts`. */
  readonly retryAfterMs: number
}

export type SignIn<T> =
  { readonly ok: true; readonly value: T } | SignInRefusal | Refusal<'KEYRING_DAMAGED' | 'PASSWORD_TOO_SHORT'>

/** The keyring of one store. Every change is durable before it resolves. */
export interface Keyring {
  readonly members: readonly MemberKeys[]
  readonly currentEpoch: number
  /** The device whose key signs the device chain. */
  readonly device: { readonly id: string; readonly publicKey: Uint8Array }
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
  changePassword(staffNo: string, oldPassword: string, newPassword: string): Promise<SignIn<void>>
  /** A forgotten password: the member gets new keys; the old private ones are lost with the password. */
  resetPassword(
    by: UnlockedKeyring,
    member: NewMember,
  ): Promise<Result<MemberKeys, 'MEMBER_UNKNOWN' | 'PASSWORD_TOO_SHORT'>>
  /** Begins a new epoch that the leaver cannot open. `by` knows it at once; nobody's password is needed. */
  removeMember(
    by: UnlockedKeyring,
    staffNo: string,
  ): Promise<Result<{ readonly epoch: number }, 'MEMBER_UNKNOWN' | 'LAST_MEMBER'>>
}

/** A keyring with a recovery code that was made just now. */
export interface NewKeyring {
  readonly keyring: Keyring
  /** To print once and lock away; it is stored nowhere. */
  readonly recoveryCode: string
}
