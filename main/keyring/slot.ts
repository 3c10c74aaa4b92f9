/**
 * A member's slot: the private keys under HKDF(Argon2id(password) ‖ machine secret). Guessing needs both
 * the file and the machine's secret, and then 64 MiB and three passes for every guess.
 */
import { argon2id } from 'hash-wasm'
import { concatBytes, utf8, wipe, type Random } from '../../protocol/bytes.ts'
import { encodeCbor } from '../../protocol/cbor.ts'
import { openSeal, seal } from '../../protocol/seal.ts'
import type { Member, Slot } from './keyring-file.ts'
import type { Argon2Cost } from './types.ts'

/** OWASP's and RFC 9106's second recommendation (64 MiB, t=3), one lane: hash-wasm has one thread. */
export const PRODUCT_ARGON2: Argon2Cost = { memoryKiB: 65_536, iterations: 3, parallelism: 1 }

const MIN_PASSWORD_LENGTH = 8
export const MIN_MACHINE_SECRET_BYTES = 32
const ARGON2_SALT_BYTES = 16
const PRIVATE_KEY_BYTES = 32
const LABEL = utf8('fobdesk/keyring-slot/1')

export interface PrivateKeys {
  /** Ed25519, raw. */
  readonly signing: Uint8Array
  /** X25519, raw. */
  readonly sealing: Uint8Array
}

type PublicMember = Pick<Member, 'staffNo' | 'signing' | 'sealing'>

/** Full-width letters typed with the IME left on are the same password (NFKC). */
function normalised(password: string): string {
  return password.normalize('NFKC')
}

/** Counted in characters as a person sees them typed. */
export function isLongEnough(password: string): boolean {
  return [...normalised(password)].length >= MIN_PASSWORD_LENGTH
}

async function slotKey(
  password: string,
  { salt, memoryKiB, iterations, parallelism }: Omit<Slot, 'sealed'>,
  machineSecret: Uint8Array,
): Promise<Uint8Array> {
  const secret = utf8(normalised(password))
  const stretched = await argon2id({
    password: secret,
    salt,
    memorySize: memoryKiB,
    iterations,
    parallelism,
    hashLength: 32,
    outputType: 'binary',
  })
  const key = concatBytes(stretched, machineSecret)
  wipe(secret, stretched)
  return key
}

function slotContext(key: Uint8Array, member: PublicMember) {
  const { staffNo, signing, sealing } = member
  return { key, label: LABEL, aad: encodeCbor({ staffNo, signing, sealing }) }
}

export interface SlotSecrets {
  readonly machineSecret: Uint8Array
  readonly random: Random
  readonly cost: Argon2Cost
}

export async function sealSlot(
  member: PublicMember,
  keys: PrivateKeys,
  password: string,
  { machineSecret, random, cost }: SlotSecrets,
): Promise<Slot> {
  const parameters = { salt: random(ARGON2_SALT_BYTES), ...cost }
  const key = await slotKey(password, parameters, machineSecret)
  const plaintext = concatBytes(keys.signing, keys.sealing)
  const sealed = seal(slotContext(key, member), plaintext, random)
  wipe(key, plaintext)
  return { ...parameters, sealed }
}

/** The private keys, or undefined: wrong password, another machine, or changed bytes. */
export async function openSlot(
  member: PublicMember & { readonly slot: Slot },
  password: string,
  machineSecret: Uint8Array,
): Promise<PrivateKeys | undefined> {
  const key = await slotKey(password, member.slot, machineSecret)
  const opened = openSeal(slotContext(key, member), member.slot.sealed)
  wipe(key)
  if (!opened.ok || opened.value.length !== 2 * PRIVATE_KEY_BYTES) return undefined
  const signing = opened.value.slice(0, PRIVATE_KEY_BYTES)
  const sealing = opened.value.slice(PRIVATE_KEY_BYTES)
  wipe(opened.value)
  return { signing, sealing }
}

/** A slot that nothing opens: an unknown staff number takes as long as a wrong password. */
export function decoySlot(random: Random, cost: Argon2Cost): Slot {
  return { salt: random(ARGON2_SALT_BYTES), ...cost, sealed: random(32 + 2 * PRIVATE_KEY_BYTES + 16) }
}
