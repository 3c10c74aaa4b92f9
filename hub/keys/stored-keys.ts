/** The hub's keys out of its database, shared by all its processes; each process has the master key. */
import type { Realm } from '../../domain/vocabulary.ts'
import { hex, wipe, type Random } from '../../protocol/bytes.ts'
import { done, refuse, type Result } from '../../protocol/result.ts'
import { keyId, signingKey } from '../../protocol/signature.ts'
import type { HubReader, HubStore, HubTransaction } from '../store/hub-store.ts'
import { generateKeyPairs, type HubKeys, type KeySet } from './hub-keys.ts'
import { RING_ID, unwrapKey, wrapKey, type KeyAct, type KeyRing } from './key-ring.ts'
import { masterKeysOf, type MasterKey, type MasterKeys } from './master-key.ts'

export interface StoredKeysOptions {
  readonly store: HubStore
  readonly realm: Realm
  /** At least one. A new ring is wrapped by the last; one that is there names its own. */
  readonly masters: readonly [MasterKey, ...MasterKey[]]
  readonly now: () => number
  readonly random: Random
  /** Who of head office starts the hub: stands under the keys that are made. */
  readonly by: string
}

export type StoredKeysCode = 'MASTER_KEY_MISSING' | 'KEYS_OTHER_REALM'

/**
 * Opens the keys in the database, or makes the first ones.
 * @throws HubKeyNotUnwrapped when a key does not unwrap although its master key is here: the database was altered
 */
export async function openStoredKeys(options: StoredKeysOptions): Promise<Result<HubKeys, StoredKeysCode>> {
  const { store, realm, masters } = options
  const ring = (await store.read(ringIn)) ?? (await makeRing(options))
  if (ring.realm !== realm) return refuse('KEYS_OTHER_REALM', `the keys are for ${ring.realm}`)
  const byId = masterKeysOf(masters)
  const needed = [ring.masterKeyId, ...[ring.signing, ...ring.sealing].map(({ wrapped }) => wrapped.keyId)]
  const missing = needed.find((id) => !byId.has(id))
  if (missing !== undefined) return refuse('MASTER_KEY_MISSING', `master key ${missing}`)
  const keys = storedKeys(byId)
  await store.read((reader) => keys.at(reader))
  return done(keys)
}

/** undefined: no hub has started on this database. */
export function ringIn(reader: HubReader): Promise<KeyRing | undefined> {
  return reader.document('hubKeys', RING_ID)
}

/** Keeps the ring and what was done to it. */
export async function saveRing(
  tx: HubTransaction,
  ring: KeyRing,
  { random, ...act }: KeyAct & { readonly random: Random },
): Promise<void> {
  await tx.saveDocument('hubKeys', RING_ID, ring)
  await recordAct(tx, act, random)
}

export function recordAct(tx: HubTransaction, act: KeyAct, random: Random): Promise<void> {
  // In the order of time, and two of one millisecond apart.
  return tx.saveDocument('keyAct', `${String(act.at).padStart(15, '0')}-${hex(random(8))}`, act)
}

function makeRing({ store, realm, masters, now, random, by }: StoredKeysOptions): Promise<KeyRing> {
  const master = masters[masters.length - 1] ?? masters[0]
  return store.transaction(async (tx) => {
    // Two hubs may start on an empty database at once.
    const there = await ringIn(tx)
    if (there !== undefined) return there
    const at = now()
    const { signing, sealing } = await generateKeyPairs(random)
    const ring: KeyRing = {
      realm,
      version: 1,
      masterKeyId: master.id,
      signing: await wrapKey(master, 'signing', signing, at),
      sealing: [await wrapKey(master, 'sealing', sealing, at)],
      origin: { signing: signing.publicKey, sealing: sealing.publicKey },
      statements: [],
    }
    wipe(signing.privateKey, sealing.privateKey)
    await saveRing(tx, ring, { act: 'made', keyId: keyId(signing.publicKey), at, by, random })
    return ring
  })
}

function storedKeys(master: MasterKeys): HubKeys {
  let last: { readonly version: number; readonly keys: Promise<KeySet> } | undefined
  return {
    master,
    async at(reader) {
      const ring = await ringIn(reader)
      if (ring === undefined) throw new Error('the hub has lost its keys')
      if (last?.version !== ring.version) last = { version: ring.version, keys: unwrapRing(master, ring) }
      return last.keys
    },
  }
}

async function unwrapRing(masters: MasterKeys, ring: KeyRing): Promise<KeySet> {
  const [sealing] = ring.sealing
  const master = masters.get(ring.masterKeyId)
  if (sealing === undefined || master === undefined) {
    throw new Error(`master key ${ring.masterKeyId} is not here: start this process with it`)
  }
  const opening = await Promise.all(
    ring.sealing.map(
      async (entry) => [keyId(entry.publicKey), await unwrapKey(masters, 'sealing', entry)] as const,
    ),
  )
  const signing = await unwrapKey(masters, 'signing', ring.signing)
  const { publicKey } = ring.signing
  const key = signingKey(signing)
  wipe(signing)
  return {
    signing: { keyId: keyId(publicKey), publicKey, key },
    sealing: { keyId: keyId(sealing.publicKey), publicKey: sealing.publicKey },
    opening: new Map(opening),
    statements: ring.statements,
    master,
  }
}
