/**
 * Key files and rows of the hub's database as somebody has changed them; `npm run hostile` reads the same at length.
 * A changed secret never opens to anything, and the only errors are those that name what does not open.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asSeed } from '../../../domain/otp.ts'
import { HubKeyNotUnwrapped } from '../../../hub/keys/key-ring.ts'
import { masterKeyOf, masterKeysOf } from '../../../hub/keys/master-key.ts'
import { createMasterKeyFile, parseMasterKeyFile } from '../../../hub/keys/passphrase-file.ts'
import { rotateSealingKey, rotateSigningKey } from '../../../hub/keys/rotate.ts'
import { openStoredKeys } from '../../../hub/keys/stored-keys.ts'
import { loadTrainingKeys } from '../../../hub/keys/training-keys.ts'
import { SeedNotUnwrapped, withSeed, wrapSeed } from '../../../hub/keys/wrapped-seed.ts'
import { readDocument, storeDocument } from '../../../hub/store/documents.ts'
import type { HubReader } from '../../../hub/store/hub-store.ts'
import { createMemoryStore } from '../../../hub/store/memory-store.ts'
import { sameBytes, utf8 } from '../../../protocol/bytes.ts'
import { decodeCbor, encodeCbor } from '../../../protocol/cbor.ts'
import { Dice, spoilt } from '../../emulators/hostile.ts'
import { there } from '../../main/desk/there.ts'
import { countingRandom } from '../random.ts'

/** Reads one changed input. Answers whether it was taken; throws on a finding. */
type Read = (changed: Buffer, whole: Buffer) => Promise<boolean>

interface Surface {
  readonly sound: Buffer
  readonly read: Read
  readonly end?: () => void
}

const random = countingRandom('hostile keys')
const PATH = 'a key file'

export const keySurfaces: Readonly<Record<string, () => Promise<Surface>>> = {
  'hub: master-key file': masterKeyFile,
  'hub: training key file': trainingKeyFile,
  'hub: its keys in the database': keyRing,
  'hub: stored seeds': storedSeed,
}

/** Throws at the first finding; answers how many inputs were taken. */
export async function runHostileKeys(name: string, count: number, seed: number): Promise<number> {
  const { sound, read, end } = await there(keySurfaces[name])()
  let taken = 0
  try {
    if (!(await read(sound, sound))) throw new Error(`${name}: a sound input is not taken`)
    for (let at = 0; at < count; at += 1) {
      const dice = new Dice(seed + at)
      const changed = dice.below(10) === 0 ? dice.bytes(dice.below(400)) : spoilt(dice, sound)
      const was = await read(changed, sound).catch((error: unknown) => {
        throw new Error(`${name}, seed ${seed + at}`, { cause: error })
      })
      if (was) taken += 1
    }
  } finally {
    end?.()
  }
  return taken
}

function folder(): { readonly path: string; readonly end: () => void } {
  const made = mkdtempSync(join(tmpdir(), 'fobdesk-hostile-keys-'))
  return { path: join(made, 'keys'), end: () => rmSync(made, { recursive: true, force: true }) }
}

/** The parser alone: what it lets through costs Argon2id, within its bounds. */
async function masterKeyFile(): Promise<Surface> {
  const { path, end } = folder()
  const cost = { memoryKiB: 64, iterations: 1 }
  const made = await createMasterKeyFile({ path, passphrase: utf8('correct horse battery'), random, cost })
  if (!made.ok) throw new Error(made.code)
  const read: Read = async (changed) => {
    const parsed = parseMasterKeyFile(changed, PATH)
    if (parsed.ok && parsed.value.memoryKiB * parsed.value.iterations > 8 * 262_144) {
      throw new Error('a file asks for more than a hub should give')
    }
    return parsed.ok
  }
  return { sound: readFileSync(path), read, end }
}

async function trainingKeyFile(): Promise<Surface> {
  const { path, end } = folder()
  await loadTrainingKeys(path, random)
  const read: Read = async (changed) => {
    writeFileSync(path, changed)
    try {
      await loadTrainingKeys(path, random)
      return true
    } catch (error) {
      if (error instanceof Error && error.message.endsWith('is not a key file of this program')) return false
      throw error
    }
  }
  return { sound: readFileSync(path), read, end }
}

async function keyRing(): Promise<Surface> {
  const store = createMemoryStore()
  const masters = [masterKeyOf(random(32), random)] as const
  const [now, by] = [() => 1, 'hq1']
  const options = { store, realm: 'training', masters, now, random, by } as const
  const opened = await openStoredKeys(options)
  if (!opened.ok) throw new Error(opened.code)
  const work = { store, keys: opened.value, now, random, by }
  await rotateSealingKey(work)
  await rotateSigningKey(work)
  const ring = there(await store.read((reader) => reader.document('hubKeys', 'ring')))
  const sound = storeDocument('hubKeys', 'ring', ring)
  const read: Read = async (body) => {
    const changed = createMemoryStore()
    try {
      const row = readDocument('hubKeys', { ...sound, body })
      await changed.transaction((tx) => tx.saveDocument('hubKeys', 'ring', row))
      const again = await openStoredKeys({ ...options, store: changed })
      if (!again.ok) return false
      const keys = await changed.read((reader: HubReader) => again.value.at(reader))
      const known = [ring.signing, ...ring.sealing].map(({ publicKey }) => publicKey)
      for (const key of [keys.signing.publicKey, keys.sealing.publicKey]) {
        if (!known.some((other) => sameBytes(other, key)))
          throw new TypeError('a key of somebody else’s opens')
      }
      return true
    } catch (error) {
      const expected = error instanceof HubKeyNotUnwrapped || isUnreadable(error)
      if (!expected) throw error
      return false
    }
  }
  return { sound: Buffer.from(sound.body), read }
}

function isUnreadable(error: unknown): boolean {
  return error instanceof Error && error.message === 'document hubKeys ring cannot be read'
}

/** The row's own parser is the store's; here its fields as any such row could say them. */
async function storedSeed(): Promise<Surface> {
  const master = masterKeyOf(random(32), random)
  const seed = random(20)
  const serial = '12345678'
  const wrapped = await wrapSeed(master, { serial, issuanceId: 'i-1' }, asSeed(seed.slice()))
  const read: Read = async (changed) => {
    const decoded = decodeCbor(changed)
    const row = decoded.ok ? (decoded.value as Partial<typeof wrapped & { serial: string }>) : {}
    const { keyId, issuanceId, wrapped: bytes } = { ...row }
    if (typeof row.serial !== 'string' || typeof keyId !== 'string') return false
    if (typeof issuanceId !== 'string' || !(bytes instanceof Uint8Array)) return false
    try {
      const fob = { serial: row.serial, seed: { keyId, issuanceId, wrapped: bytes } }
      const opens = await withSeed(masterKeysOf([master]), fob, async (clear) => sameBytes(clear, seed))
      if (!opens || row.serial !== serial || issuanceId !== 'i-1') throw new TypeError('a changed seed opens')
      return true
    } catch (error) {
      if (error instanceof SeedNotUnwrapped) return false
      throw error
    }
  }
  return { sound: Buffer.from(encodeCbor({ serial, ...wrapped })), read }
}
