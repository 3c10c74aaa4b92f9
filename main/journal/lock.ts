/**
 * One program per store: a lock file made exclusively, holding the process id and when it was made. A lock whose
 * process is gone (crash) is taken over, and one from before the machine was started (power cut), whatever its
 * process id names by now. Electron's own single-instance lock comes first; this one also
 * covers a second Windows session and command-line tools.
 */
import { randomUUID } from 'node:crypto'
import { uptime } from 'node:os'
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

/**
 * Locks that this process holds or is making. Tells them from one that had the same process id before a reboot,
 * and from one that a failing disk did not let go of: whoever lost it may open again when the disk works.
 */
const held = new Set<string>()

/**
 * A lock counts as older than the machine's start from here on: what the clock is put right by after a start. Where
 * it is put forward by more than the machine had been running when the lock was made, a live lock would read as old:
 * Electron's lock is then the only one.
 */
const START_TOLERANCE_MS = 30_000

const content = z.object({
  pid: z.int().min(1),
  holder: z.string(),
  /** When it was made, in ms since 1970; earlier releases did not say. */
  madeAt: z.number().optional(),
})

/** Of the machine, in ms since 1970 by its own clock. */
interface MachineTimes {
  readonly now: () => number
  readonly startedAt: () => number
}

const machineTimes: MachineTimes = {
  now: () => Date.now(),
  startedAt: () => Date.now() - uptime() * 1000,
}

export interface StoreLock {
  release(): Promise<void>
}

/** Throws JOURNAL_LOCKED while another live process (or another journal of this one) holds the store. */
export async function lockStore(
  fs: JournalFs,
  dir: string,
  times: MachineTimes = machineTimes,
): Promise<StoreLock> {
  const path = join(dir, LOCK_FILE)
  const holder = randomUUID()
  held.add(holder)
  try {
    await take({ fs, holder, times }, path, 0)
  } catch (error) {
    held.delete(holder)
    throw error
  }
  return {
    async release() {
      try {
        await removeIfThere(fs, path)
      } finally {
        held.delete(holder)
      }
    },
  }
}

interface Taker {
  readonly fs: JournalFs
  readonly holder: string
  readonly times: MachineTimes
}

/**
 * Makes the lock file, or takes over a stale one. Who may remove a stale lock is itself settled by a lock, named
 * after the stale one's content, which no later lock can have: of any number that saw the same stale lock one
 * removes it, and who comes later finds the content changed. A claim left by a crash is stale like any other.
 */
async function take(taker: Taker, path: string, depth: number): Promise<void> {
  const { fs, times } = taker
  const seen = await createLock(taker, path)
  if (seen === undefined) return
  const pid = liveHolder(seen, times.startedAt())
  if (pid !== undefined || depth === MAX_DEPTH) throw locked(path, `held by process ${pid ?? 'unknown'}`)
  const claim = `${path}.${hex(sha256(seen)).slice(0, 16)}`
  await take(taker, claim, depth + 1)
  try {
    const now = await readIfThere(fs, path, MAX_LOCK_BYTES)
    if (now === undefined || !sameBytes(now, seen)) throw locked(path, 'another program has just taken it')
    await removeIfThere(fs, path)
    if ((await createLock(taker, path)) !== undefined) throw locked(path, 'another program has just taken it')
  } finally {
    await removeIfThere(fs, claim)
  }
}

/**
 * Undefined when the lock is made now; otherwise what lies there. Written under a name of its own and then
 * linked, so that nobody ever sees a lock that is only half there.
 */
async function createLock({ fs, holder, times }: Taker, path: string): Promise<Uint8Array | undefined> {
  const bytes = Buffer.from(JSON.stringify({ pid: process.pid, holder, madeAt: times.now() }))
  const own = `${path}.${randomUUID()}`
  const file = await fs.open(own, 'create')
  try {
    await writeAll(file, bytes, 0)
  } finally {
    await file.close()
  }
  try {
    await fs.link(own, path)
    return undefined
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error
    // Released between the two looks: as good as held, since its holder was alive a moment ago.
    return (await readIfThere(fs, path, MAX_LOCK_BYTES)) ?? bytes
  } finally {
    await removeIfThere(fs, own)
  }
}

function locked(path: string, why: string): JournalError {
  return new JournalError('JOURNAL_LOCKED', `${basename(path)}: ${why}`)
}

/** The process id in a lock when that process still runs; a lock nobody finished writing has none. */
function liveHolder(bytes: Uint8Array, startedAt: number): number | undefined {
  let text: unknown
  try {
    text = JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    // Cut short by a crash while it was made: its process is gone.
    return undefined
  }
  const parsed = content.safeParse(text)
  if (!parsed.success) return undefined
  const { pid, holder, madeAt } = parsed.data
  if (pid === process.pid) return held.has(holder) ? pid : undefined
  // No process outlives the machine's start: this id is another program's by now.
  if (madeAt !== undefined && madeAt < startedAt - START_TOLERANCE_MS) return undefined
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
