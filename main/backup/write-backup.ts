import { createHash } from 'node:crypto'
import { encodeManifest, MAGIC, signedMessage, tailOf, type Manifest } from './backup-file.ts'

/** A file of the store as far as it goes into the backup; it does not change while it is read. */
export interface SourceFile {
  readonly name: string
  readonly size: number
  /** Exactly `length` bytes. */
  read(offset: number, length: number): Promise<Uint8Array>
}

export interface WriteBackup {
  readonly about: Omit<Manifest, 'files'>
  readonly sources: readonly SourceFile[]
  /** Ed25519 by the device key. */
  readonly sign: (message: Uint8Array) => Uint8Array
  readonly write: (bytes: Uint8Array) => Promise<void>
  readonly onProgress: (bytesDone: number) => void
  readonly signal: AbortSignal
}

const PIECE_BYTES = 1024 * 1024

/** Streams the whole backup into `write`; rejects with the signal's reason when it is cancelled. */
export async function writeBackup({
  about,
  sources,
  sign,
  write,
  onProgress,
  signal,
}: WriteBackup): Promise<void> {
  await write(MAGIC)
  const files: Manifest['files'] = []
  let done = 0
  for (const source of sources) {
    const hash = createHash('sha256')
    for (let at = 0; at < source.size; at += PIECE_BYTES) {
      signal.throwIfAborted()
      const piece = await source.read(at, Math.min(PIECE_BYTES, source.size - at))
      hash.update(piece)
      await write(piece)
      done += piece.length
      onProgress(done)
    }
    files.push({ name: source.name, size: source.size, sha256: new Uint8Array(hash.digest()) })
  }
  signal.throwIfAborted()
  const manifest = encodeManifest({ ...about, files })
  await write(manifest)
  await write(tailOf(manifest, sign(signedMessage(manifest))))
}
