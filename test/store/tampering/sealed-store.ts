/** A small store on a simulated disk, and what an opening of it comes to. */
import type { Commit, CommitDraft } from '../../../main/journal/commit.ts'
import { JournalError } from '../../../main/journal/errors.ts'
import { openJournal } from '../../../main/journal/journal.ts'
import type { Journal, JournalOptions, Quarantined } from '../../../main/journal/types.ts'
import { makeEvents, seededRandom, testDesk } from '../../main/journal/device.ts'
import { fingerprint } from '../../main/journal/faults/truth.ts'
import { Medium } from '../../main/journal/faults/medium.ts'
import { mediumFs } from '../../main/journal/faults/medium-fs.ts'

export const STORE = '/desk/store'
export const ANCHOR = '/desk/anchor'

export function segmentPath(number: number): string {
  return `${STORE}/segment-${String(number).padStart(8, '0')}.fob`
}

export interface SmallStore {
  readonly medium: Medium
  /** Fingerprints of its commits, in order. */
  readonly commits: readonly string[]
  /** How many of them the anchor covers. */
  readonly anchored: number
}

function textOf(commit: Commit | CommitDraft): string {
  const { events, parts } = fingerprint(commit)
  return `${events} ${parts}`
}

let opens = 0

export function options(medium: Medium): JournalOptions {
  return {
    ...testDesk,
    fs: mediumFs(medium),
    dir: STORE,
    anchorPath: ANCHOR,
    random: seededRandom(`tampering ${opens++}`),
    anchorDelayMs: 1000,
  }
}

export async function append(journal: Journal, bytes: number): Promise<string> {
  const data = { serial: '10000001' }
  const drafts = [{ type: 'FobReceived', v: 1, data, personal: { name: 'x'.repeat(bytes) } }]
  const commit = { origin: 'own', events: makeEvents(journal.tail, drafts) } as const
  await journal.append(commit)
  return textOf(commit)
}

/** Segments of commits with parts of these sizes, each closed: the anchor covers everything. */
export async function closedStore(segments: readonly (readonly number[])[]): Promise<SmallStore> {
  const medium = new Medium()
  medium.makeDirectory('/desk')
  const commits: string[] = []
  for (const sizes of segments) {
    const journal = await openJournal(options(medium))
    for (const size of sizes) commits.push(await append(journal, size))
    await journal.close()
  }
  return { medium, commits, anchored: commits.length }
}

/** The same, and one more segment that a crash left before the anchor covered it. */
export async function crashedStore(
  segments: readonly (readonly number[])[],
  above: readonly number[],
): Promise<SmallStore> {
  const { medium, commits } = await closedStore(segments)
  const anchored = commits.length
  const journal = await openJournal(options(medium))
  const tail: string[] = []
  for (const size of above) tail.push(await append(journal, size))
  const crashed = medium.copy()
  crashed.directory(STORE)?.change((names) => void names.delete('journal.lock'))
  crashed.directory(STORE)?.sync()
  await journal.close()
  return { medium: crashed, commits: [...commits, ...tail], anchored }
}

export type Opening =
  | { readonly refused: string }
  | { readonly commits: readonly string[]; readonly quarantined: readonly Quarantined[] }

/** Opens, listens, closes. What is no refusal of the journal is thrown. */
export async function opening(
  medium: Medium,
  from: Pick<JournalOptions, 'resumeFrom'> = {},
): Promise<Opening> {
  const commits: string[] = []
  const quarantined: Quarantined[] = []
  const onCommit = (commit: Commit): void => void commits.push(textOf(commit))
  try {
    const journal = await openJournal({
      ...options(medium),
      ...from,
      onCommit,
      onQuarantine: (found) => void quarantined.push(found),
    })
    await journal.close()
    return { commits, quarantined }
  } catch (error) {
    if (error instanceof JournalError) return { refused: error.code }
    throw error
  }
}
