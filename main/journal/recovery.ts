/**
 * Setting the store right after an unclean end: before the journal is used, what is above the anchor is
 * either verified and made durable again, or moved to a quarantine file and reported.
 */
import { join } from 'node:path'
import { readUpTo, removeIfThere, replaceFile, writeAll } from './file-ops.ts'
import type { JournalFile, JournalFs } from './fs.ts'
import type { Damage } from './replay.ts'
import { segmentFileName } from './segment.ts'
import type { Quarantined } from './types.ts'

const COPY_BYTES = 4 * 1024 * 1024

export interface Tail {
  readonly fs: JournalFs
  readonly dir: string
  readonly segment: number
  /** Size of the last segment's file. */
  readonly size: number
  /** How much of it is good; 0 when not even the header is. */
  readonly goodBytes: number
}

/** Moves the damaged end of the last segment into a file of its own. Durable before anything is cut. */
export async function quarantineTail(tail: Tail, damage: Damage, now: number): Promise<Quarantined> {
  const { dir, segment, size, goodBytes } = tail
  const path = join(dir, `quarantine-${segmentFileName(segment)}-${goodBytes}-${now}.bin`)
  await copyInto(tail, path, goodBytes, size)
  await rewriteTail(tail)
  return { path, segment, offset: damage.offset, bytes: size - goodBytes, reason: damage.reason }
}

/**
 * Writes the good part of the last segment anew. After a failed sync the system may show bytes that are
 * only in its memory and will never reach the medium; what was read from there is not trusted until it
 * has been written and synced once more.
 */
export async function rewriteTail(tail: Tail): Promise<void> {
  const { fs, dir, segment, goodBytes } = tail
  const path = join(dir, segmentFileName(segment))
  if (goodBytes > 0) return copyInto(tail, path, 0, goodBytes)
  await removeIfThere(fs, path)
  await fs.syncDirectory(dir)
}

async function copyInto(tail: Tail, target: string, from: number, to: number): Promise<void> {
  const { fs, dir, segment } = tail
  const source = await fs.open(join(dir, segmentFileName(segment)), 'read')
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
