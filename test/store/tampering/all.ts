import { flips, flipsAboveAnchor, flipsOfAnchor, rearranged, truncations } from './attacks.ts'
import { keyringAttacks, snapshotAttacks } from './beside.ts'
import { blockAttacks, checkpointAttacks } from './blocks.ts'
import type { Attacked, Thoroughness } from './tally.ts'

interface Attack {
  readonly name: string
  readonly full: () => Promise<Attacked>
  /** A part of it, and how many that are at least. */
  readonly spread: () => Promise<Attacked>
  readonly atLeast: number
}

// Strides are prime, so that they meet every field sooner or later.
function attack(
  name: string,
  run: (how: Thoroughness) => Promise<Attacked>,
  stride: number,
  atLeast: number,
): Attack {
  return { name, full: () => run({ stride: 1 }), spread: () => run({ stride }), atLeast }
}

/** P2, whole. */
export const attacks: readonly Attack[] = [
  attack('a bit of 16 KiB at or below the anchor', flips, 311, 400),
  attack('a file cut short or away', truncations, 101, 150),
  attack('records and files dropped, doubled, swapped, spliced', rearranged, 1, 500),
  attack('a bit above the anchor', flipsAboveAnchor, 37, 300),
  attack('a bit of the anchor', flipsOfAnchor, 307, 100),
  attack('a block file, read whole and from a checkpoint', blockAttacks, 61, 200),
  attack('a checkpoint', checkpointAttacks, 17, 20),
  attack('the keyring', keyringAttacks, 101, 100),
  attack('a snapshot', snapshotAttacks, 13, 100),
]
