import { join } from 'node:path'
import { JournalError } from './errors.ts'
import { MAX_HEADER_BYTES, parseFileHeader } from './file-header.ts'
import { readIfThere } from './file-ops.ts'
import type { SealedStore } from './file-start.ts'
import type { JournalFs } from './fs.ts'
import type { StoreFile } from './store-files.ts'

/**
 * Says early, before keys and anchor are tried, that a folder belongs to the other realm, to another
 * store or to a newer program. The header is not authenticated yet: this only chooses the refusal.
 */
export async function requireSameStore(
  { dir, realm, storeId }: Pick<SealedStore, 'dir' | 'realm' | 'storeId'>,
  fs: JournalFs,
  [first]: readonly StoreFile[],
): Promise<void> {
  if (first === undefined) return
  const start = await readIfThere(fs, join(dir, first.name), MAX_HEADER_BYTES)
  const parsed = start && parseFileHeader(start)
  if (parsed?.kind === 'newer')
    throw new JournalError('STORE_NEWER', `${first.name}: version ${parsed.version}`)
  if (parsed?.kind !== 'header') return
  const { header } = parsed
  if (header.realm !== realm || header.store !== storeId) {
    throw new JournalError(
      'STORE_OTHER_REALM',
      `${first.name}: belongs to ${header.realm} store ${header.store}`,
    )
  }
}
