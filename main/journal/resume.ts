import { join } from 'node:path'
import { sameBytes } from '../../protocol/bytes.ts'
import { catalogOf, readBlockFile, readStart } from './block-file.ts'
import type { CatalogFile } from './catalog.ts'
import { ChainState } from './chain-state.ts'
import { decodeCheckpoint, unpackExtents, type KnownFile } from './checkpoint.ts'
import type { Checkpoint } from './closed.ts'
import { JournalError } from './errors.ts'
import { fileDigest } from './file-ops.ts'
import type { SealedStore } from './file-start.ts'
import type { StoreFile } from './store-files.ts'

/** A store as far as a checkpoint covers it. */
export interface Resumed {
  readonly state: ChainState
  readonly files: readonly CatalogFile[]
  /** What the checkpoint knows of these files. */
  readonly known: readonly KnownFile[]
  /** Files that it does not cover. */
  readonly rest: readonly StoreFile[]
  /** Frame chain hash after the last covered file. */
  readonly chain: Uint8Array
}

/**
 * Goes on from a checkpoint: every covered file is compared with its SHA-256, so that a changed bit is refused
 * as surely as by replaying it. Throws CHECKPOINT_UNFIT when the files are others, JOURNAL_TAMPERED when one of
 * them has been changed.
 */
export async function resume(
  store: SealedStore,
  files: readonly StoreFile[],
  checkpoint: Checkpoint,
  onProgress: (bytesDone: number) => void,
): Promise<Resumed> {
  const { realm, store: storeId, last, chain, snapshot, files: all } = decodeCheckpoint(checkpoint)
  if (realm !== store.realm || storeId !== store.storeId) throw unfit('of another store')
  const covered = files.filter((file) => file.first <= last)
  if ((covered.at(-1)?.last ?? 0) !== last)
    throw unfit(`it ends at segment ${last}, which is no end of a file`)
  const byName = new Map(all.map((file) => [file.name, file]))
  const known = covered.map(({ name }) => byName.get(name) ?? unknownFile(name))
  const catalog: CatalogFile[] = []
  let before = 0
  for (const [index, file] of covered.entries()) {
    const expected = known[index]
    if (expected === undefined) continue
    const done = before
    catalog.push(await coveredFile(store, file, expected, (bytes) => onProgress(done + bytes)))
    before += file.size
  }
  const state = new ChainState(realm, storeId, snapshot)
  return { state, files: catalog, known, rest: files.slice(covered.length), chain }
}

function unknownFile(name: string): never {
  throw unfit(`it does not know ${name}`)
}

function unfit(why: string): JournalError {
  return new JournalError('CHECKPOINT_UNFIT', `checkpoint: ${why}`)
}

async function coveredFile(
  store: SealedStore,
  file: StoreFile,
  known: KnownFile,
  onProgress: (bytes: number) => void,
): Promise<CatalogFile> {
  const changed = new JournalError('JOURNAL_TAMPERED', `${file.name}: other bytes than the checkpoint knows`)
  if (file.size !== known.size) throw changed
  const opened = await store.fs.open(join(store.dir, file.name), 'read')
  try {
    if (!sameBytes(await fileDigest(opened, file.size, onProgress), known.sha256)) throw changed
    if (file.kind === 'block') return catalogOf(file, await readBlockFile(store, file))
    const { key } = await readStart(store, file, opened)
    return { ...file, key, extents: unpackExtents(known), head: known.head, chain: known.chain }
  } finally {
    await opened.close()
  }
}
