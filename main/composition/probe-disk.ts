/** Whether the disk takes bytes again: asked before a store that could not be written is opened anew. */
import { join } from 'node:path'
import { removeIfThere, writeAll } from '../journal/file-ops.ts'
import type { JournalFs } from '../journal/fs.ts'

/** As much as an ordinary afternoon's commits: a disk with less room would be full again at once. */
const PROBE_BYTES = 256 * 1024
/** Cleared by the journal when it opens the folder, should the program end in between. */
const PROBE_NAME = 'probe.tmp'

/** Rejects with the system's error when a file in `dir` cannot be made, written or made durable. */
export async function probeDisk(fs: JournalFs, dir: string): Promise<void> {
  const path = join(dir, PROBE_NAME)
  await removeIfThere(fs, path)
  const file = await fs.open(path, 'create')
  try {
    await writeAll(file, new Uint8Array(PROBE_BYTES), 0)
    await file.datasync()
  } finally {
    await file.close()
    await removeIfThere(fs, path)
  }
}
