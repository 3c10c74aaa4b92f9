import type { Random } from '../../protocol/bytes.ts'
import type { RoleSigner } from '../../protocol/envelope.ts'
import type { Refusal, Result } from '../../protocol/result.ts'

/** Cost of one password guess. Product: 64 MiB, t=3, p=1; lower ones are for tests only. */
export interface Argon2Cost {
  readonly memoryKiB: number
  readonly iterations: number
  readonly parallelism: number
}

export interface KeyringOptions {
  /** The keyring file. */
  readonly path: string
  /** At least 32 bytes, from Electron's safeStorage: a copied folder does not open elsewhere. */
  readonly machineSecret: Uint8Array
  readonly random: Random
  /** Default: the product's cost. */
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
  /** X25519, raw 32 bytes. */
  readonly sealingKey: Uint8Array
  /** Key id of `signingKey`. */
  readonly keyId: string
}

/** Somebody whose password was right, able to sign and nothing else. */
export interface SigningIdentity extends RoleSigner {
  readonly staffNo: string
  readonly publicKeys: MemberKeys
  /** Overwrites the private key; signing throws afterwards. */
  lock(): void
}

/** A signed-in member's keys: the signing identity, every epoch key, the device key. */
export interface UnlockedKeyring extends SigningIdentity {
  readonly currentEpoch: number
  /** 32 bytes, or undefined for an epoch this keyring does not know. Do not keep: `lock` overwrites it. */
  epochKey(epoch: number): Uint8Array | undefined
  /** Ed25519 by the device key (device chain heads). */
  deviceSign(bytes: Uint8Array): Uint8Array
  readonly devicePublicKey: Uint8Array
}

export type KeyringCode =
  /** Staff number or password wrong: the two are never told apart. */
  | 'SIGN_IN_REFUSED'
  | 'KEYRING_MISSING'
  | 'KEYRING_EXISTS'
  /** The file is not what this program wrote. */
  | 'KEYRING_DAMAGED'
  | 'KEYRING_NEWER'
  | 'MEMBER_EXISTS'
  | 'MEMBER_UNKNOWN'
  /** The last member cannot be removed: nobody could open the store. */
  | 'LAST_MEMBER'
  | 'PASSWORD_TOO_SHORT'
  | 'RECOVERY_CODE_INVALID'
  | 'RECOVERY_REFUSED'

export interface SignInRefusal extends Refusal<'SIGN_IN_REFUSED'> {
  /** Wrong attempts in a row, this one included. */
  readonly attempts: number
  /** How long the screen should wait before the next try, milliseconds; it grows with `attempts`. */
  readonly retryAfterMs: number
}

export type KeyringRefusal = Refusal<Exclude<KeyringCode, 'SIGN_IN_REFUSED'>>
export type SignIn<T> = { readonly ok: true; readonly value: T } | SignInRefusal | KeyringRefusal

/** One store's keyring file. Every change is durable (temporary file, sync, rename) before it resolves. */
export interface Keyring {
  readonly members: readonly MemberKeys[]
  readonly currentEpoch: number
  readonly devicePublicKey: Uint8Array
  /** Sign-in: takes about a second on purpose (Argon2id). */
  unlock(staffNo: string, password: string): Promise<SignIn<UnlockedKeyring>>
  /** The password again, or an approver over the shoulder: a signature, and no change to the session. */
  authenticate(staffNo: string, password: string): Promise<SignIn<SigningIdentity>>
  addMember(by: UnlockedKeyring, member: NewMember): Promise<Result<MemberKeys, KeyringCode>>
  changePassword(staffNo: string, oldPassword: string, newPassword: string): Promise<SignIn<void>>
  /** A forgotten password: the member gets a new key pair; the old one is lost with the password. */
  resetPassword(by: UnlockedKeyring, member: NewMember): Promise<Result<MemberKeys, KeyringCode>>
  /** Begins a new epoch that the leaver cannot open; nobody's password is needed. */
  removeMember(by: UnlockedKeyring, staffNo: string): Promise<Result<{ readonly epoch: number }, KeyringCode>>
}

export interface CreatedKeyring {
  readonly keyring: Keyring
  /** To print once and lock away: never stored. */
  readonly recoveryCode: string
}
