import { rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { syncFolder } from './sync-folder.ts'

/** The last write of each path under way in this process: two at once would share the file written beside. */
const writing = new Map<string, Promise<void>>()

/**
 * Written beside, synced, renamed, the folder synced: after a power cut the old content or the new one, never half of
 * one, and the new one once this has resolved. Writes of one path come one after another, in the order of the calls.
 */
export function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  const written = (writing.get(path) ?? Promise.resolve()).then(() => replace(path, bytes))
  // How it ended is its caller's; the next is written all the same.
  writing.set(
    path,
    written.catch(() => undefined),
  )
  return written
}

async function replace(path: string, bytes: Uint8Array): Promise<void> {
  await writeFile(`${path}.new`, bytes, { mode: 0o600, flush: true })
  await rename(`${path}.new`, path)
  await syncFolder(dirname(path))
}
