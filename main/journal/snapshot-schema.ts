import { z } from 'zod'
import { bytesOf } from '../../protocol/byte-schema.ts'

const hash = bytesOf(32)

/** A `StoreHead` as it is stored. */
export const storeHead = z.strictObject({ commits: z.int().min(0), events: z.int().min(0), hash })

/** A `ChainSnapshot` as it is stored. */
export const chainSnapshot = z.strictObject({
  head: storeHead,
  devices: z.array(
    z.strictObject({ device: z.string().min(1), seq: z.int().min(1), hash, sig: bytesOf(64) }),
  ),
})
