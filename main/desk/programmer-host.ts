/**
 * The programmer processes: one that watches the readers and carries out at most one issuance or import, and one more,
 * already forked, that takes its place (ARCHITECTURE.md, Processes).
 */
import {
  fromProgrammer,
  type FromProgrammer,
  type ReaderState,
  type WayFault,
  type ToProgrammer,
} from '../../programmer/messages.ts'
import type { ChildPort } from './child-port.ts'
import type { Effects } from './ports.ts'

type StartOrder = Extract<ToProgrammer, { type: 'start' }>
export type IssueOrder = Extract<ToProgrammer, { type: 'issue' }>

type ImportOrder = Extract<ToProgrammer, { type: 'import' }>
export type ImportAnswer = Extract<FromProgrammer, { type: 'imported' | 'importRefused' }>
export type IssuanceMessage = Exclude<FromProgrammer, ImportAnswer | { type: 'ready' | 'readers' }>

/** A process that has not answered by then is not coming back (ours; sealing is most of the work, per key). */
const LONGEST_IMPORT_MS = 300_000

export interface ProgrammerListener {
  /** Progress, codes and the end of the issuance that was ordered. */
  readonly onMessage: (message: IssuanceMessage) => void
  /** The process ended before it told the end of its issuance. */
  readonly onCrash: () => void
}

/** After a process that ended before it saw a reader, the next waits twice as long as the last. */
const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 60_000

interface Forked {
  readonly port: ChildPort
  ended: boolean
}

export class ProgrammerHost {
  readonly #fork: () => ChildPort
  readonly #start: () => StartOrder
  readonly #onReaders: () => void
  readonly #after: Effects['after']
  #current: Forked | undefined
  #successor: Forked | undefined
  /** Processes in a row that ended before they saw a reader. */
  #stillborn = 0
  #cancelWait: (() => void) | undefined
  #readers: readonly ReaderState[] = []
  #faults: readonly WayFault[] = []
  #listener: ProgrammerListener | undefined
  /** The current process has told its readers and can be given its one work. */
  #watching = false
  #import:
    | {
        readonly order: ImportOrder
        /** A process has it; it goes with that process. */
        ordered: boolean
        readonly end: (answer: ImportAnswer | null) => void
      }
    | undefined
  #closed = false

  /** @param start what each process is told when its turn comes; its `transports` are not empty */
  constructor(
    fork: () => ChildPort,
    start: () => StartOrder,
    onReaders: () => void,
    after: Effects['after'],
  ) {
    this.#fork = fork
    this.#start = start
    this.#onReaders = onReaders
    this.#after = after
    this.#advance()
  }

  /** None while a process that has done its work makes way for the next: it can be given nothing more. */
  get readers(): readonly ReaderState[] {
    return this.#watching ? this.#readers : []
  }

  /** Ways to readers that are closed on this PC, and why. */
  get faults(): readonly WayFault[] {
    return this.#faults
  }

  /** The current process has told its readers. */
  get watching(): boolean {
    return this.#watching
  }

  /** A process that has seen nothing yet looks at every reader anew. Not while one issues or imports. */
  lookAgain(): void {
    this.#stillborn = 0
    if (this.#current === undefined) {
      this.#cancelWait?.()
      this.#advance()
      return
    }
    // Its successor begins only when it has ended, since both cannot hold a reader; until then there is none.
    this.#current.ended = true
    this.#forget()
    this.#onReaders()
    this.#current.port.kill()
  }

