/**
 * Tampering with block files, opened from the first event and from a checkpoint; and checkpoints that are not of these
 * files. What a checkpoint covers is not replayed, so every bit of it must be known by its digest.
 */
import type { Checkpoint } from '../../../main/journal/closed.ts'
import { compactClosed } from '../../../main/journal/compaction.ts'
import { foldClosed } from '../../../main/journal/fold-closed.ts'
import { openJournal } from '../../../main/journal/journal.ts'
import { must } from '../../protocol/must.ts'
import { seededRandom, testDesk } from '../../main/journal/device.ts'
import { Medium } from '../../main/journal/faults/medium.ts'
import { mediumFs } from '../../main/journal/faults/medium-fs.ts'
import { append, opening, options, STORE, type Opening } from './sealed-store.ts'
import { Tally, toggle, type Attacked, type Thoroughness } from './tally.ts'

const BLOCK = `${STORE}/block-00000001-00000002-0001.fob`

interface Compacted {
  readonly medium: Medium
  readonly commits: readonly string[]
  /** Of the segments, before they became a block file. */
  readonly older: Checkpoint
  /** Of the block file and the segment after it. */
  readonly newer: Checkpoint
  /** Commits that it covers. */
  readonly covered: number
}

let stores = 0

/** A block file of two segments, a closed segment, and one more that no checkpoint covers. */
async function compactedStore(storeId: string = testDesk.storeId): Promise<Compacted> {
  const medium = new Medium()
  medium.makeDirectory('/desk')
  const random = seededRandom(`blocks ${stores++}`)
  const store = { ...testDesk, storeId, fs: mediumFs(medium), dir: STORE, random }
  const fold = (upTo: number) => foldClosed(store, { upTo, onCommit: () => undefined })
  const journal = await openJournal({ ...options(medium), storeId, random })
  const commits = [await append(journal, 40), await append(journal, 300)]
  await journal.rotate()
  commits.push(await append(journal, 90))
  const upTo = await journal.rotate()
  const older = await fold(upTo)
  await journal.adopt(await compactClosed(store, { upTo, scope: 'recent', dropPart: () => false }))
  commits.push(await append(journal, 60))
  const newer = await fold(await journal.rotate())
  const covered = commits.length
  commits.push(await append(journal, 20))
  await journal.close()
  return { medium, commits, older, newer, covered }
}

/** Every bit and every length of a block file, and another store's in its place. */
export async function blockAttacks({ stride }: Thoroughness): Promise<Attacked> {
  const { medium, commits, newer, covered } = await compactedStore()
  const tally = new Tally()
  expectOpened(tally, 'untouched', await opening(medium), commits)
  const resumed = await opening(medium, { resumeFrom: newer })
  expectOpened(tally, 'untouched, from a checkpoint', resumed, commits.slice(covered))
  const inode = must(medium.lookUp(BLOCK))
  const good = inode.cached
  const attempt = async (what: string, bytes: Uint8Array): Promise<void> => {
    inode.replace(bytes)
    tally.refusal(what, await opening(medium))
    tally.refusal(`${what}, from a checkpoint`, await opening(medium, { resumeFrom: newer }))
  }
  for (let bit = 0; bit < good.length * 8; bit += stride) {
    const changed = good.slice()
    toggle(changed, bit)
    await attempt(`bit ${bit}`, changed)
  }
  for (let length = 0; length < good.length; length += stride) {
    await attempt(`cut to ${length}`, good.slice(0, length))
  }
  const twin = await compactedStore()
  const foreign = await compactedStore('store-2')
  await attempt('of a twin under the same keys', must(twin.medium.lookUp(BLOCK)).cached)
  await attempt('of another store', must(foreign.medium.lookUp(BLOCK)).cached)
  await attempt('a segment in its place', must(medium.lookUp(`${STORE}/segment-00000003.fob`)).cached)
  return tally
}

/** Checkpoints that are no checkpoint of these files are refused as such, so that the store is folded anew. */
export async function checkpointAttacks({ stride }: Thoroughness): Promise<Attacked> {
  const { medium, older, newer } = await compactedStore()
  const twin = await compactedStore()
  const foreign = await compactedStore('store-2')
  const tally = new Tally()
  const attempt = async (what: string, resumeFrom: Checkpoint, codes: readonly string[]): Promise<void> => {
    const found = await opening(medium, { resumeFrom })
    const answer = 'refused' in found ? found.refused : 'opened'
    tally.note(what, answer, codes.includes(answer))
  }
  await attempt('of the files before the compaction', older, ['CHECKPOINT_UNFIT'])
  await attempt('of another store', foreign.newer, ['CHECKPOINT_UNFIT'])
  await attempt('of a twin under the same keys', twin.newer, ['CHECKPOINT_UNFIT', 'JOURNAL_TAMPERED'])
  for (let length = 0; length < newer.length; length += stride) {
    await attempt(`cut to ${length}`, newer.slice(0, length), ['CHECKPOINT_UNFIT'])
  }
  // A newer one than the files: the store was put back, or lost a file.
  for (const name of ['segment-00000003.fob', 'segment-00000004.fob']) {
    medium.directory(STORE)?.change((names) => void names.delete(name))
    await attempt(`${name} away`, newer, ['CHECKPOINT_UNFIT', 'JOURNAL_TAMPERED'])
  }
  return tally
}

function expectOpened(tally: Tally, what: string, found: Opening, commits: readonly string[]): void {
  const whole = 'commits' in found && found.commits.join('\n') === commits.join('\n')
  tally.note(what, 'refused' in found ? found.refused : 'opened', whole)
}
