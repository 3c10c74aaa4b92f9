/**
 * A snapshot of the folded state in the hub's own store, so that a process need not fold the order from its first
 * event. It is a cache and never the truth: whatever is wrong with it, the whole order is folded instead.
 *
 * One row says what it is and holds the key of its chunks, wrapped by the master key and tied to that row; each chunk is
 * AES-256-GCM under that key, tied to its number and generation. All is written beside the order, without its lock, but
 * for that one row.
 */
import type { Realm } from '../../domain/vocabulary.ts'
import { MemoryState } from '../../domain/memory-state.ts'
import { hex, sameBytes, utf8, wipe, type Random } from '../../protocol/bytes.ts'
import { encodeCbor } from '../../protocol/cbor.ts'
import { done, refuse, type Result } from '../../protocol/result.ts'
import { openSeal, seal } from '../../protocol/seal.ts'
import type { HubState } from '../hub-state.ts'
import type { HubKeys } from '../keys/hub-keys.ts'
import type { HubStore } from '../store/hub-store.ts'
import { erasuresIn } from './erasures.ts'
import { applyChunk, chunksOf } from './records.ts'
import type { SnapshotRow } from './rows.ts'

export interface SnapshotSource {
  readonly realm: Realm
  readonly store: HubStore
  readonly keys: HubKeys
  readonly state: HubState
  readonly random: Random
  /** Milliseconds since 1970. */
  readonly now: () => number
}

export type SnapshotFault =
  | 'SNAPSHOT_NONE'
  /** Changed, cut short, or mixed with another. */
  | 'SNAPSHOT_DAMAGED'
  /** Wrapped by a master key that this process has not. */
  | 'SNAPSHOT_KEY_MISSING'
  /** Of another order than the one in this store, or of more of it than there is. */
  | 'SNAPSHOT_FOREIGN'
  /** Personal data has been erased since; of one being written: meanwhile. */
  | 'SNAPSHOT_ERASED'
  /** Told to end before it was written. */
  | 'SNAPSHOT_STOPPED'

interface LoadedSnapshot {
  readonly row: SnapshotRow
  readonly folded: MemoryState
}

const LABEL = utf8('fobdesk/hub-state-snapshot/1\0')
const KEY_BYTES = 32
/** A snapshot that nobody renews goes, and with it what a program of another version left behind. */
export const SNAPSHOT_LIFE_MS = 35 * 86_400_000

export class StateSnapshots {
  readonly #source: SnapshotSource
  readonly #version: string
  /** Erasures that the folded state has followed; null: `load` has not been called. */
  #erasures: number | null = null

  /** @param version of the program's rules (`foldVersion`) */
  constructor(source: SnapshotSource, version: string) {
    this.#source = source
    this.#version = version
  }

