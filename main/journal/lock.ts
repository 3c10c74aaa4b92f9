/**
 * One program per store: a lock file made exclusively, holding the process id. A lock whose process is
 * gone (crash, power cut) is taken over. Electron's own single-instance lock comes first; this one also
 * covers a second Windows session and command-line tools.
 */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { JournalError } from './errors.ts'
import { readIfThere, removeIfThere, systemCode, writeAll } from './file-ops.ts'
import type { JournalFs } from './fs.ts'

const LOCK_FILE = 'journal.lock'
const MAX_LOCK_BYTES = 256
const MAX_TRIES = 5

// Tells a lock of this very process from a stale one that had the same process id before a reboot.
const THIS_PROCESS = randomUUID()

const content = z.object({ pid: z.int().min(1), process: z.string() })

export interface StoreLock {
  release(): Promise<void>
}

/** Throws JOURNAL_LOCKED while another live process (or another journal of this one) holds the store. */
export async function lockStore(fs: JournalFs, dir: string): Promise<StoreLock> {
  const path = join(dir, LOCK_FILE)
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    if (await createLock(fs, path)) return { release: () => removeIfThere(fs, path) }
    await setStaleAside(fs, path)
  }
  throw new JournalError('JOURNAL_LOCKED', `${LOCK_FILE}: another program keeps taking it`)
}

async function createLock(fs: JournalFs, path: string): Promise<boolean> {
  try {
    const file = await fs.open(path, 'create')
    try {
      await writeAll(file, Buffer.from(JSON.stringify({ pid: process.pid, process: THIS_PROCESS })), 0)
    } finally {
      await file.close()
    }
    return true
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false
    throw error
  }
}

async function setStaleAside(fs: JournalFs, path: string): Promise<void> {
  const seen = await readIfThere(fs, path, MAX_LOCK_BYTES)
  if (seen === undefined) return
  const holder = liveHolder(seen)
  if (holder !== undefined)
    throw new JournalError('JOURNAL_LOCKED', `${LOCK_FILE}: held by process ${holder}`)
  // Renaming first: of two programs that find the same stale lock only one gets it.
  const aside = `${path}.${randomUUID()}`
  try {
    await fs.rename(path, aside)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return
    throw error
  }
  const taken = await readIfThere(fs, aside, MAX_LOCK_BYTES)
  if (taken !== undefined && Buffer.compare(taken, seen) !== 0) {
    await fs.rename(aside, path)
    throw new JournalError('JOURNAL_LOCKED', `${LOCK_FILE}: another program has just taken it`)
  }
  await removeIfThere(fs, aside)
}

/** The process id in a lock when that process still runs; a lock nobody finished writing has none. */
function liveHolder(bytes: Uint8Array): number | undefined {
  let text: unknown
  try {
    text = JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    // Cut short by a crash while it was made: its process is gone.
    return undefined
  }
  const parsed = content.safeParse(text)
  if (!parsed.success) return undefined
  const { pid, process: holder } = parsed.data
  if (pid === process.pid) return holder === THIS_PROCESS ? pid : undefined
  return isAlive(pid) ? pid : undefined
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it runs under another account.
    return systemCode(error) === 'EPERM'
  }
}
