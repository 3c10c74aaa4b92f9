/** A store on a simulated disk, for tests that place a single fault by hand. */
import type { Commit } from '../../../../main/journal/commit.ts'
import { compactClosed } from '../../../../main/journal/compaction.ts'
import { openJournal } from '../../../../main/journal/journal.ts'
import type { Journal } from '../../../../main/journal/types.ts'
import { seededRandom, testDesk } from '../device.ts'
import { appendSingly } from '../store.ts'
import { Medium } from './medium.ts'
import { mediumFs, noFaults, systemError, type Call, type Guard } from './medium-fs.ts'

export const NAMES = '/desk'
export const STORE = `${NAMES}/store`
let opens = 0

export function newMedium(): Medium {
  const medium = new Medium()
  medium.makeDirectory(NAMES)
  return medium
}

export async function open(
  medium: Medium,
  guard: Guard = noFaults,
): Promise<{ readonly journal: Journal; readonly seen: readonly Commit[] }> {
  const seen: Commit[] = []
  const journal = await openJournal({
    fs: mediumFs(medium, guard),
    dir: STORE,
    anchorPath: `${NAMES}/anchor`,
    ...testDesk,
    random: seededRandom(`found ${opens++}`),
    anchorDelayMs: 1000,
    onCommit: (commit) => void seen.push(commit),
  })
  return { journal, seen }
}

export type Which = (call: Call) => boolean

/** The first call of this kind never returns, and none after it; resolves `killed` then. */
export function killAt(which: Which): { readonly guard: Guard; readonly killed: Promise<void> } {
  let kill: () => void = () => undefined
  let dead = false
  const killed = new Promise<void>((resolve) => (kill = resolve))
  const guard: Guard = async (call) => {
    if (!dead && which(call)) {
      dead = true
      kill()
    }
    return dead ? new Promise(() => undefined) : call.act()
  }
  return { guard, killed }
}

export function failOnceAt(which: Which): Guard {
  let failed = false
  return async (call) => {
    if (failed || !which(call)) return call.act()
    failed = true
    throw systemError('EIO')
  }
}

/** A store of three commits whose segments are closed, and the compaction that is to take their place. */
export async function compacted(medium: Medium, journal: Journal, guard: Guard = noFaults) {
  await appendSingly(journal, 3)
  const upTo = await journal.rotate()
  const fs = mediumFs(medium, guard)
  const store = { ...testDesk, fs, dir: STORE, random: seededRandom(`found ${opens++}`) }
  return compactClosed(store, { upTo, scope: 'recent', dropPart: () => false })
}
