import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { fromProgrammer, type FromProgrammer, type ToProgrammer } from '../../programmer/messages.ts'
import type { ParentPort } from '../../protocol/parent-port.ts'
import { runProgrammer } from '../../programmer/programmer.ts'
import { watchTrainingReader } from '../../programmer/training/socket-reader.ts'
import { fromTraining, type FromTraining, type ToTraining } from '../../programmer/training/messages.ts'
import { TRAINING_STORE_NAME } from '../../programmer/training/store.ts'
import { runTraining } from '../../programmer/training/training.ts'
import { generateHpkeKeyPair, type HpkeKeyPair } from '../../protocol/hpke.ts'

/** Main's side of a process: everything it said, parsed as main parses it, and a way to wait for more. */
export class Mailbox<Message extends { readonly type: string }> {
  /** As they arrived, unparsed: what a test searches for secrets. */
  readonly raw: unknown[] = []
  readonly messages: Message[] = []
  readonly #parse: (message: unknown) => Message
  #waiting: (() => void)[] = []

  constructor(parse: (message: unknown) => Message) {
    this.#parse = parse
  }

  receive(message: unknown): void {
    this.raw.push(message)
    this.messages.push(this.#parse(message))
    const waiting = this.#waiting
    this.#waiting = []
    for (const wake of waiting) wake()
  }

  all<Type extends Message['type']>(type: Type): Extract<Message, { type: Type }>[] {
    return this.messages.filter((m): m is Extract<Message, { type: Type }> => m.type === type)
  }

  /** The first message of a type that fits, once it is there. */
  async first<Type extends Message['type']>(
    type: Type,
    fits: (message: Extract<Message, { type: Type }>) => boolean = () => true,
  ): Promise<Extract<Message, { type: Type }>> {
    for (;;) {
      const found = this.all(type).find(fits)
      if (found !== undefined) return found
      await this.#more()
    }
  }

  /** The last message of a type, as soon as the last one fits. */
  async latest<Type extends Message['type']>(
    type: Type,
    fits: (message: Extract<Message, { type: Type }>) => boolean,
  ): Promise<Extract<Message, { type: Type }>> {
    for (;;) {
      const last = this.all(type).at(-1)
      if (last !== undefined && fits(last)) return last
      await this.#more()
    }
  }

  #more(): Promise<void> {
    return new Promise((wake) => this.#waiting.push(wake))
  }
}

export const programmerMailbox = () => new Mailbox<FromProgrammer>((message) => fromProgrammer.parse(message))
export const trainingMailbox = () => new Mailbox<FromTraining>((message) => fromTraining.parse(message))

/** A port whose other end is a mailbox; messages are cloned as Electron clones them. */
function portTo(mailbox: Mailbox<{ readonly type: string }>): {
  port: ParentPort
  send(message: unknown): void
} {
  let listen: ((event: { data: unknown }) => void) | undefined
  return {
    port: {
      postMessage: (message) => mailbox.receive(structuredClone(message)),
      on: (_, listener) => {
        listen = listener
      },
    },
    send: (message) => listen?.({ data: structuredClone(message) }),
  }
}

export const FOB = { chipSerial: '8659610000123', printedSerial: '12345678', state: 'blank' } as const
export const OTHER_FOB = { chipSerial: '8659632000456', printedSerial: '12345699', state: 'blank' } as const
export const STRANGE_FOB = { chipSerial: '1111111000789', printedSerial: '12345677', state: 'blank' } as const
export const LOCKED_FOB = { chipSerial: '8659610000999', printedSerial: '12345676', state: 'locked' } as const

export const ISSUE = {
  type: 'issue',
  issuanceId: 'issuance-1',
  serial: FOB.printedSerial,
  chipSerial: FOB.chipSerial,
  algorithm: 'sha1',
  displaySeconds: 30,
  clockPermitted: true,
} as const satisfies ToProgrammer

/** A training process and a programmer process in this one, joined by a real socket, under one settable clock. */
export class Bench {
  readonly folder = mkdtempSync(join(tmpdir(), 'fobdesk-programmer-'))
  readonly socketPath = join(this.folder, 'reader.sock')
  readonly training = trainingMailbox()
  readonly programmer = programmerMailbox()
  now = Date.UTC(2026, 10, 22, 9, 30, 12)
  exited = false
  hub!: HpkeKeyPair
  readonly #toTraining = portTo(this.training)
  readonly #toProgrammer = portTo(this.programmer)
  readonly #closers: (() => void)[] = []

  /** Starts both; `answerTimeoutMs` is how long the reader may keep silent. */
  static async start(answerTimeoutMs = 5000): Promise<Bench> {
    const bench = new Bench()
    bench.hub = await generateHpkeKeyPair()
    const training = runTraining({
      port: bench.#toTraining.port,
      now: () => bench.now,
      randomBytes,
      later: () => () => undefined,
    })
    bench.tell({
      type: 'start',
      socketPath: bench.socketPath,
      folder: bench.folder,
      fobs: [FOB, OTHER_FOB, STRANGE_FOB, LOCKED_FOB],
    })
    await bench.training.first('started')
    runProgrammer({
      port: bench.#toProgrammer.port,
      now: () => bench.now,
      connect: () => {
        const watcher = watchTrainingReader(bench.socketPath, answerTimeoutMs)
        bench.#closers.push(() => watcher.close())
        return [watcher]
      },
      exit: () => {
        bench.exited = true
      },
      later: () => undefined,
    })
    bench.order({
      type: 'start',
      realm: 'training',
      device: 'device-1',
      hubKey: { keyId: 'hub-key-1', publicKey: bench.hub.publicKey },
      transports: [{ kind: 'training', path: bench.socketPath }],
    })
    await bench.programmer.first('readers', ({ readers }) => readers.some(({ connected }) => connected))
    bench.#closers.push(() => training.close())
    return bench
  }

  tell(message: ToTraining): void {
    this.#toTraining.send(message)
  }

  order(message: ToProgrammer): void {
    this.#toProgrammer.send(message)
  }

  /** Lays a fob on the reader and waits until the programmer has said what it is. */
  async place(chipSerial: string): Promise<void> {
    this.tell({ type: 'place', chipSerial })
    await this.programmer.latest('readers', ({ readers }) => readers.some(({ fob }) => fob !== null))
  }

  /** What the fob's display shows now. */
  async displayed(chipSerial: string = FOB.chipSerial): Promise<string> {
    const before = this.training.all('display').length
    this.tell({ type: 'press', chipSerial })
    const display = this.training.all('display')[before]?.display
    if (display === undefined || display.code === null) throw new Error('the fob shows nothing')
    return display.code
  }

  /** The seed in the chip, taken from the training file. */
  seedOf(chipSerial: string = FOB.chipSerial): Buffer {
    const stored: unknown = JSON.parse(readFileSync(join(this.folder, TRAINING_STORE_NAME), 'utf8'))
    const { chips } = stored as { chips: { chipSerial: string; seed: string | null }[] }
    const seed = chips.find((chip) => chip.chipSerial === chipSerial)?.seed
    if (seed === undefined || seed === null) throw new Error('no seed in the chip')
    return Buffer.from(seed, 'hex')
  }

  stop(): void {
    for (const close of this.#closers) close()
    rmSync(this.folder, { recursive: true, force: true })
  }
}
