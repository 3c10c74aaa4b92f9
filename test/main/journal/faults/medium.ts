/**
 * A disk as a desk's PC has it: what programs read is the system's cache; what a power cut leaves is what was
 * synced, and any part of the rest. Contents are lost by sectors of 512 bytes, names by single operations.
 * After a failed sync the cache still shows bytes that will never reach the disk (as Linux does).
 */
import { basename, dirname } from 'node:path'
import type { Chance } from './chance.ts'

const SECTOR_BYTES = 512

/** What of the unsynced a power cut leaves. */
export type Survivors = 'none' | 'all' | 'prefix' | 'subset'

interface Piece {
  readonly offset: number
  readonly bytes: Uint8Array
}

export class Inode {
  /** What programs read. */
  cached: Uint8Array = new Uint8Array()
  #durable: Uint8Array = new Uint8Array()
  #pending: Piece[] = []

  write(bytes: Uint8Array, offset: number): void {
    this.cached = overlay(this.cached, { offset, bytes })
    this.#pending.push({ offset, bytes: bytes.slice() })
  }

  /** What is waiting arrives; what a failed sync gave up is not waiting any more. */
  sync(): void {
    this.#durable = this.#pending.reduce(overlay, this.#durable)
    this.#pending = []
  }

  /** Some sectors arrive; the rest is marked clean and never written. */
  failSync(chance: Chance): void {
    this.#durable = settle(this.#durable, this.#pending, 'subset', chance)
    this.#pending = []
  }

  losePower(survivors: Survivors, chance: Chance): void {
    this.replace(settle(this.#durable, this.#pending, survivors, chance))
  }

  /** The content, cached and durable alike. */
  replace(content: Uint8Array): void {
    this.cached = content
    this.#durable = content.slice()
    this.#pending = []
  }
}

function overlay(content: Uint8Array, { offset, bytes }: Piece): Uint8Array {
  const end = offset + bytes.length
  // Copied always: a durable copy taken before must not change.
  const next = new Uint8Array(Math.max(content.length, end))
  next.set(content)
  next.set(bytes, offset)
  return next
}

function settle(
  durable: Uint8Array,
  pending: readonly Piece[],
  survivors: Survivors,
  chance: Chance,
): Uint8Array {
  const sectors = pending.flatMap(sectorsOf)
  const chosen = chooseSurvivors(sectors, survivors, chance)
  let content = chosen.reduce(overlay, durable.slice())
  // The file's new length may arrive before its bytes: then there are zeros.
  const end = Math.max(content.length, ...sectors.map(({ offset, bytes }) => offset + bytes.length))
  if (survivors === 'subset' && end > content.length && chance.oneIn(2)) {
    content = overlay(content, { offset: end, bytes: new Uint8Array() })
  }
  return content
}

function sectorsOf({ offset, bytes }: Piece): Piece[] {
  const sectors: Piece[] = []
  for (let at = 0; at < bytes.length;) {
    const end = Math.min(bytes.length, at + SECTOR_BYTES - ((offset + at) % SECTOR_BYTES))
    sectors.push({ offset: offset + at, bytes: bytes.subarray(at, end) })
    at = end
  }
  return sectors
}

export function chooseSurvivors<T>(pending: readonly T[], survivors: Survivors, chance: Chance): T[] {
  switch (survivors) {
    case 'none':
      return []
    case 'all':
      return [...pending]
    case 'prefix':
      return pending.slice(0, chance.below(pending.length + 1))
    case 'subset':
      return pending.filter(() => chance.oneIn(2))
  }
}

type Names = Map<string, Inode>
type NameChange = (names: Names) => void

export class Directory {
  names: Names = new Map()
  #durable: Names = new Map()
  #pending: NameChange[] = []

  change(change: NameChange): void {
    change(this.names)
    this.#pending.push(change)
  }

  sync(): void {
    this.#durable = new Map(this.names)
    this.#pending = []
  }

  losePower(survivors: Survivors, chance: Chance): void {
    for (const change of chooseSurvivors(this.#pending, survivors, chance)) change(this.#durable)
    this.names = new Map(this.#durable)
    this.#pending = []
  }
}

export class Medium {
  readonly #directories = new Map<string, Directory>()

  /** The folder of a path that exists. Folders themselves are durable at once. */
  makeDirectory(path: string): void {
    if (!this.#directories.has(path)) this.#directories.set(path, new Directory())
  }

  directory(path: string): Directory | undefined {
    return this.#directories.get(path)
  }

  lookUp(path: string): Inode | undefined {
    return this.directory(dirname(path))?.names.get(basename(path))
  }

  /** Every file with its path. */
  files(): { readonly path: string; readonly inode: Inode }[] {
    return [...this.#directories].flatMap(([dir, { names }]) =>
      [...names].map(([name, inode]) => ({ path: `${dir}/${name}`, inode })),
    )
  }

  losePower(survivors: Survivors, chance: Chance): void {
    for (const directory of this.#directories.values()) directory.losePower(survivors, chance)
    for (const inode of new Set(this.files().map((file) => file.inode))) inode.losePower(survivors, chance)
  }

  /** A copy of everything as it lies there, all of it durable. */
  copy(): Medium {
    const copy = new Medium()
    for (const [path, directory] of this.#directories) {
      copy.makeDirectory(path)
      for (const [name, { cached }] of directory.names) {
        const inode = new Inode()
        inode.replace(cached.slice())
        copy.directory(path)?.change((names) => void names.set(name, inode))
      }
      copy.directory(path)?.sync()
    }
    return copy
  }
}
