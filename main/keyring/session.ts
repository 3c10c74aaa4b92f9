import type { KeyObject } from 'node:crypto'
import { wipe } from '../../protocol/bytes.ts'
import { keyId, signBytes, signingKey } from '../../protocol/signature.ts'
import type { Member } from './keyring-file.ts'
import type { PrivateKeys } from './slot.ts'
import type { MemberKeys, SigningIdentity, StoreKeys, UnlockedKeyring } from './types.ts'

export function publicKeysOf({
  staffNo,
  signing,
  sealing,
}: Pick<Member, 'staffNo' | 'signing' | 'sealing'>): MemberKeys {
  return { staffNo, signingKey: signing, sealingKey: sealing, keyId: keyId(signing) }
}

/** A right password's signing key. The X25519 key is wiped at once: nothing here needs it. */
export class Identity implements SigningIdentity {
  readonly publicKeys: MemberKeys
  #signing: KeyObject | undefined

  constructor(member: Member, keys: PrivateKeys) {
    this.publicKeys = publicKeysOf(member)
    this.#signing = signingKey(keys.signing)
    wipe(keys.signing, keys.sealing)
  }

  get staffNo(): string {
    return this.publicKeys.staffNo
  }

  get by(): string {
    return this.publicKeys.staffNo
  }

  get key(): string {
    return this.publicKeys.keyId
  }

  sign(bytes: Uint8Array): Uint8Array {
    if (this.#signing === undefined) throw new TypeError('the signing identity is locked')
    return signBytes(this.#signing, bytes)
  }

  /** A key object has no erase in Node: dropping it is all there is. The docs say so. */
  lock(): void {
    this.#signing = undefined
  }
}

/** Every epoch key and the device key, until they are locked. */
export class OpenKeys implements StoreKeys {
  readonly #epochs: Map<number, Uint8Array>
  #deviceKey: KeyObject | undefined

  constructor(epochs: Map<number, Uint8Array>, devicePrivateKey: Uint8Array) {
    this.#epochs = epochs
    this.#deviceKey = signingKey(devicePrivateKey)
    wipe(devicePrivateKey)
  }

  get currentEpoch(): number {
    return this.#epochs.size
  }

  epochKey(epoch: number): Uint8Array | undefined {
    return this.#epochs.get(epoch)
  }

  deviceSign(bytes: Uint8Array): Uint8Array {
    if (this.#deviceKey === undefined) throw new TypeError('the session is locked')
    return signBytes(this.#deviceKey, bytes)
  }

  /** A new epoch, begun with these keys. */
  learn(epoch: number, key: Uint8Array): void {
    this.#epochs.set(epoch, key)
  }

  lock(): void {
    wipe(...this.#epochs.values())
    this.#epochs.clear()
    this.#deviceKey = undefined
  }
}

export class Session extends Identity implements UnlockedKeyring {
  readonly store: OpenKeys

  constructor(member: Member, keys: PrivateKeys, store: OpenKeys) {
    super(member, keys)
    this.store = store
  }

  get currentEpoch(): number {
    return this.store.currentEpoch
  }

  epochKey(epoch: number): Uint8Array | undefined {
    return this.store.epochKey(epoch)
  }

  deviceSign(bytes: Uint8Array): Uint8Array {
    return this.store.deviceSign(bytes)
  }

  override lock(): void {
    super.lock()
    this.store.lock()
  }
}