  /** The row of the newest one that this program can use. One that does not read is as good as none. */
  newest(): Promise<SnapshotRow | undefined> {
    return this.#source.store
      .read((reader) => reader.document('stateSnapshot', this.#version))
      .catch(() => undefined)
  }

  /** Whether personal data has been erased that this process may have folded: only its end forgets that. */
  async areErased(): Promise<boolean> {
    return (await this.#source.store.read(erasuresIn)) !== this.#erasures
  }

  /** Puts the newest snapshot into the state, which must be empty. Call it once, before anything is folded. */
  async load(): Promise<Result<SnapshotRow, SnapshotFault>> {
    this.#erasures = await this.#source.store.read(erasuresIn)
    try {
      const loaded = await this.#load(this.#erasures)
      if (!loaded.ok) return loaded
      this.#source.state.resume(loaded.value.folded, loaded.value.row.place)
      return done(loaded.value.row)
    } catch (error) {
      // Rows that do not parse, bytes that do not inflate. A database that is away shows at the fold that follows.
      return refuse('SNAPSHOT_DAMAGED', error instanceof Error ? error.name : typeof error)
    }
  }

  async #load(erasures: number): Promise<Result<LoadedSnapshot, SnapshotFault>> {
    const { realm, store, keys } = this.#source
    const { row, entry } = await store.read(async (reader) => {
      const found = await reader.document('stateSnapshot', this.#version)
      const [at] = found === undefined ? [] : await reader.entriesAfter(found.place - 1, 1)
      return { row: found, entry: at }
    })
    if (row === undefined) return refuse('SNAPSHOT_NONE', 'none by this program')
    if (row.erasures !== erasures) return refuse('SNAPSHOT_ERASED', `${row.erasures} of ${erasures} erasures`)
    if (row.realm !== realm || !sameBytes(entry?.hash ?? new Uint8Array(), row.entryHash)) {
      return refuse('SNAPSHOT_FOREIGN', `place ${row.place} is another`)
    }
    const master = keys.master.get(row.key.masterId)
    if (master === undefined) return refuse('SNAPSHOT_KEY_MISSING', `master key ${row.key.masterId}`)
    const key = await master.unwrap(row.key.wrapped, rowAad(row))
    if (!key.ok) return refuse('SNAPSHOT_DAMAGED', 'its row does not authenticate')
    const folded = await this.#read(row, key.value)
    wipe(key.value)
    return folded.ok ? done({ row, folded: folded.value }) : folded
  }

  async #read(row: SnapshotRow, key: Uint8Array): Promise<Result<MemoryState, SnapshotFault>> {
    const folded = new MemoryState()
    for (let number = 0; number < row.chunks; number += 1) {
      const id = this.#chunkId(row.slot, number)
      const chunk = await this.#source.store.read((reader) => reader.document('stateChunk', id))
      if (chunk === undefined) return refuse('SNAPSHOT_DAMAGED', `chunk ${number} is not there`)
      const aad = chunkAad(row.generation, number)
      const opened = openSeal({ key, label: LABEL, aad }, chunk.sealed)
      if (!opened.ok) return refuse('SNAPSHOT_DAMAGED', `chunk ${number} does not authenticate`)
      await applyChunk(folded, opened.value)
    }
    return done(folded)
  }

  /** Writes the state as it is now. The state must hold something, and `load` must have been called. */
  async take(stop?: AbortSignal): Promise<Result<SnapshotRow, SnapshotFault>> {
    const { realm, store, keys, state, random, now } = this.#source
    const erasures = this.#erasures
    if (erasures === null) throw new Error('load a snapshot before taking one')
    const before = await this.newest()
    const generation = hex(random(16))
    const slot = before?.slot === 0 ? 1 : 0
    const key = random(KEY_BYTES)
    try {
      const { chunks, place } = await state.heldStill(async (records, at) => {
        let number = 0
        for await (const chunk of chunksOf(records)) {
          if (stop?.aborted === true) break
          const sealed = seal({ key, label: LABEL, aad: chunkAad(generation, number) }, chunk, random)
          await store.putDocument('stateChunk', this.#chunkId(slot, number), { sealed }, this.#life())
          number += 1
        }
        return { chunks: number, place: at }
      })
      if (stop?.aborted === true) return refuse('SNAPSHOT_STOPPED', `at chunk ${chunks}`)
      return await store.transaction(async (tx) => {
        // In the order of the erasures: one that is not counted here comes later and ends this snapshot.
        if ((await erasuresIn(tx)) !== erasures) return refuse('SNAPSHOT_ERASED', 'erased since this state')
        const [entry] = await tx.entriesAfter(place - 1, 1)
        if (entry === undefined) throw new Error(`place ${place} is folded and not in the order`)
        const { master } = await keys.at(tx)
        const facts = {
          realm,
          generation,
          slot,
          place,
          entryHash: entry.hash,
          erasures,
          chunks,
          takenAt: now(),
        }
        const wrapped = await master.wrap(key, rowAad(facts))
        const row: SnapshotRow = { ...facts, key: { masterId: master.id, wrapped } }
        await tx.saveDocument('stateSnapshot', this.#version, row, this.#life())
        return done(row)
      })
    } finally {
      wipe(key)
    }
  }

  #life(): { readonly expiresAt: number } {
    return { expiresAt: this.#source.now() + SNAPSHOT_LIFE_MS }
  }

  #chunkId(slot: number, number: number): string {
    return `${this.#version} ${slot} ${number}`
  }
}

function rowAad(row: Omit<SnapshotRow, 'key'>): Uint8Array {
  const { realm, generation, slot, place, entryHash, erasures, chunks, takenAt } = row
  return encodeCbor({
    wraps: 'stateSnapshot',
    realm,
    generation,
    slot,
    place,
    entryHash,
    erasures,
    chunks,
    takenAt,
  })
}

function chunkAad(generation: string, number: number): Uint8Array {
  return encodeCbor({ generation, number })
}
