/** What of an open store goes into a backup, and whether a backup is good. */
import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { KEYRING_NAME, type Manifest } from '../backup/backup-file.ts'
import type { Backup } from '../backup/read-backup.ts'
import type { SourceFile } from '../backup/write-backup.ts'
import type { Journal, Verification } from '../journal/types.ts'
import { verifyStore } from '../journal/verify.ts'

/** `segment-N.fob` and `block-FIRST-LAST-GENERATION.fob` (`main/journal/closed.ts`): the last segment in it. */
const JOURNAL_FILE = /^(?:segment-(\d+)|block-\d+-(\d+)-\d+)\.fob$/

export interface OpenSources {
  readonly files: readonly SourceFile[]
  readonly bytes: number
  close(): Promise<void>
}

/**
 * The closed files through segment `upTo` and the keyring. All are opened at once: compaction may replace a name
 * meanwhile, what is open stays what it was. Rejects with ENOENT when it did so in between; then try again.
 */
export async function openSources(dir: string, upTo: number, keyring: Uint8Array): Promise<OpenSources> {
  const names = (await readdir(dir)).filter((name) => {
    const last = JOURNAL_FILE.exec(name)?.slice(1).find(Boolean)
    return last !== undefined && Number(last) <= upTo
  })
  const handles = await Promise.allSettled(names.toSorted().map((name) => open(join(dir, name), 'r')))
  const opened = handles.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  const close = async (): Promise<void> => {
    await Promise.all(opened.map((handle) => handle.close()))
  }
  try {
    for (const result of handles) if (result.status === 'rejected') throw result.reason
    const files: SourceFile[] = [
      {
        name: KEYRING_NAME,
        size: keyring.length,
        read: async (at, length) => keyring.subarray(at, at + length),
      },
    ]
    for (const [index, name] of names.toSorted().entries()) {
      const handle = opened[index]
      if (handle === undefined) throw new Error(`${name} is not open`)
      const { size } = await handle.stat()
      files.push({
        name,
        size,
        async read(at, length) {
          const target = new Uint8Array(length)
          const { bytesRead } = await handle.read(target, 0, length, at)
          if (bytesRead !== length) throw new Error(`${name} became shorter`)
          return target
        },
      })
    }
    return { files, bytes: files.reduce((sum, { size }) => sum + size, 0), close }
  } catch (error) {
    await close()
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
