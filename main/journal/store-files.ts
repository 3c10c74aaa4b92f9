/**
 * The files of a store folder by their names. A segment file holds commits as they were written; a block file
 * holds what compaction made of a run of segments and says in its name which run:
 * `segment-00000013.fob`, `block-00000001-00000012-0001.fob` (first, last, generation).
 */
import { join } from 'node:path'
import { JournalError } from './errors.ts'
import { removeIfThere } from './file-ops.ts'
import type { JournalFs } from './fs.ts'

export interface FileName {
  readonly name: string
  readonly kind: 'segment' | 'block'
  /** The segments it holds or stands for; both the same number in a segment file. */
  readonly first: number
  readonly last: number
  /** Higher each time the same run is compacted again, so that no name is ever used twice; 0 for segments. */
  readonly generation: number
}

export interface StoreFile extends FileName {
  /** Bytes as far as it is to be read. */
  readonly size: number
}

export interface StoreListing {
  /** In order, every segment from 1 on covered exactly once. */
  readonly files: readonly StoreFile[]
  /** Files that a block file stands for: a crash came before they were removed. */
  readonly superseded: readonly string[]
}

export function segmentName(segment: number): FileName {
  const name = `segment-${digits(segment, 8)}.fob`
  return { name, kind: 'segment', first: segment, last: segment, generation: 0 }
}

export function blockName(first: number, last: number, generation: number): FileName {
  const name = `block-${digits(first, 8)}-${digits(last, 8)}-${digits(generation, 4)}.fob`
  return { name, kind: 'block', first, last, generation }
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0')
}

/** Undefined for any file that is neither. */
export function parseFileName(name: string): FileName | undefined {
  const segment = /^segment-(\d{8})\.fob$/.exec(name)?.[1]
  if (segment !== undefined) return segmentName(Number(segment))
  const [, first, last, generation] = /^block-(\d{8})-(\d{8})-(\d{4,})\.fob$/.exec(name) ?? []
  if (first === undefined || last === undefined || generation === undefined) return undefined
  return blockName(Number(first), Number(last), Number(generation))
}

/** Lists the store's files. Throws JOURNAL_TAMPERED when one is missing or two overlap. */
export async function listStore(fs: JournalFs, dir: string): Promise<StoreListing> {
  const names = (await fs.list(dir)).flatMap((name) => parseFileName(name) ?? [])
  const { chosen, superseded } = tile(names)
  const files: StoreFile[] = []
  for (const file of chosen) files.push({ ...file, size: await sizeOf(fs, join(dir, file.name)) })
  return { files, superseded: superseded.map(({ name }) => name) }
}

/** What stands for more segments goes before what it stands for; of the same run, the newest. */
function tile(names: readonly FileName[]): { chosen: FileName[]; superseded: FileName[] } {
  const order = (a: FileName, b: FileName): number =>
    a.first - b.first || b.last - a.last || b.generation - a.generation || a.kind.localeCompare(b.kind)
  const chosen: FileName[] = []
  const superseded: FileName[] = []
  let covered = 0
  for (const file of names.toSorted(order)) {
    if (file.last <= covered) superseded.push(file)
    else if (file.first === covered + 1) {
      chosen.push(file)
      covered = file.last
    } else {
      const why = file.first > covered + 1 ? 'is missing' : `is covered twice, by ${file.name} too`
      throw new JournalError(
        'JOURNAL_TAMPERED',
        `${segmentName(Math.min(covered + 1, file.first)).name} ${why}`,
      )
    }
  }
  return { chosen, superseded }
}

async function sizeOf(fs: JournalFs, path: string): Promise<number> {
  const file = await fs.open(path, 'read')
  try {
    return await file.size()
  } finally {
    await file.close()
  }
}

/** Removes what an interrupted file replacement left behind: it was never part of the store. */
export async function removeLeftovers(fs: JournalFs, dir: string): Promise<void> {
  for (const name of await fs.list(dir)) {
    if (name.endsWith('.tmp')) await removeIfThere(fs, join(dir, name))
  }
}

/** Removes files and makes that durable: an erased person's data must not come back with a power cut. */
export async function removeFiles(fs: JournalFs, dir: string, names: readonly string[]): Promise<void> {
  if (names.length === 0) return
  for (const name of names) await removeIfThere(fs, join(dir, name))
  await fs.syncDirectory(dir)
}
