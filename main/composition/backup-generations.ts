/** The desk's own backups in a folder: how many are kept, and what becomes of the older ones. */
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { BACKUP_EXTENSION } from '../backup/backup-file.ts'
import { readBackup } from '../backup/read-backup.ts'
import { systemCode } from '../journal/file-ops.ts'
import { TargetError } from '../machine/new-file.ts'
import { openFile } from '../machine/random-read.ts'

/**
 * A backup made before a person's data was erased still holds it, so old ones must go: with a backup a week the
 * oldest of three is two weeks old.
 */
export const KEPT_GENERATIONS = 3

export interface Pruned {
  readonly removed: readonly string[]
  /** Could not be opened or removed, by name; the whole folder's path where it could not be listed. */
  readonly left: readonly string[]
}

/**
 * Removes this store's backups beyond the newest `KEPT_GENERATIONS` in a folder. The new backup is good already:
 * whatever the folder refuses now is told and does not reject.
 */
export async function removeOldGenerations(folder: string, storeId: string): Promise<Pruned> {
  const left: string[] = []
  const listed = await unlessRefused(() => readdir(folder))
  if (listed === undefined) return { removed: [], left: [folder] }
  const own: { readonly name: string; readonly madeAt: number }[] = []
  for (const name of listed.filter((entry) => entry.endsWith(`.${BACKUP_EXTENSION}`)).toSorted()) {
    const made = await unlessRefused(async () => ({ at: await madeBy(join(folder, name), storeId) }))
    if (made === undefined) left.push(name)
    else if (made.at !== undefined) own.push({ name, madeAt: made.at })
  }
  const removed: string[] = []
  for (const { name } of own.toSorted((a, b) => b.madeAt - a.madeAt).slice(KEPT_GENERATIONS)) {
    const gone = await unlessRefused(async () => (await rm(join(folder, name)), true))
    if (gone === true) removed.push(name)
    else left.push(name)
  }
  return { removed, left }
}

/** Undefined where the system or the destination refuses; a bug still rejects. */
async function unlessRefused<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof TargetError || systemCode(error) !== undefined) return undefined
    throw error
  }
}

/** When a backup of this store was made; undefined for anything else, which is nobody's to remove. */
async function madeBy(path: string, storeId: string): Promise<number | undefined> {
  const file = await openFile(path)
  try {
    const backup = await readBackup(file)
    return backup.ok && backup.value.manifest.store === storeId ? backup.value.manifest.madeAt : undefined
  } finally {
    await file.close()
  }
}
