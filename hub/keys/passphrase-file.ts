/**
 * Master keys in a file that a passphrase opens, for a hub without an HSM. The file: deterministic CBOR of
 * format, Argon2id cost and salt, and each key sealed (`protocol/seal.ts`) under what Argon2id makes of the
 * passphrase. Every writing draws a new salt, so no two files share a sealing key.
 */
import { argon2id } from 'hash-wasm'
import { z } from 'zod'
import { bytesOf } from '../../protocol/byte-schema.ts'
import { utf8, wipe, type Random } from '../../protocol/bytes.ts'
import { decodeCbor, encodeCbor } from '../../protocol/cbor.ts'
import { done, refuse, type Result } from '../../protocol/result.ts'
import { GCM_TAG_BYTES, openSeal, seal, SEAL_SALT_BYTES } from '../../protocol/seal.ts'
import { createKeyFile, readKeyFile, replaceKeyFile } from './key-file.ts'
import { MASTER_KEY_BYTES, masterKeyOf, type MasterKey } from './master-key.ts'

export interface PassphraseFile {
  readonly path: string
  /** As typed or read from a secret; it is not changed. */
  readonly passphrase: Uint8Array
  readonly random: Random
  /** Of a file that is written; one that is read says its own. Default `DEFAULT_COST`. */
  readonly cost?: Argon2Cost
}

export interface Argon2Cost {
  readonly memoryKiB: number
  readonly iterations: number
}

export type PassphraseFileCode =
  | 'MASTER_FILE_MISSING'
  | 'MASTER_FILE_EXISTS'
  | 'MASTER_FILE_MALFORMED'
  | 'MASTER_FILE_NEWER'
  | 'PASSPHRASE_SHORT'
  | 'PASSPHRASE_WRONG'
  | 'MASTER_KEY_UNKNOWN'
  | 'MASTER_KEY_LAST'

/** RFC 9106's second choice, as on the desk: about a second at every start of a hub, and for every guess. */
const DEFAULT_COST: Argon2Cost = { memoryKiB: 64 * 1024, iterations: 3 }
/** In bytes. Argon2id cannot save a word that a list of words has. */
const SHORTEST_PASSPHRASE = 16
const ARGON2_SALT_BYTES = 16
const FORMAT = 1
const LABEL = utf8('fobdesk/master-key-file/1\0')

const header = z.object({ format: z.int() })
/** Bounds, so that a changed file costs the hub a few seconds at most. */
const fileSchema = z.strictObject({
  format: z.literal(FORMAT),
  kdf: z.literal('argon2id'),
  memoryKiB: z.int().min(8).max(262_144),
  iterations: z.int().min(1).max(8),
  salt: bytesOf(ARGON2_SALT_BYTES),
  keys: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[0-9a-f]{16}$/),
        sealed: bytesOf(SEAL_SALT_BYTES + MASTER_KEY_BYTES + GCM_TAG_BYTES),
      }),
    )
    .min(1)
    .max(16),
})
type Stored = z.infer<typeof fileSchema>

/** Makes the file with one new master key. It never takes the place of another. */
export async function createMasterKeyFile(
  file: PassphraseFile,
): Promise<Result<MasterKey, PassphraseFileCode>> {
  const key = file.random(MASTER_KEY_BYTES)
  try {
    const content = await sealKeys(file, [key])
    if (!content.ok) return content
    if (!(await createKeyFile(file.path, content.value))) return refuse('MASTER_FILE_EXISTS', file.path)
    return done(masterKeyOf(key, file.random))
  } finally {
    wipe(key)
  }
}

/** The master keys in the file, the oldest first. */
export function openMasterKeyFile(
  file: PassphraseFile,
): Promise<Result<readonly MasterKey[], PassphraseFileCode>> {
  return withKeys(file, async (keys) => done(keys.map((key) => masterKeyOf(key, file.random))))
}

/** Adds a new master key; what is wrapped already stays under the others until it is re-wrapped. */
export function addMasterKey(file: PassphraseFile): Promise<Result<MasterKey, PassphraseFileCode>> {
  return withKeys(file, async (keys) => {
    const key = file.random(MASTER_KEY_BYTES)
    try {
      const rewritten = await rewrite(file, [...keys, key])
      return rewritten.ok ? done(masterKeyOf(key, file.random)) : rewritten
    } finally {
      wipe(key)
    }
  })
}

