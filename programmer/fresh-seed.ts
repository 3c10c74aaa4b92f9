/**
 * Where seeds come from. Deliberately not an injected effect: no message, test or option can make the desk
 * write a seed that somebody chose.
 */
import { randomFillSync } from 'node:crypto'
import { asSeed, SEED_BYTES, type Seed } from '../domain/otp.ts'
import type { OtpAlgorithm } from '../domain/vocabulary.ts'

/** 20 (SHA-1) or 32 (SHA-256) random bytes in memory of their own, not in Node's shared pool. */
export function freshSeed(algorithm: OtpAlgorithm): Seed {
  return asSeed(randomFillSync(new Uint8Array(SEED_BYTES[algorithm])))
}