  #forget(): void {
    this.#readers = []
    this.#faults = []
    this.#watching = false
  }

  /** Begins an issuance; its end reaches `listener`. A process that has just gone counts as crashed under it. */
  issue(order: IssueOrder, listener: ProgrammerListener): void {
    if (!this.#watching) {
      listener.onCrash()
      return
    }
    this.#listener = listener
    this.#post(order)
  }

  /** A PSKC file is being read: until its end no issuance can begin. */
  get importing(): boolean {
    return this.#import !== undefined
  }

  /**
   * Has a PSKC file read and sealed, as soon as a process is there to do it. null: it ended without an answer.
   */
  import(order: ImportOrder): Promise<ImportAnswer | null> {
    return new Promise((resolve) => {
      const cancelLimit = this.#after(LONGEST_IMPORT_MS, () => {
        this.#current?.port.kill()
        this.#import?.end(null)
      })
      const end = (answer: ImportAnswer | null): void => {
        this.#import = undefined
        cancelLimit()
        resolve(answer)
      }
      this.#import = { order, ordered: false, end }
      this.#orderImport()
    })
  }

  #becomeWatching(): void {
    if (this.#watching) return
    this.#watching = true
    this.#orderImport()
  }

  #orderImport(): void {
    if (this.#import === undefined || !this.#watching) return
    this.#import.ordered = true
    this.#post(this.#import.order)
  }

  code(issuanceId: string, code: string, at: number): void {
    this.#post({ type: 'code', issuanceId, code, at })
  }

  cancel(issuanceId: string): void {
    this.#post({ type: 'cancel', issuanceId })
  }

  /** The training clock was put on. */
  clock(nowOffsetMs: number): void {
    this.#post({ type: 'clock', nowOffsetMs })
  }

  /** The end is durable: the process may go, and the seed in its memory with it. */
  acknowledge(issuanceId: string): void {
    this.#listener = undefined
    this.#watching = false
    this.#post({ type: 'acknowledge', issuanceId })
  }

  close(): void {
    this.#closed = true
    this.#listener = undefined
    this.#cancelWait?.()
    this.#current?.port.kill()
    this.#successor?.port.kill()
    this.#import?.end(null)
  }

  #post(message: ToProgrammer): void {
    this.#current?.port.post(message)
  }

  /** Heard from the first moment on: an idle successor may be ended, too, and must not take over then. */
  #forked(): Forked {
    const forked: Forked = { port: this.#fork(), ended: false }
    forked.port.onMessage((message) => {
      if (forked === this.#current && !forked.ended) this.#receive(forked.port, message)
    })
    forked.port.onExit(() => {
      forked.ended = true
      if (forked === this.#current) this.#ended()
    })
    return forked
  }

  /** The pre-forked process takes over, and the next one is forked behind it. */
  #advance(): void {
    const next = this.#successor === undefined || this.#successor.ended ? this.#forked() : this.#successor
    this.#current = next
    next.port.post(this.#start() satisfies ToProgrammer)
    this.#successor = this.#forked()
  }

  /** A message that cannot be parsed is a broken process: it is ended, and what it did counts as a crash. */
  #receive(child: ChildPort, message: unknown): void {
    const parsed = fromProgrammer.safeParse(message)
    if (!parsed.success || !this.#ofThisRealm(parsed.data)) {
      child.kill()
      return
    }
    if (parsed.data.type === 'ready') return
    if (parsed.data.type === 'readers') {
      this.#stillborn = 0
      this.#readers = parsed.data.readers
      this.#becomeWatching()
      this.#faults = parsed.data.faults
      this.#onReaders()
      return
    }
    if (parsed.data.type === 'imported' || parsed.data.type === 'importRefused') {
      this.#post({ type: 'acknowledge', issuanceId: parsed.data.importId })
      this.#watching = false
      this.#import?.end(parsed.data)
      return
    }
    this.#listener?.onMessage(parsed.data)
  }

  /** The other side refuses to mix them, too: a training fob must never be taken for a customer's. */
  #ofThisRealm(message: FromProgrammer): boolean {
    if (message.type !== 'readers') return true
    const training = this.#start().realm === 'training'
    return message.readers.every(({ transport }) => (transport === 'training') === training)
  }

  #ended(): void {
    if (this.#closed) return
    const listener = this.#listener
    this.#listener = undefined
    this.#forget()
    this.#current = undefined
    if (this.#stillborn === 0) this.#advance()
    else {
      const wait = Math.min(FIRST_WAIT_MS * 2 ** (this.#stillborn - 1), LONGEST_WAIT_MS)
      this.#cancelWait = this.#after(wait, () => this.#advance())
    }
    this.#stillborn += 1
    this.#onReaders()
    if (this.#import?.ordered === true) this.#import.end(null)
    listener?.onCrash()
  }
}
