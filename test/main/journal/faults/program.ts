/** The program that the faults happen to: the real journal, driven over a simulated disk. */
import { setTimeout as pause } from 'node:timers/promises'
import type { CompactClosed, DropPart } from '../../../../main/journal/closed.ts'
import type { CommitDraft } from '../../../../main/journal/commit.ts'
import { compactClosed } from '../../../../main/journal/compaction.ts'
import { JournalError, type JournalCode } from '../../../../main/journal/errors.ts'
import { openJournal } from '../../../../main/journal/journal.ts'
import type { Journal } from '../../../../main/journal/types.ts'
import { makeEvents, seededRandom, testDesk } from '../device.ts'
import type { Chance } from './chance.ts'
import type { FaultyDisk } from './faults.ts'
import type { Medium } from './medium.ts'
import { mediumFs } from './medium-fs.ts'
import { fingerprint, type Fingerprint, type Truth } from './truth.ts'

export const FOLDER = '/desk'
export const STORE = `${FOLDER}/store`
const ANCHOR = `${FOLDER}/anchor`

export type Step =
  | { readonly do: 'commit'; readonly sizes: readonly number[] }
  | { readonly do: 'pulled'; readonly sizes: readonly number[] }
  | { readonly do: 'anchor' }
  | { readonly do: 'newEpoch' }
  | { readonly do: 'compact' }
  | { readonly do: 'erase' }
  | { readonly do: 'reopen' }

export interface Work {
  readonly steps: readonly Step[]
  readonly segmentBytes: number
}

/** A work that a seed stands for: some commits, rotation by size and epoch, compaction, erasure, reopening. */
export function workOf(chance: Chance): Work {
  const size = (): number => (chance.oneIn(4) ? 400 + chance.below(1500) : chance.below(60))
  const sizes = (most: number): number[] => Array.from({ length: 1 + chance.below(most) }, size)
  const step = (): Step => {
    switch (chance.below(8)) {
      case 0:
        return { do: 'pulled', sizes: sizes(2) }
      case 1:
        return { do: 'anchor' }
      case 2:
        return { do: 'reopen' }
      case 3:
        return chance.oneIn(2) ? { do: 'newEpoch' } : { do: 'commit', sizes: sizes(4) }
      case 4:
        return { do: 'compact' }
      case 5:
        return { do: 'erase' }
      default:
        return { do: 'commit', sizes: sizes(4) }
    }
  }
  const steps = Array.from({ length: 4 + chance.below(4) }, step)
  return { steps: [{ do: 'commit', sizes: sizes(3) }, ...steps], segmentBytes: chance.pick([900, 3000, 1e6]) }
}

/** One run of the program, from its start to its end or its death. */
export class Program {
  readonly #medium: Medium
  readonly #disk: FaultyDisk
  readonly #truth: Truth
  readonly #segmentBytes: number
  readonly #name: string
  #epoch: number
  #opens = 0
  #journal: Journal | undefined
  /** What the program was doing when it last asked the disk for something. */
  phase = 'start'

  constructor(world: {
    readonly medium: Medium
    readonly disk: FaultyDisk
    readonly truth: Truth
    readonly segmentBytes: number
    readonly epoch: number
    /** Makes its random bytes its own: no salt may ever be drawn twice. */
    readonly name: string
  }) {
    this.#medium = world.medium
    this.#disk = world.disk
    this.#truth = world.truth
    this.#segmentBytes = world.segmentBytes
    this.#epoch = world.epoch
    this.#name = world.name
  }

  get epoch(): number {
    return this.#epoch
  }

