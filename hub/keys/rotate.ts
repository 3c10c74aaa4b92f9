/**
 * Changing the hub's keys while it works. Every change of the ring is one transaction, so it happened or it did
 * not; re-wrapping the seeds goes through them in batches and is simply begun again after an interruption.
 */
import { wipe, type Random } from '../../protocol/bytes.ts'
import { generateHpkeKeyPair } from '../../protocol/hpke.ts'
import { keyStatementMessage, type KeyStatement } from '../../protocol/key-statement.ts'
import { done, refuse, type Result } from '../../protocol/result.ts'
import { generateSigningKeyPair, keyId, signBytes } from '../../protocol/signature.ts'
import type { HubStore, HubTransaction } from '../store/hub-store.ts'
import type { HubKeys, KeySet } from './hub-keys.ts'
import { unwrapKey, wrapKey, type KeyAct, type KeyEntry, type KeyRing } from './key-ring.ts'
import type { MasterKey, MasterKeys } from './master-key.ts'
import { recordAct, ringIn, saveRing } from './stored-keys.ts'
import { withSeed, wrapSeed } from './wrapped-seed.ts'

export interface KeyWork {
  readonly store: HubStore
  readonly keys: HubKeys
  readonly now: () => number
  readonly random: Random
  /** Who of head office does it. */
  readonly by: string
}

/**
 * A new key for seeds. Desks learn it at their next synchronisation; what they sealed to the old one still opens.
 * @returns the new key's id
 */
export async function rotateSealingKey(work: KeyWork): Promise<string> {
  const pair = await generateHpkeKeyPair()
  const id = keyId(pair.publicKey)
  await changeRing(work, 'sealingRotated', async (ring, keys, at) => {
    const entry = await wrapKey(keys.master, 'sealing', pair, at)
    const changed = { ...ring, sealing: [entry, ...ring.sealing] }
    return { ring: stated(changed, keys, at), keyId: id }
  })
  wipe(pair.privateKey)
  return id
}

/**
 * A new key for head office's signatures. The old one signs the statement by which desks believe the new one, and
 * is then gone: nothing can be signed with it any more.
 * @returns the new key's id
 */
export async function rotateSigningKey(work: KeyWork): Promise<string> {
  const pair = generateSigningKeyPair(work.random)
  const id = keyId(pair.publicKey)
  await changeRing(work, 'signingRotated', async (ring, keys, at) => {
    const changed = { ...ring, signing: await wrapKey(keys.master, 'signing', pair, at) }
    return { ring: stated(changed, keys, at), keyId: id }
  })
  wipe(pair.privateKey)
  return id
}

/**
 * Destroys a retired key for seeds. A desk that sealed to it and has not been heard since loses that issuance:
 * do it when every desk has synchronised after the rotation.
 */
export async function forgetSealingKey(
  work: KeyWork,
  id: string,
): Promise<Result<'forgotten', 'SEALING_KEY_UNKNOWN' | 'SEALING_KEY_CURRENT'>> {
  return work.store.transaction(async (tx) => {
    const ring = await existingRing(tx)
    const [current, ...retired] = ring.sealing
    if (current !== undefined && keyId(current.publicKey) === id) return refuse('SEALING_KEY_CURRENT', id)
    const rest = retired.filter(({ publicKey }) => keyId(publicKey) !== id)
    if (current === undefined || rest.length === retired.length) return refuse('SEALING_KEY_UNKNOWN', id)
    const changed = { ...ring, version: ring.version + 1, sealing: [current, ...rest] }
    await saveRing(tx, changed, { ...actOf(work, 'sealingForgotten', id), random: work.random })
    return done('forgotten')
  })
}

/**
 * From now on this master key wraps, and the hub's own keys are under it at once. Every hub process must have been
 * started with it before. The seeds follow with `rewrapSeeds`.
 */
export async function useMasterKey(
  work: KeyWork,
  id: string,
): Promise<Result<'used', 'MASTER_KEY_MISSING' | 'MASTER_KEY_CURRENT'>> {
  const master = work.keys.master.get(id)
  if (master === undefined) return refuse('MASTER_KEY_MISSING', id)
  return work.store.transaction(async (tx) => {
    const ring = await existingRing(tx)
    if (ring.masterKeyId === id) return refuse('MASTER_KEY_CURRENT', id)
    const changed: KeyRing = {
      ...ring,
      version: ring.version + 1,
      masterKeyId: id,
      signing: await rewrapKey(work.keys.master, master, 'signing', ring.signing),
      sealing: await Promise.all(
        ring.sealing.map((entry) => rewrapKey(work.keys.master, master, 'sealing', entry)),
      ),
    }
    await saveRing(tx, changed, { ...actOf(work, 'masterChanged', id), random: work.random })
    return done('used')
  })
}

export interface RewrapOptions {
  /** Fobs per transaction; the hub's other work waits for one. Default 100. */
  readonly batch?: number
  /** After each batch: fobs seen so far, and how many of them were re-wrapped. */
  readonly onProgress?: (seen: number, rewrapped: number) => void
}

/**
 * Puts every seed under the current master key. Cut off anywhere it is run again: what is done is passed over.
 * @returns how many seeds were re-wrapped
 */
