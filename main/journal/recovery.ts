/**
 * Setting the store right after an unclean end: before the journal is used, what is above the anchor is
 * either verified and made durable again, or moved to a quarantine file and reported.
 */
import { join } from 'node:path'
import { readUpTo, removeIfThere, replaceFile, writeAll } from './file-ops.ts'
import type { JournalFile, JournalFs } from './fs.ts'
import type { StoreFile } from './store-files.ts'
import type { Quarantined } from './types.ts'

const COPY_BYTES = 4 * 1024 * 1024

function quarantineName(segment: string, offset: number, now: number): string {
  return `quarantine-${segment}-${offset}-${now}.bin`
}

/** When a file was set aside, in ms since 1970; undefined for any other file. */
export function quarantinedAt(name: string): number | undefined {
  const at = /^quarantine-.+-(\d+)\.bin$/.exec(name)?.[1]
  return at === undefined ? undefined : Number(at)
}

export interface Tail {
  readonly fs: JournalFs
  readonly dir: string
  /** The last segment. */
  readonly file: StoreFile
  /** How much of it is good; 0 when not even the header is. */
  readonly goodBytes: number
}

/** Moves the damaged end of the last segment into a file of its own. Durable before anything is cut. */
export async function quarantineTail(tail: Tail, reason: string, now: number): Promise<Quarantined> {
  const { dir, file, goodBytes } = tail
  const { name, size, first: segment } = file
  const path = join(dir, quarantineName(name, goodBytes, now))
  await copyInto(tail, path, goodBytes, size)
  await rewriteTail(tail)
  return { path, segment, offset: goodBytes, bytes: size - goodBytes, reason }
}

/**
 * Writes the good part of the last segment anew. After a failed sync the system may show bytes that are
 * only in its memory and will never reach the medium; what was read from there is not trusted until it
 * has been written and synced once more.
 */
export async function rewriteTail(tail: Tail): Promise<void> {
  const { fs, dir, file, goodBytes } = tail
  const path = join(dir, file.name)
  if (goodBytes > 0) return copyInto(tail, path, 0, goodBytes)
  await removeIfThere(fs, path)
  await fs.syncDirectory(dir)
}

async function copyInto(tail: Tail, target: string, from: number, to: number): Promise<void> {
  const { fs, dir } = tail
  const source = await fs.open(join(dir, tail.file.name), 'read')
  try {
    await replaceFile(fs, dir, target, (file) => copyBytes(source, file, from, to))
  } finally {
    await source.close()
  }
}

async function copyBytes(source: JournalFile, target: JournalFile, from: number, to: number): Promise<void> {
  let at = from
  while (at < to) {
    const piece = await readUpTo(source, Math.min(COPY_BYTES, to - at), at)
    if (piece.length === 0) throw new Error('the segment became shorter while it was copied')
    await writeAll(target, piece, at - from)
    at += piece.length
  }
}
