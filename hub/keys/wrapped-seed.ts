/** A fob's seed as the hub keeps it: wrapped by a master key, tied to the fob, the issuance and that key. */
import { asSeed, type Seed } from '../../domain/otp.ts'
import { wipe } from '../../protocol/bytes.ts'
import { encodeCbor } from '../../protocol/cbor.ts'
import type { FobVerification } from '../store/rows.ts'
import type { MasterKey, MasterKeys } from './master-key.ts'

export type SeedRow = Pick<FobVerification, 'serial' | 'seed'>

/** A stored seed that does not unwrap: its master key is not in this process, or the row was altered. */
export class SeedNotUnwrapped extends Error {
  override readonly name = 'SeedNotUnwrapped'
}

export async function wrapSeed(
  master: MasterKey,
  { serial, issuanceId }: { readonly serial: string; readonly issuanceId: string },
  seed: Seed,
): Promise<FobVerification['seed']> {
  const aad = seedAad(serial, issuanceId, master.id)
  return { keyId: master.id, issuanceId, wrapped: await master.wrap(seed, aad) }
}

/**
 * Unwraps a stored seed for as long as `use` runs and wipes it after that.
 * @throws SeedNotUnwrapped
 */
export async function withSeed<T>(
  masters: MasterKeys,
  { serial, seed: { keyId, issuanceId, wrapped } }: SeedRow,
  use: (seed: Seed) => Promise<T>,
): Promise<T> {
  const master = masters.get(keyId)
  if (master === undefined) throw new SeedNotUnwrapped(`master key ${keyId} is not here (seed of ${serial})`)
  const unwrapped = await master.unwrap(wrapped, seedAad(serial, issuanceId, keyId))
  if (!unwrapped.ok) throw new SeedNotUnwrapped(`the seed of ${serial} does not unwrap by ${keyId}`)
  try {
    return await use(asSeed(unwrapped.value))
  } finally {
    wipe(unwrapped.value)
  }
}

function seedAad(serial: string, issuanceId: string, keyId: string): Uint8Array {
  return encodeCbor({ wraps: 'seed', serial, issuanceId, keyId })
}
