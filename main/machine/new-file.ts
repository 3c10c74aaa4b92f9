/**
 * A file that is there whole or not at all: written beside under another name, synced, renamed. For what leaves the
 * desk (exports, backups), to wherever a person chose: a stick that is pulled out, a share that goes away, a full
 * disk are ordinary there, and are told in words.
 */
import { open, rename, rm, statfs, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { RefusalCode } from '../../domain/refusals.ts'
import { syncFolder } from './sync-folder.ts'

/** The destination failed; `code` is one of `domain/refusals.ts`. */
export class TargetError extends Error {
  override readonly name = 'TargetError'
  readonly code: RefusalCode
  constructor(code: RefusalCode, options?: { cause: unknown }) {
    super(code, options)
    this.code = code
  }
}

export interface NewFile {
  /** Bytes given so far. */
  readonly size: number
  write(bytes: Uint8Array): Promise<void>
  /** Durable under its own name when it resolves. */
  finish(): Promise<void>
  /** Leaves nothing behind. */
  abandon(): Promise<void>
}

const BUFFER_BYTES = 1024 * 1024

/** Every method rejects with a TargetError. */
export async function createFile(path: string): Promise<NewFile> {
  const temporary = `${path}.part`
  const handle = await told(async () => {
    await rm(temporary, { force: true })
    return open(temporary, 'wx', 0o600)
  })
  let waiting: Uint8Array[] = []
  let waitingBytes = 0
  let size = 0
  const flush = async (): Promise<void> => {
    const bytes = Buffer.concat(waiting)
    waiting = []
    waitingBytes = 0
    await writeAll(handle, bytes)
  }
  return {
    get size() {
      return size
    },
    async write(bytes) {
      waiting.push(bytes)
      waitingBytes += bytes.length
      size += bytes.length
      if (waitingBytes >= BUFFER_BYTES) await told(flush)
    },
    finish: () =>
      told(async () => {
        await flush()
        await handle.sync()
        await handle.close()
        await rename(temporary, path)
        await syncFolder(dirname(path))
      }),
    async abandon() {
      // A stick that was pulled out cannot be tidied up; what failed first is what is told.
      await handle.close().catch(() => undefined)
      await rm(temporary, { force: true }).catch(() => undefined)
    },
  }
}

/** Bytes that this account may still write beside `path`. */
export function freeBytes(path: string): Promise<number> {
  return told(async () => {
    const { bavail, bsize } = await statfs(dirname(path))
    return bavail * bsize
  })
}

/** Names a failed operation at the destination by what the person has to do about it. */
export async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? CODES.get(String(error.code)) : undefined
    if (code === undefined) throw error
    throw new TargetError(code, { cause: error })
  }
}

const CODES: ReadonlyMap<string, RefusalCode> = new Map([
  ...(['ENOSPC', 'EDQUOT'] as const).map((name) => [name, 'TARGET_BECAME_FULL'] as const),
  ...(['EROFS', 'EACCES', 'EPERM', 'EISDIR', 'ETXTBSY', 'EBUSY'] as const).map(
    (name) => [name, 'TARGET_READONLY'] as const,
  ),
  ['EFBIG', 'TARGET_FILE_LIMIT'] as const,
  ...(
    [
      'ENOENT',
      'ENOTDIR',
      'EIO',
      'ENXIO',
      'ENODEV',
      'ESTALE',
      'ETIMEDOUT',
      'EHOSTDOWN',
      'EHOSTUNREACH',
      'ENETUNREACH',
      'UNKNOWN',
    ] as const
  ).map((name) => [name, 'TARGET_GONE'] as const),
])

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  let written = 0
  while (written < bytes.length) {
    written += (await handle.write(bytes, written, bytes.length - written)).bytesWritten
  }
}
