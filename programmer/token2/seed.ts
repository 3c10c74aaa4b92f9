/** The write that makes a fob a customer's: the encrypted seed. */
import type { Seed } from '../../domain/otp.ts'
import { wipe } from '../../protocol/bytes.ts'
import { done, refuse, type Result } from '../../protocol/result.ts'
import type { Reader } from '../reader.ts'
import { exchange, statusText, SUCCESS, type ExchangeCode } from './apdu.ts'
import { padMethod2, secureCommand } from './secure-command.ts'
import { encryptEcb, FOB_KEY } from './sm4.ts'

const WRITABLE_LENGTHS = [20, 32]

/**
 * The seed's wire form before encryption: `80` and zeros to a whole block, so 20 bytes fill two blocks and 32
 * bytes get the extra third block that the fob expects.
 * @throws RangeError for lengths the desk does not write: at 16 and 48 the public notes leave the form open
 */
export function padSeed(seed: Seed): Uint8Array {
  if (!WRITABLE_LENGTHS.includes(seed.length)) throw new RangeError('seeds are written with 20 or 32 bytes')
  return padMethod2(seed)
}

/** Writes the seed, once. */
export async function writeSeed(
  reader: Reader,
  seed: Seed,
): Promise<Result<undefined, ExchangeCode | 'FOB_REFUSED_SEED'>> {
  const padded = padSeed(seed)
  const command = secureCommand({ ins: 0xc5, p1: 1, p2: 0 }, encryptEcb(FOB_KEY, padded))
  wipe(padded)
  const answer = await exchange(reader, command)
  // The key is public: the ciphertext is as good as the seed.
  wipe(command.data)
  if (!answer.ok) return answer
  if (answer.value.status !== SUCCESS) return refuse('FOB_REFUSED_SEED', statusText(answer.value.status))
  return done(undefined)
}
