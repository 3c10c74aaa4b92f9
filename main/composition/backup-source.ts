/** What of an open store goes into a backup, and whether a backup is good. */
import { join } from 'node:path'
import { KEYRING_NAME, type Manifest } from '../backup/backup-file.ts'
import type { Backup } from '../backup/read-backup.ts'
import type { SourceFile } from '../backup/write-backup.ts'
import { JournalError } from '../journal/errors.ts'
import type { JournalFile, JournalFs } from '../journal/fs.ts'
import { listStore } from '../journal/store-files.ts'
import type { Journal, Verification } from '../journal/types.ts'
import { verifyStore } from '../journal/verify.ts'

export interface OpenSources {
  readonly files: readonly SourceFile[]
  readonly bytes: number
  close(): Promise<void>
}

/** How often the folder is listed again while compaction replaces files in it. */
const ATTEMPTS = 5

/**
 * Does `act` again when compaction has replaced files between its look at the folder and its opening of them. What
 * is still missing then is missing.
 */
export async function againWhenReplaced<T>(act: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await act()
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      if (attempt === ATTEMPTS || (code !== 'ENOENT' && code !== 'JOURNAL_TAMPERED')) throw error
    }
  }
}

/**
 * The closed files through segment `upTo` and the keyring, and nothing that a block file stands for: it may hold
 * what was erased. All are opened at once: compaction may replace a name meanwhile, what is open stays what it was.
 * Rejects with ENOENT or JOURNAL_TAMPERED when it did so in between.
 */
export async function openSources(
  fs: JournalFs,
  dir: string,
  upTo: number,
  keyring: Uint8Array,
): Promise<OpenSources> {
  const closed = (await listStore(fs, dir)).files.filter(({ last }) => last <= upTo)
  if ((closed.at(-1)?.last ?? 0) !== upTo)
    throw new JournalError('JOURNAL_TAMPERED', `no closed file ends with segment ${upTo}`)
  const opening = await Promise.allSettled(closed.map(({ name }) => openSource(fs, dir, name)))
  const opened = opening.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  const close = async (): Promise<void> => {
    await Promise.all(opened.map(({ file }) => file.close()))
  }
  const failed = opening.find((result) => result.status === 'rejected')
  if (failed !== undefined) {
    await close()
    throw failed.reason
  }
  const files = [keyringSource(keyring), ...opened.map(({ source }) => source)]
  return { files, bytes: files.reduce((sum, { size }) => sum + size, 0), close }
}

function keyringSource(bytes: Uint8Array): SourceFile {
  return {
    name: KEYRING_NAME,
    size: bytes.length,
    read: async (at, length) => bytes.subarray(at, at + length),
  }
}

async function openSource(
  fs: JournalFs,
  dir: string,
  name: string,
): Promise<{ readonly file: JournalFile; readonly source: SourceFile }> {
  const file = await fs.open(join(dir, name), 'read')
  try {
    const size = await file.size()
    const read = async (at: number, length: number): Promise<Uint8Array> => {
      const target = new Uint8Array(length)
      let have = 0
      while (have < length) {
        const count = await file.read(target, have, length - have, at + have)
        if (count === 0) throw new Error(`${name} became shorter`)
        have += count
      }
      return target
    }
    return { file, source: { name, size, read } }
  } catch (error) {
    await file.close()
    throw error
  }
}

export interface CheckOptions {
  readonly epochKey: (epoch: number) => Uint8Array | undefined
  readonly devicePublicKey: (device: string) => Uint8Array | undefined
  readonly onProgress: (bytesDone: number) => void
  readonly signal: AbortSignal
  readonly onCommit?: Parameters<Journal['verify']>[1]
}

/**
 * Everything that can be verified of a backup: the device's signature, every digest, every frame opened with the
 * store's keys, both chains and head signatures, and that they reach the head the manifest names. Answers where it
 * breaks, undefined when it holds.
 */
export async function obstacleOf(
  { manifest, isSigned, damaged, fs }: Backup,
  { epochKey, devicePublicKey, onProgress, signal, onCommit }: CheckOptions,
): Promise<string | undefined> {
  const key = devicePublicKey(manifest.device)
  if (key === undefined || !isSigned(key)) return 'signature'
  const wrong = await damaged(onProgress, signal)
  if (wrong !== undefined) return wrong
  const total = totalOf(manifest)
  const verified: Verification = await verifyStore(
    { fs, dir: 'backup', realm: manifest.realm, storeId: manifest.store, epochKey, devicePublicKey },
    manifest.head,
    { segment: Infinity, size: Infinity },
    ({ bytesDone }) => onProgress(total + bytesDone),
    async (commit, at) => {
      signal.throwIfAborted()
      return onCommit?.(commit, at)
    },
  )
  return verified.ok ? undefined : verified.where
}

/** Bytes of all files. */
export function totalOf({ files }: Manifest): number {
  return files.reduce((sum, { size }) => sum + size, 0)
}