export async function rewrapSeeds(work: KeyWork, options: RewrapOptions = {}): Promise<number> {
  const { batch = 100, onProgress } = options
  let [after, seen, rewrapped] = ['', 0, 0]
  for (;;) {
    const page = await work.store.transaction((tx) => rewrapPage(work, tx, after, batch))
    seen += page.seen
    rewrapped += page.rewrapped
    onProgress?.(seen, rewrapped)
    if (page.last === undefined) break
    after = page.last
  }
  if (rewrapped > 0) {
    await work.store.transaction(async (tx) => {
      const { masterKeyId } = await existingRing(tx)
      await recordAct(tx, actOf(work, 'rewrapped', masterKeyId), work.random)
    })
  }
  return rewrapped
}

/** How much is wrapped by a master key: 0, and it may be dropped. */
export async function countWrappedBy(work: Pick<KeyWork, 'store'>, id: string): Promise<number> {
  const ring = await work.store.read(existingRing)
  let count = [ring.signing, ...ring.sealing].filter(({ wrapped }) => wrapped.keyId === id).length
  if (ring.masterKeyId === id) count += 1
  for (let after: string | undefined = ''; after !== undefined;) {
    const from: string = after
    const fobs = await work.store.read((reader) => reader.fobsAfter(from, 1000))
    count += fobs.filter(({ seed }) => seed.keyId === id).length
    after = fobs.at(-1)?.serial
  }
  return count
}

/**
 * Says that a master key may be destroyed: nothing in the database is wrapped by it, and nothing will be, since
 * another is in force. `unknown`: this process has no such key, so the file or token in question is not its own.
 */
export async function releaseMasterKey(
  work: KeyWork,
  id: string,
): Promise<'released' | 'unknown' | { readonly wraps: number }> {
  if (!work.keys.master.has(id)) return 'unknown'
  const wraps = await countWrappedBy(work, id)
  if (wraps > 0) return { wraps }
  await work.store.transaction((tx) => recordAct(tx, actOf(work, 'masterReleased', id), work.random))
  return 'released'
}

/** Notes that the master-key file gets another passphrase. @returns the master key in force, which lies in it */
export function recordPassphrase(work: KeyWork): Promise<string> {
  return work.store.transaction(async (tx) => {
    const { masterKeyId } = await existingRing(tx)
    await recordAct(tx, actOf(work, 'passphraseChanged', masterKeyId), work.random)
    return masterKeyId
  })
}

async function rewrapPage(work: KeyWork, tx: HubTransaction, after: string, batch: number) {
  const { master } = await work.keys.at(tx)
  const fobs = await tx.fobsAfter(after, batch)
  let rewrapped = 0
  for (const { serial, seed } of fobs) {
    if (seed.keyId === master.id) continue
    // Read again, and so locked: a login may be about to count on this row.
    const row = await tx.fob(serial)
    if (row === undefined) continue
    const issuance = { serial, issuanceId: row.seed.issuanceId }
    const moved = await withSeed(work.keys.master, row, (clear) => wrapSeed(master, issuance, clear))
    await tx.saveFob({ ...row, seed: moved })
    rewrapped += 1
  }
  return { seen: fobs.length, rewrapped, last: fobs.at(-1)?.serial }
}

async function rewrapKey(masters: MasterKeys, to: MasterKey, use: 'signing' | 'sealing', entry: KeyEntry) {
  const privateKey = await unwrapKey(masters, use, entry)
  try {
    return await wrapKey(to, use, { publicKey: entry.publicKey, privateKey }, entry.madeAt)
  } finally {
    wipe(privateKey)
  }
}

async function changeRing(
  work: KeyWork,
  act: KeyAct['act'],
  change: (
    ring: KeyRing,
    keys: KeySet,
    at: number,
  ) => Promise<{ readonly ring: KeyRing; readonly keyId: string }>,
): Promise<void> {
  await work.store.transaction(async (tx) => {
    const keys = await work.keys.at(tx)
    const changed = await change(await existingRing(tx), keys, work.now())
    const ring = { ...changed.ring, version: changed.ring.version + 1 }
    await saveRing(tx, ring, { ...actOf(work, act, changed.keyId), random: work.random })
  })
}

/** The ring with the statement of its keys, signed with the signing key before the change. */
function stated(ring: KeyRing, before: KeySet, at: number): KeyRing {
  const [sealing = ring.signing] = ring.sealing
  const statement: Omit<KeyStatement, 'signature'> = {
    number: ring.statements.length + 1,
    at,
    signing: ring.signing.publicKey,
    sealing: sealing.publicKey,
  }
  const signature = signBytes(before.signing.key, keyStatementMessage(ring.realm, statement))
  return { ...ring, statements: [...ring.statements, { ...statement, signature }] }
}

async function existingRing(reader: Parameters<typeof ringIn>[0]): Promise<KeyRing> {
  const ring = await ringIn(reader)
  if (ring === undefined) throw new Error('this hub’s keys are fixed: there is no ring to change')
  return ring
}

function actOf(work: KeyWork, act: KeyAct['act'], id: string): KeyAct {
  return { act, keyId: id, at: work.now(), by: work.by }
}