/** Takes a key out for good. Whoever calls has made sure that nothing is wrapped by it any more. */
export function dropMasterKey(
  file: PassphraseFile,
  id: string,
): Promise<Result<'dropped', PassphraseFileCode>> {
  return withKeys(file, async (keys) => {
    const rest = keys.filter((key) => masterKeyOf(key, file.random).id !== id)
    if (rest.length === keys.length) return refuse('MASTER_KEY_UNKNOWN', id)
    if (rest.length === 0) return refuse('MASTER_KEY_LAST', id)
    const rewritten = await rewrite(file, rest)
    return rewritten.ok ? done('dropped') : rewritten
  })
}

/**
 * Another passphrase for the same keys: nothing in the database changes.
 * @param record asked when all that is left is to write the file; false: it stays as it was
 */
export function changePassphrase(
  file: PassphraseFile,
  passphrase: Uint8Array,
  record: () => Promise<boolean>,
): Promise<Result<'changed' | 'kept', PassphraseFileCode>> {
  return withKeys(file, async (keys) => {
    const content = await sealKeys({ ...file, passphrase }, keys)
    if (!content.ok) return content
    if (!(await record())) return done('kept')
    await replaceKeyFile(file.path, content.value)
    return done('changed')
  })
}

/** Opens the file for as long as `use` runs. */
async function withKeys<T>(
  { path, passphrase }: PassphraseFile,
  use: (keys: readonly Uint8Array[]) => Promise<Result<T, PassphraseFileCode>>,
): Promise<Result<T, PassphraseFileCode>> {
  const content = await readKeyFile(path)
  if (content === undefined) return refuse('MASTER_FILE_MISSING', path)
  const stored = parseMasterKeyFile(content, path)
  if (!stored.ok) return stored
  const keys: Uint8Array[] = []
  const sealingKey = await stretch(passphrase, stored.value)
  try {
    for (const { id, sealed } of stored.value.keys) {
      const opened = openSeal({ key: sealingKey, label: LABEL, aad: encodeCbor({ id }) }, sealed)
      if (!opened.ok) return refuse('PASSPHRASE_WRONG', `${path} (or the file was changed)`)
      keys.push(opened.value)
    }
    return await use(keys)
  } finally {
    wipe(sealingKey, ...keys)
  }
}

async function rewrite(
  file: PassphraseFile,
  keys: readonly Uint8Array[],
): Promise<Result<'written', PassphraseFileCode>> {
  const content = await sealKeys(file, keys)
  if (!content.ok) return content
  await replaceKeyFile(file.path, content.value)
  return done('written')
}

async function sealKeys(
  { passphrase, random, cost = DEFAULT_COST }: PassphraseFile,
  keys: readonly Uint8Array[],
): Promise<Result<Uint8Array, PassphraseFileCode>> {
  if (passphrase.length < SHORTEST_PASSPHRASE) {
    return refuse('PASSPHRASE_SHORT', `${SHORTEST_PASSPHRASE} bytes at least`)
  }
  const { memoryKiB, iterations } = cost
  const salt = random(ARGON2_SALT_BYTES)
  const key = await stretch(passphrase, { memoryKiB, iterations, salt })
  const sealed = keys.map((master) => {
    const { id } = masterKeyOf(master, random)
    return { id, sealed: seal({ key, label: LABEL, aad: encodeCbor({ id }) }, master, random) }
  })
  wipe(key)
  const stored: Stored = { format: FORMAT, kdf: 'argon2id', memoryKiB, iterations, salt, keys: sealed }
  return done(encodeCbor(stored))
}

/** The parser's own message could quote the file: ours does not. */
export function parseMasterKeyFile(
  content: Uint8Array,
  path: string,
): Result<Stored, 'MASTER_FILE_MALFORMED' | 'MASTER_FILE_NEWER'> {
  const decoded = decodeCbor(content)
  const value = decoded.ok ? decoded.value : undefined
  const { data } = header.safeParse(value)
  if (data !== undefined && data.format > FORMAT)
    return refuse('MASTER_FILE_NEWER', `${path}: format ${data.format}`)
  const parsed = fileSchema.safeParse(value)
  return parsed.success ? done(parsed.data) : refuse('MASTER_FILE_MALFORMED', path)
}

function stretch(
  password: Uint8Array,
  { memoryKiB, iterations, salt }: Pick<Stored, 'memoryKiB' | 'iterations' | 'salt'>,
): Promise<Uint8Array> {
  return argon2id({
    password,
    salt,
    memorySize: memoryKiB,
    iterations,
    parallelism: 1,
    hashLength: 32,
    outputType: 'binary',
  })
}
