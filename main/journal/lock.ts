/**
 * One program per store: a lock file made exclusively, holding the process id. A lock whose process is
 * gone (crash, power cut) is taken over. Electron's own single-instance lock comes first; this one also
 * covers a second Windows session and command-line tools.
 */
import { randomUUID } from 'node:crypto'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { hex, sameBytes, sha256 } from '../../protocol/bytes.ts'
import { JournalError } from './errors.ts'
import { readIfThere, removeIfThere, systemCode, writeAll } from './file-ops.ts'
import type { JournalFs } from './fs.ts'

const LOCK_FILE = 'journal.lock'
const MAX_LOCK_BYTES = 256
/** A stale lock, the stale claim on it, the stale claim on that: more is no coincidence. */
const MAX_DEPTH = 4

// Tells a lock of this very process from a stale one that had the same process id before a reboot.
const THIS_PROCESS = randomUUID()

const OWN = { pid: process.pid, process: THIS_PROCESS }

const content = z.object({ pid: z.int().min(1), process: z.string() })

export interface StoreLock {
  release(): Promise<void>
}

/** Throws JOURNAL_LOCKED while another live process (or another journal of this one) holds the store. */
export async function lockStore(fs: JournalFs, dir: string): Promise<StoreLock> {
  const path = join(dir, LOCK_FILE)
  await take(fs, path, 0)
  return { release: () => removeIfThere(fs, path) }
}

/**
 * Makes the lock file, or takes over a stale one. Who may remove a stale lock is itself settled by a lock, named
 * after the stale one's content, which no later lock can have: of any number that saw the same stale lock one
 * removes it, and who comes later finds the content changed. A claim left by a crash is stale like any other.
 */
async function take(fs: JournalFs, path: string, depth: number): Promise<void> {
  const seen = await createLock(fs, path)
  if (seen === undefined) return
  const holder = liveHolder(seen)
  if (holder !== undefined || depth === MAX_DEPTH)
    throw locked(path, `held by process ${holder ?? 'unknown'}`)
  const claim = `${path}.${hex(sha256(seen)).slice(0, 16)}`
  await take(fs, claim, depth + 1)
  try {
    const now = await readIfThere(fs, path, MAX_LOCK_BYTES)
    if (now === undefined || !sameBytes(now, seen)) throw locked(path, 'another program has just taken it')
    await removeIfThere(fs, path)
    if ((await createLock(fs, path)) !== undefined) throw locked(path, 'another program has just taken it')
  } finally {
    await removeIfThere(fs, claim)
  }
}

/**
 * Undefined when the lock is made now; otherwise what lies there. Written under a name of its own and then
 * linked, so that nobody ever sees a lock that is only half there.
 */
async function createLock(fs: JournalFs, path: string): Promise<Uint8Array | undefined> {
  const own = `${path}.${randomUUID()}`
  const file = await fs.open(own, 'create')
  try {
    await writeAll(file, Buffer.from(JSON.stringify(OWN)), 0)
  } finally {
    await file.close()
  }
  try {
    await fs.link(own, path)
    return undefined
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error
    // Released between the two looks: as good as held, since its holder was alive a moment ago.
    return (await readIfThere(fs, path, MAX_LOCK_BYTES)) ?? Buffer.from(JSON.stringify(OWN))
  } finally {
    await removeIfThere(fs, own)
  }
}

function locked(path: string, why: string): JournalError {
  return new JournalError('JOURNAL_LOCKED', `${basename(path)}: ${why}`)
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
