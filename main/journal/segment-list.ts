import { join } from 'node:path'
import { JournalError } from './errors.ts'
import { readIfThere, removeIfThere } from './file-ops.ts'
import type { JournalFs } from './fs.ts'
import type { ReplayStore, SegmentFile } from './replay.ts'
import { MAX_HEADER_BYTES, parseSegmentHeader, segmentFileName, segmentOfFileName } from './segment.ts'

/** Removes what an interrupted file replacement left behind: it was never part of the store. */
export async function removeLeftovers(fs: JournalFs, dir: string): Promise<void> {
  for (const name of await fs.list(dir)) {
    if (name.endsWith('.tmp')) await removeIfThere(fs, join(dir, name))
  }
}

/** Numbers and sizes of the segment files. Throws JOURNAL_TAMPERED when one is missing. */
export async function listSegments(fs: JournalFs, dir: string): Promise<SegmentFile[]> {
  const names = await fs.list(dir)
  const numbers = names.flatMap((name) => segmentOfFileName(name) ?? []).sort((a, b) => a - b)
  const segments: SegmentFile[] = []
  for (const [index, segment] of numbers.entries()) {
    if (segment !== index + 1) {
      throw new JournalError('JOURNAL_TAMPERED', `${segmentFileName(index + 1)} is missing`)
    }
    const file = await fs.open(join(dir, segmentFileName(segment)), 'read')
    try {
      segments.push({ segment, size: await file.size() })
    } finally {
      await file.close()
    }
  }
  return segments
}

/**
 * Says early, before keys and anchor are tried, that a folder belongs to the other realm, to another
 * store or to a newer program. The header is not authenticated yet: this only chooses the refusal.
 */
export async function requireSameStore(
  { dir, realm, storeId }: Pick<ReplayStore, 'dir' | 'realm' | 'storeId'>,
  fs: JournalFs,
): Promise<void> {
  const first = segmentFileName(1)
  const start = await readIfThere(fs, join(dir, first), MAX_HEADER_BYTES)
  const parsed = start && parseSegmentHeader(start)
  if (parsed?.kind === 'newer') throw new JournalError('STORE_NEWER', `${first}: version ${parsed.version}`)
  if (parsed?.kind !== 'header') return
  const { header } = parsed
  if (header.realm !== realm || header.store !== storeId) {
    throw new JournalError('STORE_OTHER_REALM', `${first}: belongs to ${header.realm} store ${header.store}`)
  }
}
