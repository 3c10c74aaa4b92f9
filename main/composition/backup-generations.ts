/** The desk's own backups in a folder: how many are kept, and what becomes of the older ones. */
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { BACKUP_EXTENSION } from '../backup/backup-file.ts'
import { readBackup } from '../backup/read-backup.ts'
import { told } from '../machine/new-file.ts'
import { openFile } from '../machine/random-read.ts'

/**
 * A backup made before a person's data was erased still holds it, so old ones must go: with a backup a week the
 * oldest of three is two weeks old.
 */
export const KEPT_GENERATIONS = 3

/** Removes this store's backups beyond the newest `KEPT_GENERATIONS` in a folder; answers their names. */
export async function removeOldGenerations(folder: string, storeId: string): Promise<string[]> {
  const names = (await told(() => readdir(folder))).filter((name) => name.endsWith(`.${BACKUP_EXTENSION}`))
  const own: { readonly name: string; readonly madeAt: number }[] = []
  for (const name of names) {
    const madeAt = await madeBy(join(folder, name), storeId)
    if (madeAt !== undefined) own.push({ name, madeAt })
  }
  const old = own.toSorted((a, b) => b.madeAt - a.madeAt).slice(KEPT_GENERATIONS)
  for (const { name } of old) await told(() => rm(join(folder, name)))
  return old.map(({ name }) => name)
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
