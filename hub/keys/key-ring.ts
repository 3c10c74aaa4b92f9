/** The hub's keys as they lie in its database: public keys in clear, private ones wrapped by the master key. */
import { z } from 'zod'
import { realm } from '../../domain/vocabulary.ts'
import { bytesOf } from '../../protocol/byte-schema.ts'
import { encodeCbor } from '../../protocol/cbor.ts'
import { keyStatements } from '../../protocol/key-statement.ts'
import { keyId } from '../../protocol/signature.ts'
import type { MasterKey, MasterKeys } from './master-key.ts'

const publicKey = bytesOf(32)
const time = z.int().min(0)
const masterId = z.string().min(1).max(64)
const wrapped = z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length <= 256)

const keyEntry = z.strictObject({
  publicKey,
  wrapped: z.strictObject({ keyId: masterId, bytes: wrapped }),
  madeAt: time,
})
export type KeyEntry = Readonly<z.infer<typeof keyEntry>>

/** One document for all keys: they change together or not at all. */
export const keyRing = z.strictObject({
  realm,
  /** Higher with every change. */
  version: z.int().min(1),
  /** The master key by which is wrapped from now on. */
  masterKeyId: masterId,
  signing: keyEntry,
  /** The current one first, then the retired ones, the latest first. */
  sealing: z.array(keyEntry).min(1),
  /** Public keys before the first statement. */
  origin: z.strictObject({ signing: publicKey, sealing: publicKey }),
  statements: keyStatements,
})
export type KeyRing = Readonly<z.infer<typeof keyRing>>

/** Something was done with the hub's keys; kept for good. */
export const keyAct = z.strictObject({
  act: z.enum([
    'made',
    'signingRotated',
    'sealingRotated',
    'sealingForgotten',
    'masterChanged',
    'rewrapped',
    'masterReleased',
    'passphraseChanged',
  ]),
  /** Of the key that is in force after it (of a passphrase: the master key), or that was forgotten or released. */
  keyId: masterId,
  at: time,
  /** Who of head office. */
  by: z.string().min(1).max(64),
})
export type KeyAct = Readonly<z.infer<typeof keyAct>>

/** Where the one ring lies. */
export const RING_ID = 'ring'

/** A private key that does not unwrap: its master key is not in this process, or the database was altered. */
export class HubKeyNotUnwrapped extends Error {
  override readonly name = 'HubKeyNotUnwrapped'
}

export type KeyUse = 'signing' | 'sealing'

export async function wrapKey(
  master: MasterKey,
  use: KeyUse,
  pair: { readonly publicKey: Uint8Array; readonly privateKey: Uint8Array },
  madeAt: number,
): Promise<KeyEntry> {
  const bytes = await master.wrap(pair.privateKey, keyAad(use, pair.publicKey, master.id))
  return { publicKey: pair.publicKey, wrapped: { keyId: master.id, bytes }, madeAt }
}

/** The raw private key; `wipe` it. @throws HubKeyNotUnwrapped */
export async function unwrapKey(masters: MasterKeys, use: KeyUse, entry: KeyEntry): Promise<Uint8Array> {
  const { keyId: id, bytes } = entry.wrapped
  const master = masters.get(id)
  const name = `${use} key ${keyId(entry.publicKey)}`
  if (master === undefined) throw new HubKeyNotUnwrapped(`${name}: master key ${id} is not here`)
  const unwrapped = await master.unwrap(bytes, keyAad(use, entry.publicKey, id))
  if (!unwrapped.ok) throw new HubKeyNotUnwrapped(`${name} does not unwrap by ${id}`)
  return unwrapped.value
}

function keyAad(use: KeyUse, key: Uint8Array, id: string): Uint8Array {
  return encodeCbor({ wraps: 'hubKey', use, publicKey: key, keyId: id })
}
