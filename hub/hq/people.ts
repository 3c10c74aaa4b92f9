/**
 * Head office's own people who may run the hub: each with a passphrase, of which the hub keeps an Argon2id hash.
 * Nobody acts without a name: every act stands under the person who did it.
 */
import { timingSafeEqual } from 'node:crypto'
import { argon2id } from 'hash-wasm'
import { utf8, type Random } from '../../protocol/bytes.ts'
import type { Hub } from '../hub.ts'
import type { Document } from '../store/documents.ts'

/** RFC 9106's second recommendation, with one lane. */
const COST = { memoryKiB: 64 * 1024, iterations: 3 }
const SALT_BYTES = 16
const HASH_BYTES = 32
export const SHORTEST_PASSPHRASE = 14

type Person = Document<'hqPerson'>

/** Whether the passphrase is that of a person who may act. As slow for an unknown name as for a known one. */
export async function isHqPerson(hub: Hub, name: string, passphrase: string): Promise<boolean> {
  const person = await hub.store.read((reader) => reader.document('hqPerson', name))
  const { salt, memoryKiB, iterations, hash } = person ?? NOBODY
  const given = await hashOf(passphrase, salt, { memoryKiB, iterations })
  return timingSafeEqual(given, hash) && person !== undefined && person.left === null
}

/** Slow: call it outside a transaction. */
export async function makePerson(
  random: Random,
  passphrase: string,
  now: number,
  cost = COST,
): Promise<Person> {
  const salt = random(SALT_BYTES)
  return { salt, ...cost, hash: await hashOf(passphrase, salt, cost), since: now, left: null }
}

const NOBODY: Person = {
  salt: new Uint8Array(SALT_BYTES),
  ...COST,
  hash: new Uint8Array(HASH_BYTES),
  since: 0,
  left: null,
}

async function hashOf(passphrase: string, salt: Uint8Array, cost: typeof COST): Promise<Uint8Array> {
  return argon2id({
    password: utf8(passphrase.normalize('NFKC')),
    salt,
    memorySize: cost.memoryKiB,
    iterations: cost.iterations,
    parallelism: 1,
    hashLength: HASH_BYTES,
    outputType: 'binary',
  })
}
