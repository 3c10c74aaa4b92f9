import { join } from 'node:path'
import { sameBytes } from '../../protocol/bytes.ts'
import { catalogOf, readBlockFile } from './block-file.ts'
import type { Catalog, CatalogFile } from './catalog.ts'
import type { WrittenBlockFile } from './closed.ts'
import { JournalError } from './errors.ts'
import { fileDigest, systemCode } from './file-ops.ts'
import type { SealedStore } from './file-start.ts'
import type { JournalFile } from './fs.ts'
import type { PageReader } from './page-reader.ts'
import { FIRST_CHAIN } from './replay.ts'
import { parseFileName, removeFiles, type StoreFile } from './store-files.ts'

/**
 * Puts a block file in the place of the files it stands for. The rename is the moment: before it the old files
 * are the store, after it the new one, and what is left of the old ones is removed at the next open. The keeper
 * has verified every event; here it is made sure that it did so for these very files.
 */
export async function adoptBlockFile(
  store: SealedStore,
  catalog: Catalog,
  pages: PageReader,
  written: WrittenBlockFile,
): Promise<void> {
  const run = replacedRun(catalog, written)
  const file = await verifiedBlockFile(store, catalog, run, written)
  await store.fs.rename(join(store.dir, written.temporary), join(store.dir, written.name))
  await store.fs.syncDirectory(store.dir)
  catalog.replace(run, file)
  for (const old of run) await pages.leave(old)
  await removeFiles(store.fs, store.dir, written.replaces)
}

function unfit(why: string): JournalError {
  return new JournalError('COMPACTION_UNFIT', `compaction: ${why}`)
}

function replacedRun(catalog: Catalog, { replaces }: WrittenBlockFile): CatalogFile[] {
  const from = catalog.files.findIndex(({ name }) => name === replaces[0])
  const run = catalog.files.slice(from, from + replaces.length)
  const same = from >= 0 && run.length > 0 && run.every(({ name }, index) => name === replaces[index])
  if (!same) throw unfit('the files it stands for are not the store’s any more')
  return run
}

async function verifiedBlockFile(
  store: SealedStore,
  catalog: Catalog,
  run: readonly CatalogFile[],
  written: WrittenBlockFile,
): Promise<CatalogFile> {
  const { name, temporary, size, sha256 } = written
  const parsed = parseFileName(name)
  const last = run.at(-1)
  // Names come from another process: they must not lead anywhere else.
  if (parsed?.kind !== 'block' || temporary !== `${name}.tmp`) throw unfit('names of no block file')
  if (parsed.first !== run[0]?.first || parsed.last !== last?.last)
    throw unfit('it stands for other segments')
  const file: StoreFile = { ...parsed, size }
  if (!sameBytes(await digestOf(store, temporary, size), sha256))
    throw unfit('it was changed after it was written')
  const block = await readBlockFile(store, { ...file, name: temporary })
  const prev = catalog.files[catalog.files.indexOf(run[0]) - 1]?.chain ?? FIRST_CHAIN
  const { head } = block.snapshot
  const fits =
    sameBytes(block.start.header.prev, prev) &&
    sameBytes(block.chain, last.chain) &&
    head.commits === last.head.commits &&
    head.events === last.head.events &&
    sameBytes(head.hash, last.head.hash)
  if (!fits) throw unfit('it does not end where the files end that it stands for')
  return catalogOf(file, block)
}

async function digestOf({ fs, dir }: SealedStore, name: string, size: number): Promise<Uint8Array> {
  let file: JournalFile
  try {
    file = await fs.open(join(dir, name), 'read')
  } catch (error) {
    if (systemCode(error) === 'ENOENT') throw unfit('its file is not there')
    throw error
  }
  try {
    if ((await file.size()) !== size) throw unfit('it has another size')
    return await fileDigest(file, size, () => undefined)
  } finally {
    await file.close()
  }
}
