/**
 * A member's slot: the private keys under HKDF(Argon2id(password) ‖ machine secret). Guessing needs both
 * the file and the machine's secret, and then 64 MiB and three passes for every guess.
 */
import { timingSafeEqual } from 'node:crypto'
import { concatBytes, utf8, wipe, type Random } from '../../protocol/bytes.ts'
import { encodeCbor } from '../../protocol/cbor.ts'
import { deriveKey, openSeal, seal } from '../../protocol/seal.ts'
import type { Member, Slot } from './keyring-file.ts'
import type { Argon2Cost, Stretch } from './types.ts'

/** OWASP's and RFC 9106's second recommendation (64 MiB, t=3), one lane: hash-wasm has one thread. */
export const PRODUCT_ARGON2: Argon2Cost = { memoryKiB: 65_536, iterations: 3, parallelism: 1 }

const MIN_PASSWORD_LENGTH = 8
export const MIN_MACHINE_SECRET_BYTES = 32
const ARGON2_SALT_BYTES = 16
const PRIVATE_KEY_BYTES = 32
const COMMITMENT_BYTES = 32
const LABEL = utf8('fobdesk/keyring-slot/1')
const MACHINE_LABEL = utf8('fobdesk/keyring-machine/1')
const COMMITMENT_LABEL = utf8('fobdesk/keyring-slot-commitment/1')

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

export function isSamePassword(one: string, other: string): boolean {
  return normalised(one) === normalised(other)
}

interface SlotKey {
  readonly key: Uint8Array
  /** HKDF-SHA256(key, salt, its own label): two passwords that share one would be a collision of SHA-256. */
  readonly commitment: Uint8Array
}

async function slotKey(
  password: string,
  { salt, memoryKiB, iterations, parallelism }: Omit<Slot, 'sealed' | 'commitment'>,
  { machineSecret, stretch }: Pick<SlotSecrets, 'machineSecret' | 'stretch'>,
): Promise<SlotKey> {
  const cost = { memoryKiB, iterations, parallelism }
  const stretched = await stretch({ password: utf8(normalised(password)), salt, cost })
  const key = concatBytes(stretched, machineSecret)
  wipe(stretched)
  return { key, commitment: deriveKey(key, salt, COMMITMENT_LABEL) }
}

function slotContext(key: Uint8Array, member: PublicMember) {
  const { staffNo, signing, sealing } = member
  return { key, label: LABEL, aad: encodeCbor({ staffNo, signing, sealing }) }
}

export interface SlotSecrets {
  readonly machineSecret: Uint8Array
  readonly random: Random
  readonly stretch: Stretch
  readonly cost: Argon2Cost
}

export async function sealSlot(
  member: PublicMember,
  keys: PrivateKeys,
  password: string,
  secrets: SlotSecrets,
): Promise<Slot> {
  const { random, cost } = secrets
  const parameters = { salt: random(ARGON2_SALT_BYTES), ...cost }
  const { key, commitment } = await slotKey(password, parameters, secrets)
  const plaintext = concatBytes(keys.signing, keys.sealing)
  const sealed = seal(slotContext(key, member), plaintext, random)
  wipe(key, plaintext)
  return { ...parameters, commitment, sealed }
}

/**
 * The private keys, or undefined: wrong password, another machine, or changed bytes.
 *
 * Threat: AES-GCM does not commit to its key. Whoever writes the file could make one slot that opens under a
 * thousand guesses at once, each to other keys (a partitioning oracle). The commitment is compared first.
 */
export async function openSlot(
  member: PublicMember & { readonly slot: Slot },
  password: string,
  secrets: Pick<SlotSecrets, 'machineSecret' | 'stretch'>,
): Promise<PrivateKeys | undefined> {
  const { slot } = member
  const { key, commitment } = await slotKey(password, slot, secrets)
  const opened = timingSafeEqual(commitment, slot.commitment)
    ? openSeal(slotContext(key, member), slot.sealed)
    : undefined
  wipe(key)
  if (opened?.ok !== true || opened.value.length !== 2 * PRIVATE_KEY_BYTES) return undefined
  const signing = opened.value.slice(0, PRIVATE_KEY_BYTES)
  const sealing = opened.value.slice(PRIVATE_KEY_BYTES)
  wipe(opened.value)
  return { signing, sealing }
}

/** Says which machine's secret closes the slots, and nothing about the secret: it has 256 random bits. */
export function machineMark(machineSecret: Uint8Array): Uint8Array {
  return deriveKey(machineSecret, new Uint8Array(), MACHINE_LABEL)
}

/** A slot that nothing opens: an unknown staff number takes as long as a wrong password. */
export function decoySlot(random: Random, cost: Argon2Cost): Slot {
  return {
    salt: random(ARGON2_SALT_BYTES),
    ...cost,
    commitment: random(COMMITMENT_BYTES),
    sealed: random(32 + 2 * PRIVATE_KEY_BYTES + 16),
  }
}
