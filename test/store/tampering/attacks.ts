/** Tampering with the journal's files: each attack counts what it tried, and lists what was not seen. */
import { sameBytes } from '../../../protocol/bytes.ts'
import { must } from '../../protocol/must.ts'
import type { Medium } from '../../main/journal/faults/medium.ts'
import { fileOf, piecesOf, rearrangements } from './frames.ts'
import {
  ANCHOR,
  closedStore,
  crashedStore,
  opening,
  segmentPath,
  STORE,
  type Opening,
} from './sealed-store.ts'
import { Tally, toggle, type Attacked, type Thoroughness } from './tally.ts'

/** 16 KiB of journal in three files, all at or below the anchor. */
const SIXTEEN_KIB = [
  [3000, 1000, 900],
  [2500, 40, 2500],
  [1500, 2600],
]
export const FLIPS_OF_16_KIB = 16 * 1024 * 8

/** Every bit of the journal's first 16 KiB, one at a time. */
export async function flips({ stride }: Thoroughness): Promise<Attacked> {
  const { medium } = await closedStore(SIXTEEN_KIB)
  const tally = new Tally()
  let bit = 0
  for (const { path, content } of journalFiles(medium)) {
    for (let at = 0; at < content.length * 8 && bit < FLIPS_OF_16_KIB; at++, bit++) {
      if (bit % stride !== 0) continue
      toggle(content, at)
      tally.refusal(`${path} bit ${at}`, await opening(medium))
      toggle(content, at)
    }
  }
  if (bit < FLIPS_OF_16_KIB) throw new Error(`the store has ${bit} bits only`)
  return tally
}

/** Every file cut to every length, and every file away. */
export async function truncations({ stride }: Thoroughness): Promise<Attacked> {
  const { medium } = await closedStore(SIXTEEN_KIB)
  const tally = new Tally()
  for (const { path, content } of journalFiles(medium)) {
    for (let length = 0; length < content.length; length += stride) {
      tally.refusal(`${path} cut to ${length}`, await openingWith(medium, path, content.slice(0, length)))
    }
    const without = medium.copy()
    without.directory(STORE)?.change((names) => void names.delete(path.slice(STORE.length + 1)))
    tally.refusal(`${path} away`, await opening(without))
  }
  return tally
}

const SMALL = [
  [20, 30, 40, 50],
  [60, 70, 80, 90],
  [10, 20, 30, 40],
]

/** Records dropped, doubled, swapped, and spliced in from a store under the same keys; whole files likewise. */
export async function rearranged(): Promise<Attacked> {
  const { medium, commits } = await closedStore(SMALL)
  const twin = journalFiles((await closedStore(SMALL)).medium)
  const files = journalFiles(medium)
  const tally = new Tally()
  const others = [...twin, ...files].map(({ path, content }) => ({ path, ...piecesOf(content) }))
  for (const [index, { path, content }] of files.entries()) {
    const { header, frames } = piecesOf(content)
    const foreign = others
      .filter((_, other) => other !== twin.length + index)
      .flatMap((other) => other.frames)
    for (const { what, frames: changed } of rearrangements(frames, foreign)) {
      const found = await openingWith(medium, path, fileOf(header, changed))
      // Behind the very last record it is above the anchor: set aside and told.
      const behind = index === files.length - 1 && frames.every((frame, at) => changed[at] === frame)
      if (!behind || 'refused' in found) tally.refusal(`${path} ${what}`, found)
      else
        tally.note(
          `${path} ${what}`,
          'quarantined',
          sameList(found.commits, commits) && found.quarantined.length === 1,
        )
    }
    for (const other of [...twin, ...files]) {
      if (sameBytes(other.content, content)) continue
      tally.refusal(`${path} replaced by ${other.path}`, await openingWith(medium, path, other.content))
    }
  }
  return tally
}

/** Every bit above the anchor: what comes before it is read, it and what follows is set aside and told. */
export async function flipsAboveAnchor({ stride }: Thoroughness): Promise<Attacked> {
  const { medium, commits, anchored } = await crashedStore([[30, 30]], [40, 300, 20])
  const path = must(journalFiles(medium).at(-1)).path
  const good = must(medium.lookUp(path)).cached
  const { header, frames } = piecesOf(good)
  const ends = frames.map((_, index) => fileOf(header, frames.slice(0, index + 1)).length)
  const tally = new Tally()
  for (let bit = 0; bit < good.length * 8; bit += stride) {
    const broken = medium.copy()
    const content = must(broken.lookUp(path)).cached
    toggle(content, bit)
    const whole = ends.filter((end) => end <= bit >> 3).length
    const found = await opening(broken)
    if ('refused' in found) {
      tally.note(`bit ${bit}`, found.refused, found.refused === 'STORE_OTHER_REALM')
      continue
    }
    const [quarantined] = found.quarantined
    const from = whole === 0 && bit >> 3 < header.length ? 0 : must([header.length, ...ends][whole])
    const asPromised =
      sameList(found.commits, commits.slice(0, anchored + whole)) &&
      quarantined !== undefined &&
      sameBytes(must(broken.lookUp(quarantined.path)).cached, content.subarray(from))
    tally.note(`bit ${bit}`, 'quarantined', asPromised)
  }
  return tally
}

/** Every bit of the anchor: refused, or the other slot stands in and everything is there. */
export async function flipsOfAnchor({ stride }: Thoroughness): Promise<Attacked> {
  const { medium, commits } = await closedStore([[30], [30]])
  const anchor = must(medium.lookUp(ANCHOR)).cached
  const tally = new Tally()
  for (let bit = 0; bit < anchor.length * 8; bit += stride) {
    const broken = medium.copy()
    toggle(must(broken.lookUp(ANCHOR)).cached, bit)
    const found = await opening(broken)
    if ('refused' in found) tally.refusal(`bit ${bit}`, found)
    else
      tally.note(`bit ${bit}`, 'opened', sameList(found.commits, commits) && found.quarantined.length === 0)
  }
  return tally
}

function journalFiles(medium: Medium): { readonly path: string; readonly content: Uint8Array }[] {
  return medium
    .files()
    .filter(({ path }) => path.startsWith(segmentPath(0).slice(0, STORE.length + 9)))
    .map(({ path, inode }) => ({ path, content: inode.cached }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** What an opening of the store comes to with this content in place of a file's. */
async function openingWith(medium: Medium, path: string, content: Uint8Array): Promise<Opening> {
  const broken = medium.copy()
  const inode = must(broken.lookUp(path))
  inode.replace(content)
  const found = await opening(broken)
  // A quarantine or a rewriting here would destroy what nobody has looked at yet.
  if ('refused' in found && (broken.lookUp(path) !== inode || inode.cached !== content)) {
    throw new Error(`${path} was changed by a refusal`)
  }
  return found
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index])
}
