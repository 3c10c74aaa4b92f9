/**
 * The anchor: where the store chain stood at most a second ago, sealed in a file outside the store
 * folder. A store folder put back from an older copy does not reach it, and a damaged frame at or below
 * it cannot be passed off as an interrupted write.
 *
 * Two slots of 512 bytes on different pages, written in turn, so that a torn write spoils only the older
 * of the two. Slot = u32 epoch ‖ u64 counter ‖ u16 length ‖ sealed CBOR { commits, events, hash }.
 */
import { dirname } from 'node:path'
import { z } from 'zod'
import type { Realm } from '../../domain/vocabulary.ts'
import { bytesOf } from '../../protocol/byte-schema.ts'
import { concatBytes, utf8, type Random } from '../../protocol/bytes.ts'
import { decodeCbor, encodeCbor } from '../../protocol/cbor.ts'
import { openSeal, seal } from '../../protocol/seal.ts'
import type { StoreHead } from './commit.ts'
import { JournalError } from './errors.ts'
import { readIfThere, replaceFile, writeAll } from './file-ops.ts'
import type { JournalFile, JournalFs } from './fs.ts'

const SLOT_OFFSETS = [0, 4096] as const
const SLOT_BYTES = 512
const FILE_BYTES = 4096 + SLOT_BYTES
const SLOT_HEADER_BYTES = 14
const LABEL = utf8('fobdesk/journal-anchor/1')

const content = z.strictObject({
  commits: z.int().min(0),
  events: z.int().min(0),
  hash: bytesOf(32),
})

export interface AnchorOptions {
  readonly fs: JournalFs
  readonly path: string
  readonly realm: Realm
  readonly storeId: string
  readonly epochKey: (epoch: number) => Uint8Array | undefined
  readonly currentEpoch: () => number
  readonly random: Random
}

interface Slot {
  readonly counter: number
  readonly head: StoreHead
}

export class Anchor {
  readonly #options: AnchorOptions
  #file: JournalFile | undefined
  #newest: Slot

  private constructor(options: AnchorOptions, newest: Slot) {
    this.#options = options
    this.#newest = newest
  }

  /** The anchor of an existing store, or undefined when there is no file. Throws when no slot opens. */
  static async read(options: AnchorOptions): Promise<Anchor | undefined> {
    const bytes = await readIfThere(options.fs, options.path, FILE_BYTES)
    if (bytes === undefined) return undefined
    const slots = SLOT_OFFSETS.flatMap((offset) =>
      openSlot(options, bytes.subarray(offset, offset + SLOT_BYTES)),
    )
    const newest = slots.sort((a, b) => b.counter - a.counter)[0]
    if (newest === undefined)
      throw new JournalError('JOURNAL_TAMPERED', 'anchor: no readable slot of this store')
    return new Anchor(options, newest)
  }

  /** Makes the anchor of a new store; durable before the first segment exists. */
  static async create(options: AnchorOptions, head: StoreHead): Promise<Anchor> {
    const newest = { counter: 0, head }
    await replaceFile(options.fs, dirname(options.path), options.path, async (file) => {
      await writeAll(file, new Uint8Array(FILE_BYTES), 0)
      await writeAll(file, sealSlot(options, newest), SLOT_OFFSETS[0])
    })
    return new Anchor(options, newest)
  }

  get head(): StoreHead {
    return this.#newest.head
  }

  /** Durable when it resolves. */
  async write(head: StoreHead): Promise<void> {
    const next = { counter: this.#newest.counter + 1, head }
    this.#file ??= await this.#options.fs.open(this.#options.path, 'update')
    await writeAll(this.#file, sealSlot(this.#options, next), SLOT_OFFSETS[next.counter % 2 === 0 ? 0 : 1])
    await this.#file.datasync()
    this.#newest = next
  }

  async close(): Promise<void> {
    const file = this.#file
    this.#file = undefined
    await file?.close()
  }
}

function context(options: AnchorOptions, key: Uint8Array, header: Uint8Array) {
  const store = encodeCbor({ realm: options.realm, store: options.storeId })
  return { key, label: LABEL, aad: concatBytes(header, store) }
}

function sealSlot(options: AnchorOptions, slot: Slot): Uint8Array {
  const epoch = options.currentEpoch()
  const key = options.epochKey(epoch)
  if (key === undefined) throw new TypeError(`the keyring holds no key of its current epoch ${epoch}`)
  const header = Buffer.alloc(SLOT_HEADER_BYTES - 2)
  header.writeUInt32BE(epoch)
  header.writeBigUInt64BE(BigInt(slot.counter), 4)
  const sealed = seal(context(options, key, header), encodeCbor({ ...slot.head }), options.random)
  const bytes = new Uint8Array(SLOT_BYTES)
  bytes.set(header)
  bytes[SLOT_HEADER_BYTES - 2] = sealed.length >> 8
  bytes[SLOT_HEADER_BYTES - 1] = sealed.length & 0xff
  bytes.set(sealed, SLOT_HEADER_BYTES)
  return bytes
}

function openSlot(options: AnchorOptions, bytes: Uint8Array): Slot[] {
  if (bytes.length < SLOT_BYTES) return []
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const key = options.epochKey(view.readUInt32BE(0))
  const length = view.readUInt16BE(SLOT_HEADER_BYTES - 2)
  if (key === undefined || SLOT_HEADER_BYTES + length > SLOT_BYTES) return []
  const header = bytes.subarray(0, SLOT_HEADER_BYTES - 2)
  const sealed = bytes.subarray(SLOT_HEADER_BYTES, SLOT_HEADER_BYTES + length)
  const opened = openSeal(context(options, key, header), sealed)
  if (!opened.ok) return []
  const decoded = decodeCbor(opened.value)
  const parsed = decoded.ok ? content.safeParse(decoded.value) : undefined
  if (parsed?.success !== true) return []
  return [{ counter: Number(view.readBigUInt64BE(4)), head: parsed.data }]
}