  /** Opens the store and compares what it delivers with the truth. */
  async open(): Promise<Journal> {
    this.phase = 'opening'
    const delivered: Fingerprint[] = []
    const journal = await openJournal({
      fs: mediumFs(this.#medium, this.#disk.guard),
      dir: STORE,
      anchorPath: ANCHOR,
      ...testDesk,
      currentEpoch: () => this.#epoch,
      random: seededRandom(`${this.#name} ${this.#opens++}`),
      segmentBytes: this.#segmentBytes,
      anchorDelayMs: 0,
      onCommit: (commit) => void delivered.push(fingerprint(commit)),
    })
    this.#journal = journal
    this.#truth.require(delivered)
    return journal
  }

  /** Rejects with the first error of the disk, after which the store is closed. */
  async run(steps: readonly Step[]): Promise<void> {
    await this.open()
    for (const step of steps) await this.#step(step)
    await this.close()
  }

  async close(): Promise<void> {
    this.phase = 'closing'
    const journal = this.#journal
    this.#journal = undefined
    await journal?.close()
  }

  async #step(step: Step): Promise<void> {
    switch (step.do) {
      case 'commit':
        return this.#commits(step.sizes)
      case 'pulled':
        return this.#pulled(step.sizes)
      case 'anchor':
        this.phase = 'anchoring'
        // The anchor's timer is older and shorter, so it has run when this one ends.
        return pause(2)
      case 'newEpoch':
        this.#epoch = 2
        return
      case 'compact':
        return this.#compact('recent', () => false)
      case 'erase': {
        const erased = this.#truth.erase()
        await this.#compact('all', () => true)
        return erased()
      }
      case 'reopen':
        await this.close()
        await this.open()
    }
  }

  /** All at once, as callers do that do not wait for one another. */
  async #commits(sizes: readonly number[]): Promise<void> {
    this.phase = 'committing'
    const journal = this.#opened()
    await all(sizes.map((size) => this.#append(journal, { origin: 'own', events: ownEvents(journal, size) })))
  }

  async #pulled(sizes: readonly number[]): Promise<void> {
    this.phase = 'committing'
    const journal = this.#opened()
    await all(
      sizes.map((size, index) => {
        const events = makeEvents({ device: 'hub', seq: 0, hash: new Uint8Array(32) }, [draftOf(size)])
        return this.#append(journal, { origin: 'pulled', events, context: { cursor: index } })
      }),
    )
  }

  async #append(journal: Journal, draft: CommitDraft): Promise<void> {
    const number = this.#truth.ask(fingerprint(draft))
    await journal.append(draft)
    // Whoever is dead acknowledges nothing.
    if (!this.#disk.dead) this.#truth.acknowledge(number)
  }

  /** What the keeper and the desk do together; here in one program. */
  async #compact(scope: CompactClosed['scope'], dropPart: DropPart): Promise<void> {
    this.phase = 'compacting'
    const journal = this.#opened()
    const upTo = await journal.rotate()
    const store = {
      ...testDesk,
      fs: mediumFs(this.#medium, this.#disk.guard),
      dir: STORE,
      currentEpoch: () => this.#epoch,
      random: seededRandom(`${this.#name} keeper ${this.#opens++}`),
    }
    const compaction = await compactClosed(store, { upTo, scope, dropPart })
    this.phase = 'adopting'
    await journal.adopt(compaction)
  }

  #opened(): Journal {
    if (this.#journal === undefined) throw new Error('the work goes on without a store')
    return this.#journal
  }
}

function draftOf(size: number) {
  return {
    type: 'FobReceived',
    v: 1,
    data: { serial: '10000001' },
    personal: { name: 'x'.repeat(size) },
  }
}

function ownEvents(journal: Journal, size: number) {
  return makeEvents(journal.tail, [draftOf(size)])
}

/** Waits for all of them; rejects with the first rejection. */
async function all(promises: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(promises)
  for (const result of results) if (result.status === 'rejected') throw result.reason
}

/** The refusals that a failing disk may lead to. Anything else is a bug of the journal. */
const OF_THE_DISK: readonly JournalCode[] = ['JOURNAL_BROKEN', 'DISK_FULL', 'STORE_READONLY']

/** True when it ended well, false when the disk failed it. Throws whatever else came. */
export async function endedWell(work: Promise<unknown>): Promise<boolean> {
  try {
    await work
    return true
  } catch (error) {
    if (error instanceof JournalError && OF_THE_DISK.includes(error.code)) return false
    throw error
  }
}
