/** Rows of a snapshot of the folded state, as they lie in the hub's store. */
import { z } from 'zod'
import { realm } from '../../domain/vocabulary.ts'
import { byteString } from '../../protocol/byte-schema.ts'

/** Everything about a snapshot but its contents; the wrapping of its key is tied to all the rest. */
export const stateSnapshot = z.strictObject({
  realm,
  /** Tells its chunks from those of any other snapshot. */
  generation: z.string().min(1).max(64),
  /** Which of the two sets of chunk rows it has: the snapshot before it stays readable while it is written. */
  slot: z.int().min(0).max(1),
  /** The last place in the order that is folded into it, and the chain hash of the entry there. */
  place: z.int().min(1),
  entryHash: byteString,
  /** Erasures of personal data that it has followed (`erasures.ts`). */
  erasures: z.int().min(0),
  chunks: z.int().min(0),
  /** Milliseconds since 1970. */
  takenAt: z.int(),
  /** The key of its chunks, wrapped by a master key. */
  key: z.strictObject({ masterId: z.string().min(1).max(64), wrapped: byteString }),
})
export type SnapshotRow = Readonly<z.infer<typeof stateSnapshot>>

/** Deflated records, sealed. */
export const stateChunk = z.strictObject({ sealed: byteString })

/** How often personal data was erased here. */
export const stateErasures = z.strictObject({ count: z.int().min(0) })
