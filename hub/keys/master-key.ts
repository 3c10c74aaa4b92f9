/**
 * The key over all keys: what the hub's database keeps secret (seeds, its own private keys) lies there wrapped
 * by a master key, which is never in the database. AES-256-GCM; what a thing is tied to is its AAD.
 */
import { hex, sha256, utf8, type Random } from '../../protocol/bytes.ts'
import { openSeal, seal } from '../../protocol/seal.ts'
import { refuse, type Result } from '../../protocol/result.ts'

export interface MasterKey {
  /** Stands in every row that this key wrapped. */
  readonly id: string
  /** Different bytes at every call. */
  wrap(secret: Uint8Array, aad: Uint8Array): Promise<Uint8Array>
  /** One code for another key, another tie and changed bytes: there is no oracle. */
  unwrap(wrapped: Uint8Array, aad: Uint8Array): Promise<Result<Uint8Array, 'NOT_UNWRAPPED'>>
}

/** The master keys that a hub process has, by id. While one replaces another there are two. */
export type MasterKeys = ReadonlyMap<string, MasterKey>

export const MASTER_KEY_BYTES = 32
const ID_LABEL = utf8('fobdesk/master-key-id/1\0')
const WRAP_LABEL = utf8('fobdesk/master-key-wrap/1\0')

/** A master key whose 32 bytes this process holds. Its id follows from it, so none can bear another's name. */
export function masterKeyOf(key: Uint8Array, random: Random): MasterKey {
  if (key.length !== MASTER_KEY_BYTES) throw new TypeError('a master key has 32 bytes')
  const own = key.slice()
  return {
    id: hex(sha256(ID_LABEL, own).subarray(0, 8)),
    wrap: async (secret, aad) => seal({ key: own, label: WRAP_LABEL, aad }, secret, random),
    async unwrap(wrapped, aad) {
      const opened = openSeal({ key: own, label: WRAP_LABEL, aad }, wrapped)
      return opened.ok ? opened : refuse('NOT_UNWRAPPED', opened.detail)
    },
  }
}

export function masterKeysOf(keys: readonly MasterKey[]): MasterKeys {
  return new Map(keys.map((key) => [key.id, key]))
}
