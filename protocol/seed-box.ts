/**
 * The sealed seed: how it travels from the programmer process to the hub, through desk, journal and network,
 * none of which can open it. The box is tied to one issuance of one fob on one device, so that it cannot be
 * passed off as another's.
 */
import { asSeed, SEED_BYTES, type Seed } from '../domain/otp.ts'
import { utf8, wipe } from './bytes.ts'
import { encodeCbor } from './cbor.ts'
import { hpkeOpen, hpkeSeal } from './hpke.ts'
import { done, refuse, type Result } from './result.ts'

const INFO = utf8('fobdesk/seed-box/1\0')

/** What a box is tied to; the hub takes it from the issuance's event, never from the box's sender. */
export interface SeedBoxContext {
  /** The number printed on the fob. */
  readonly serial: string
  /** Of the issuance that wrote the seed, or `importedSeedId` of the one that came with the delivery. */
  readonly issuanceId: string
  /** The device that wrote or imported the seed. */
  readonly device: string
  /** Which of the hub's keys the box is sealed to. */
  readonly keyId: string
}

/** What ties the box of a factory-made seed to one row of one import, in the place of an issuance's id. */
export function importedSeedId(importId: string, row: number): string {
  return `${importId}-${row}`
}

/** Seals `seed` to the hub's X25519 public key (raw, 32 bytes). Throws when that is no such key. */
export async function sealSeed(
  hubPublicKey: Uint8Array,
  context: SeedBoxContext,
  seed: Seed,
): Promise<Uint8Array> {
  return hpkeSeal(hubPublicKey, { info: INFO, aad: seedBoxAad(context) }, seed)
}

/** Opens a box with the hub's private key. One code for everything that is wrong: there is no oracle. */
export async function openSeed(
  hubPrivateKey: Uint8Array,
  context: SeedBoxContext,
  box: Uint8Array,
): Promise<Result<Seed, 'BOX_NOT_OPENED'>> {
  const opened = await hpkeOpen(hubPrivateKey, { info: INFO, aad: seedBoxAad(context) }, box)
  if (!opened.ok) return opened
  const lengths: readonly number[] = Object.values(SEED_BYTES)
  if (!lengths.includes(opened.value.length)) {
    wipe(opened.value)
    return refuse('BOX_NOT_OPENED', 'the content is not as long as a seed')
  }
  return done(asSeed(opened.value))
}

/** Deterministic CBOR of exactly the four fields, whatever else the object carries. */
function seedBoxAad({ serial, issuanceId, device, keyId }: SeedBoxContext): Uint8Array {
  return encodeCbor({ serial, issuanceId, device, keyId })
}
