/**
 * The programmer processes: one that watches the readers and carries out at most one issuance, and one more,
 * already forked, that takes its place (ARCHITECTURE.md, Processes).
 */
import {
  fromProgrammer,
  type FromProgrammer,
  type ReaderState,
  type ToProgrammer,
} from '../../programmer/messages.ts'
import type { ChildPort } from './child-port.ts'

type StartOrder = Extract<ToProgrammer, { type: 'start' }>
export type IssueOrder = Extract<ToProgrammer, { type: 'issue' }>

export interface ProgrammerListener {
  /** Progress, codes and the end of the issuance that was ordered. */
  readonly onMessage: (message: Exclude<FromProgrammer, { type: 'ready' | 'readers' }>) => void
  /** The process ended before it told the end of its issuance. */
  readonly onCrash: () => void
}

export class ProgrammerHost {
  readonly #fork: () => ChildPort
  readonly #start: () => StartOrder
  readonly #onReaders: () => void
  #current: ChildPort | undefined
  #successor: ChildPort | undefined
  #readers: readonly ReaderState[] = []
  #listener: ProgrammerListener | undefined
  #closed = false

  /** @param start what each process is told when its turn comes; its `transports` are not empty */
  constructor(fork: () => ChildPort, start: () => StartOrder, onReaders: () => void) {
    this.#fork = fork
    this.#start = start
    this.#onReaders = onReaders
    this.#successor = fork()
    this.#advance()
  }

  get readers(): readonly ReaderState[] {
    return this.#readers
  }

  /** Begins an issuance; its end reaches `listener`. */
  issue(order: IssueOrder, listener: ProgrammerListener): void {
    this.#listener = listener
    this.#post(order)
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
    this.#post({ type: 'acknowledge', issuanceId })
  }

  close(): void {
    this.#closed = true
    this.#listener = undefined
    this.#current?.kill()
    this.#successor?.kill()
  }

  #post(message: ToProgrammer): void {
    this.#current?.post(message)
  }

  /** The pre-forked process takes over, and the next one is forked behind it. */
  #advance(): void {
    const child = this.#successor ?? this.#fork()
    this.#current = child
    this.#successor = undefined
    child.onMessage((message) => {
      if (child === this.#current) this.#receive(child, message)
    })
    child.onExit(() => {
      if (child === this.#current) this.#ended()
    })
    child.post(this.#start() satisfies ToProgrammer)
    this.#successor = this.#fork()
  }

  /** A message that cannot be parsed is a broken process: it is ended, and what it did counts as a crash. */
  #receive(child: ChildPort, message: unknown): void {
    const parsed = fromProgrammer.safeParse(message)
    if (!parsed.success) {
      child.kill()
      return
    }
    if (parsed.data.type === 'ready') return
    if (parsed.data.type === 'readers') {
      this.#readers = parsed.data.readers
      this.#onReaders()
      return
    }
    this.#listener?.onMessage(parsed.data)
  }

  #ended(): void {
    if (this.#closed) return
    const listener = this.#listener
    this.#listener = undefined
    this.#readers = []
    this.#advance()
    this.#onReaders()
    listener?.onCrash()
  }
}
