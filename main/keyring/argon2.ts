import { argon2id } from 'hash-wasm'
import { wipe } from '../../protocol/bytes.ts'
import type { Argon2Job } from './types.ts'

/** 32 bytes of Argon2id (RFC 9106). The job's password is overwritten. Takes a thread's whole attention. */
export async function argon2({ password, salt, cost }: Argon2Job): Promise<Uint8Array> {
  const { memoryKiB, iterations, parallelism } = cost
  try {
    return await argon2id({
      password,
      salt,
      memorySize: memoryKiB,
      iterations,
      parallelism,
      hashLength: 32,
      outputType: 'binary',
    })
  } finally {
    wipe(password)
  }
}
