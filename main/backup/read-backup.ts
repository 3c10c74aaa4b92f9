/** A backup opened for reading: what it says of itself, its digests, and its files as a read-only folder. */
import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { sameBytes } from '../../protocol/bytes.ts'
import { done, refuse, type Result } from '../../protocol/result.ts'
import { ED25519_SIGNATURE_BYTES, verifyBytes } from '../../protocol/signature.ts'
import type { JournalFile, JournalFs } from '../journal/fs.ts'
import {
  isNewer,
  MAGIC,
  manifestLength,
  parseManifest,
  signedMessage,
  TAIL_BYTES,
  type Manifest,
} from './backup-file.ts'

const PIECE_BYTES = 1024 * 1024

/** The file under the backup, as little of it as is needed. */
export interface RandomRead {
  readonly size: number
  /** Up to `length` bytes; fewer at the end of the file only. */
  read(offset: number, length: number): Promise<Uint8Array>
}

export interface Backup {
  /** Believed only after `isSigned`. */
  readonly manifest: Manifest
  /** By the raw public key of the device that made it. */
  isSigned(devicePublicKey: Uint8Array): boolean
  /** The first file whose bytes are not those of the manifest; undefined when all are. */
  damaged(onProgress: (bytesDone: number) => void, signal: AbortSignal): Promise<string | undefined>
  /** The files as a folder of any name; nothing in it can be written. */
  readonly fs: JournalFs
}

export async function readBackup(
  file: RandomRead,
): Promise<Result<Backup, 'BACKUP_UNREADABLE' | 'BACKUP_NEWER'>> {
  const magic = await file.read(0, MAGIC.length)
  if (magic.length === MAGIC.length && isNewer(magic)) return refuse('BACKUP_NEWER', 'format')
  if (!sameBytes(magic, MAGIC) || file.size < MAGIC.length + TAIL_BYTES)
    return refuse('BACKUP_UNREADABLE', 'not a backup')
  const tail = await file.read(file.size - TAIL_BYTES, TAIL_BYTES)
  const length = manifestLength(tail)
  const body = file.size - MAGIC.length - TAIL_BYTES - (length ?? 0)
  if (length === undefined || body < 0) return refuse('BACKUP_UNREADABLE', 'cut short')
  const bytes = await file.read(MAGIC.length + body, length)
  const manifest = parseManifest(bytes, body)
  if (manifest === undefined) return refuse('BACKUP_UNREADABLE', 'manifest')
  const signature = tail.subarray(0, ED25519_SIGNATURE_BYTES)
  const places = placesOf(manifest)
  return done({
    manifest,
    isSigned: (key) => verifyBytes(key, signedMessage(bytes), signature),
    async damaged(onProgress, signal) {
      let read = 0
      for (const { name, size, sha256 } of manifest.files) {
        const hash = createHash('sha256')
        const start = places.get(name)?.start ?? 0
        for (let at = 0; at < size; at += PIECE_BYTES) {
          signal.throwIfAborted()
          const piece = await file.read(start + at, Math.min(PIECE_BYTES, size - at))
          hash.update(piece)
          read += piece.length
          onProgress(read)
        }
        if (!sameBytes(new Uint8Array(hash.digest()), sha256)) return name
      }
      return undefined
    },
    fs: folderOf(file, places),
  })
}

interface Place {
  readonly start: number
  readonly size: number
}

function placesOf({ files }: Manifest): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>()
  let start = MAGIC.length
  for (const { name, size } of files) {
    places.set(name, { start, size })
    start += size
  }
  return places
}

function folderOf(file: RandomRead, places: ReadonlyMap<string, Place>): JournalFs {
  const readOnly = (): Promise<never> =>
    Promise.reject(Object.assign(new Error('a backup is only read'), { code: 'EROFS' }))
  return {
    async open(path, mode) {
      const place = places.get(basename(path))
      if (mode !== 'read') return readOnly()
      if (place === undefined) throw Object.assign(new Error('not in the backup'), { code: 'ENOENT' })
      return part(file, place, readOnly)
    },
    list: async () => [...places.keys()],
    makeDirectory: readOnly,
    rename: readOnly,
    link: readOnly,
    remove: readOnly,
    syncDirectory: readOnly,
  }
}

function part(file: RandomRead, { start, size }: Place, readOnly: () => Promise<never>): JournalFile {
  return {
    async read(target, targetOffset, length, offset) {
      const bytes = await file.read(start + offset, Math.max(0, Math.min(length, size - offset)))
      target.set(bytes, targetOffset)
      return bytes.length
    },
    write: readOnly,
    datasync: readOnly,
    size: async () => size,
    close: async () => undefined,
  }
}
