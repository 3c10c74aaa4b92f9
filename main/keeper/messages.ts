/**
 * What main and the keeper process say to each other. Both parse every message. One job a process: the epoch keys
 * of the store's closed files come with it and are gone with the process. Never a seed, a password, a private key.
 */
import { z } from 'zod'
import { realm } from '../../domain/vocabulary.ts'
import { byteString, bytesOf } from '../../protocol/byte-schema.ts'

const path = z.string().min(1).max(4096)
const id = z.string().min(1).max(64)
const count = z.int().min(0)
const epoch = z.int().min(1)
const ids = z.array(id)

/** The closed files of one store, and what opens and checks them. */
const closedStore = z.strictObject({
  dir: path,
  realm,
  storeId: id,
  /** This desk's own device: the projection tells its events from others'. */
  device: id,
  epochKeys: z.array(z.strictObject({ epoch, key: bytesOf(32) })).min(1),
  currentEpoch: epoch,
  /** Devices that wrote own commits of this store. */
  devices: z.array(z.strictObject({ device: id, publicKey: bytesOf(32) })).min(1),
})
export type KeeperStore = z.infer<typeof closedStore>

/** What may lose its detachable parts, as main's state knows it (`domain/erasure.ts`). */
const erasure = z.strictObject({
  /** Only of events before this, ms since 1970. */
  before: z.int(),
  contracts: ids,
  users: ids,
  applications: ids,
  /** Issuances and factory seeds whose box head office has not receipted: their boxes stay. */
  boxesNotReceived: ids,
  /** Sequence of this device's last event that head office has: what is above still goes there whole. */
  receivedThrough: count,
})
export type ErasureOrder = z.infer<typeof erasure>

export const toKeeper = z.discriminatedUnion('type', [
  /** Folds the closed files, from a snapshot where one is good, and writes a snapshot to `target`. */
  z.strictObject({
    type: z.literal('snapshot'),
    store: closedStore,
    /** The last closed segment. */
    upTo: count,
    /** Snapshot file to go on from; null: from the first event. */
    previous: path.nullable(),
    /** A temporary file that does not exist yet; main alone gives it its name. */
    target: path,
  }),
  /** Writes compacted files beside the store's; main alone makes them part of it. */
  z.strictObject({
    type: z.literal('compact'),
    store: closedStore,
    upTo: count,
    scope: z.enum(['recent', 'all']),
    erasure,
    quarantineBefore: z.int(),
  }),
])
export type ToKeeper = z.infer<typeof toKeeper>

const head = z.strictObject({ commits: count, events: count, hash: bytesOf(32) })

const compaction = z.strictObject({
  written: z.array(
    z.strictObject({
      temporary: z.string().min(1),
      name: z.string().min(1),
      first: count,
      last: count,
      size: count,
      sha256: bytesOf(32),
      head,
      chain: bytesOf(32),
      replaces: z.array(z.string().min(1)),
    }),
  ),
  dropped: count,
  quarantines: z.array(z.string().min(1)),
})

export const fromKeeper = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('progress'), done: count, total: count }),
  /** The file is complete and durable under its temporary name. */
  z.strictObject({ type: z.literal('snapshot'), commits: count, events: count, checkpoint: byteString }),
  /** `erased`: personal parts among the dropped ones; the others were seeds that head office has. */
  z.strictObject({ type: z.literal('compacted'), compaction, erased: count }),
  /** `code`: the journal's, or KEEPER_FAILED. `where` never holds contents. */
  z.strictObject({ type: z.literal('failed'), code: z.string().max(64), where: z.string().max(500) }),
])
export type FromKeeper = z.infer<typeof fromKeeper>
export type KeeperResult = Exclude<FromKeeper, { type: 'progress' }>
