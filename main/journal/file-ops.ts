import { createHash } from 'node:crypto'
import { JournalError } from './errors.ts'
import type { JournalFile, JournalFs } from './fs.ts'

const DIGEST_BYTES = 1024 * 1024

/** Node's error code (`ENOENT`, …), if it is a system error. */
export function systemCode(error: unknown): string | undefined {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return undefined
}

/** System errors carry an errno; anything else (a callback that throws) is a bug and stays what it is. */
export function isExpected(error: unknown): boolean {
  return error instanceof JournalError || (error instanceof Error && 'errno' in error)
}

/** Names a failed file operation by what the operator has to do about it. */
export function asJournalError(error: unknown, where: string): JournalError {
  if (error instanceof JournalError) return error
  const system = systemCode(error)
  const reason = `${where}: ${system ?? 'failed'}`
  if (system === 'ENOSPC' || system === 'EDQUOT')
    return new JournalError('DISK_FULL', reason, { cause: error })
  if (system === 'EROFS' || system === 'EACCES' || system === 'EPERM') {
    return new JournalError('STORE_READONLY', reason, { cause: error })
  }
  // What is there is never looked for without having been there before: the folder or its drive went away.
  if (system === 'ENOENT' || system === 'ENODEV' || system === 'ENXIO') {
    return new JournalError('STORE_MISSING', reason, { cause: error })
  }
  return new JournalError('JOURNAL_BROKEN', reason, { cause: error })
}

/** Writes all of `bytes`, however short the single writes are. */
export async function writeAll(file: JournalFile, bytes: Uint8Array, offset: number): Promise<void> {
  let written = 0
  while (written < bytes.length) {
    const rest = written === 0 ? bytes : bytes.subarray(written)
    const count = await file.write(rest, offset + written)
    if (count <= 0) throw new Error('the disk took no bytes')
    written += count
  }
}

/** Reads up to `length` bytes; fewer only at the end of the file. */
export async function readUpTo(file: JournalFile, length: number, offset: number): Promise<Uint8Array> {
  return readInto(file, new Uint8Array(length), offset)
}

/** Fills `target`; answers the part that was filled, shorter only at the end of the file. */
export async function readInto(file: JournalFile, target: Uint8Array, offset: number): Promise<Uint8Array> {
  let have = 0
  while (have < target.length) {
    const count = await file.read(target, have, target.length - have, offset + have)
    if (count === 0) break
    have += count
  }
  return have === target.length ? target : target.subarray(0, have)
}

/** The whole file, or undefined when there is none. */
export async function readIfThere(
  fs: JournalFs,
  path: string,
  maxBytes: number,
): Promise<Uint8Array | undefined> {
  let file: JournalFile
  try {
    file = await fs.open(path, 'read')
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined
    throw error
  }
  try {
    return await readUpTo(file, Math.min(await file.size(), maxBytes), 0)
  } finally {
    await file.close()
  }
}

/** SHA-256 of a file, read in pieces of 1 MiB; `onBytes` is told after each and may let others go first. */
export async function fileDigest(
  file: JournalFile,
  size: number,
  onBytes: (read: number) => void | Promise<void>,
): Promise<Uint8Array> {
  const hash = createHash('sha256')
  // One for all: hundreds of megabytes are read at every opening, and each piece would be garbage.
  const buffer = new Uint8Array(Math.min(DIGEST_BYTES, size))
  for (let at = 0; at < size;) {
    const piece = await readInto(file, buffer.subarray(0, size - at), at)
    if (piece.length === 0) throw new Error('the file became shorter while it was read')
    hash.update(piece)
    at += piece.length
    await onBytes(at)
  }
  return new Uint8Array(hash.digest())
}

/** Puts a complete, durable file at `path`: temporary file, datasync, rename, directory sync. */
export async function replaceFile(
  fs: JournalFs,
  dir: string,
  path: string,
  fill: (file: JournalFile) => Promise<void>,
): Promise<void> {
  const temporary = `${path}.tmp`
  await removeIfThere(fs, temporary)
  const file = await fs.open(temporary, 'create')
  try {
    await fill(file)
    await file.datasync()
  } finally {
    await file.close()
  }
  await fs.rename(temporary, path)
  await fs.syncDirectory(dir)
}

export async function removeIfThere(fs: JournalFs, path: string): Promise<void> {
  try {
    await fs.remove(path)
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error
  }
}

/** For tidying up after a failure, which is the one to tell: what stays is removed at the next open. */
export async function removeIfPossible(fs: JournalFs, path: string): Promise<void> {
  await fs.remove(path).catch(() => undefined)
}
