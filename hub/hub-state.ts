/**
 * The state of the rules, folded from the order by each hub process for itself. Several processes share a store:
 * before a decision a process folds what the others have appended since.
 */
import { setImmediate as turn } from 'node:timers/promises'
import type { DeskEvent } from '../domain/events.ts'
import { MemoryState } from '../domain/memory-state.ts'
import type { Change, RecordChange, State } from '../domain/model.ts'
import { openEnvelope } from '../protocol/envelope.ts'
import { changesIn } from './branch-state.ts'
import { KanaIndex } from './elsewhere/kana-index.ts'
import { readEvent } from './read-event.ts'
import type { HubReader, HubStore } from './store/hub-store.ts'
import type { HubEntry } from './store/rows.ts'

/** Entries folded at a time. */
const PAGE = 1000
/** Records put back into the state at a time: well below a millisecond. */
const RECORDS_PER_TURN = 500

/** The folded state of all branches, and how far in the order it is folded. It only ever moves forward. */
export class HubState {
  /** Of the folded state. */
  readonly kana = new KanaIndex()
  #folded = new MemoryState()
  #place = 0
  #last: Promise<unknown> = Promise.resolve()
  #reading: Promise<unknown> = Promise.resolve()
  #next: Promise<void> | undefined
  #still: Promise<unknown> = Promise.resolve()
  /** Whoever keeps it over an `await` reads what is folded then, and never a half of what is being put back. */
  readonly #live: State = {
    get: (kind, id) => this.#folded.get(kind, id),
    serialOfChip: (chipSerial) => this.#folded.serialOfChip(chipSerial),
    openApplications: (contractNo) => this.#folded.openApplications(contractNo),
    waitingApprovals: () => this.#folded.waitingApprovals(),
    staff: () => this.#folded.staff(),
    serialsIn: (branchNo, place, endingBy) => this.#folded.serialsIn(branchNo, place, endingBy),
    policy: () => this.#folded.policy(),
  }

  /** Read it and decide without waiting in between: after the next `await` it may have moved on. */
  get folded(): State {
    return this.#live
  }

  /** The place in the order up to which it is folded. */
  get place(): number {
    return this.#place
  }

  /** Goes on from a state folded before. @throws Error when something has been folded here already: a bug */
  resume(folded: MemoryState, place: number): void {
    if (this.#place !== 0) throw new Error('the state is folded already')
    for (const record of folded.held()) if (record.value !== null) this.kana.follow([record])
    this.#folded = folded
    this.#place = place
  }

  /** Runs ordered decisions of this process one after another: they would only wait for the order's lock. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    const running = this.#last.then(work)
    this.#last = running.catch(() => undefined)
    return running
  }

  /** Folds all that the reader sees, whoever else folds at the same time. */
  async catchUp(reader: Pick<HubReader, 'entriesAfter'>): Promise<void> {
    for (;;) {
      const entries = await reader.entriesAfter(this.#place, PAGE)
      for (const entry of entries) {
        // Somebody else folded it while it was being read.
        if (entry.place <= this.#place) continue
        if (entry.refusal === null) {
          this.#apply(changesIn(entry.branchNo, this.#folded, storedEvent(entry)))
        }
        this.#place = entry.place
      }
      if (entries.length < PAGE) return
    }
  }

  /** Folds everything that was durable before this call. All who call while one read is under way share the next. */
  fresh(store: HubStore): Promise<void> {
    this.#next ??= this.#reading.then(() => {
      this.#next = undefined
      const reading = this.catchUp(store)
      this.#reading = reading.catch(() => undefined)
      return reading
    })
    return this.#next
  }

  /** What a transaction of this process has made durable, unless it was read back before. */
  adopt(changes: readonly Change[], lastPlace: number): void {
    if (lastPlace <= this.#place) return
    this.#apply(changes)
    this.#place = lastPlace
  }

  /**
   * Gives `work` the records as they are at this moment, however long it takes and whatever is folded meanwhile: that
   * is laid over them, and put into them afterwards in small turns.
   * One after another for all who ask.
   */
  heldStill<T>(work: (records: Iterable<RecordChange>, place: number) => Promise<T>): Promise<T> {
    const running = this.#still.then(() => this.#holdStill(work))
    this.#still = running.catch(() => undefined)
    return running
  }

  async #holdStill<T>(work: (records: Iterable<RecordChange>, place: number) => Promise<T>): Promise<T> {
    const below = this.#folded
    const above = new MemoryState(below)
    this.#folded = above
    try {
      return await work(below.held(), this.#place)
    } finally {
      await putBack(above, below)
      // No turn lies between the last look at what is above and this.
      this.#folded = below
    }
  }

  #apply(changes: readonly Change[]): void {
    this.#folded.apply(changes)
    this.kana.follow(changes)
  }
}

/** Readers of `above` see the same at every moment. Done when nothing is held above any more. */
async function putBack(above: MemoryState, below: MemoryState): Promise<void> {
  for (let moved = -1; moved !== 0;) {
    moved = 0
    for (const record of above.held()) {
      below.set(record)
      above.release(record.kind, record.id)
      moved += 1
      if (moved % RECORDS_PER_TURN === 0) await turn()
    }
  }
}

/** An event that was read when it came in. @throws Error when it no longer reads: the store was altered */
export function storedEvent(entry: Omit<HubEntry, 'place'>): DeskEvent {
  const opened = openEnvelope(entry.event.bytes, entry.event.parts)
  const read = opened.ok ? readEvent(opened.value) : opened
  if (!read.ok) throw new Error(`stored event ${entry.device} ${entry.seq} cannot be read: ${read.code}`)
  return read.event
}
