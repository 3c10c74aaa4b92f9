/** 研修: client of the training process, which emulates the reader and its fobs. */
import type { Refusal } from '../../domain/decide-types.ts'
import { refuse } from '../../domain/refuse.ts'
import type { Fob } from '../../domain/model.ts'
import {
  fromTraining,
  type FromTraining,
  type ToTraining,
  type TrainingDisplay,
  type TrainingFault,
  type TrainingFob,
} from '../../programmer/training/messages.ts'
import { chipSerial as chipSerialSchema } from '../../programmer/messages.ts'
import type { TrainingReader } from '../../preload/contract/views.ts'
import type { ChildPort } from './child-port.ts'
import type { Effects } from './ports.ts'

type Fobs = Extract<FromTraining, { type: 'fobs' }>['fobs']
type Reader = Extract<FromTraining, { type: 'reader' }>

/** Most fobs the emulator takes; a training lot is far smaller. */
const MAX_FOBS = 5000
/** So many fobs of the branch are looked at between two turns of the event loop: a millisecond's worth. */
const FILL_BATCH = 50
const PRESS_TIMEOUT_MS = 3000

export interface TrainingOptions {
  readonly fork: () => ChildPort
  readonly socketPath: string
  readonly folder: string
  /** The branch's fobs; read bit by bit after the start, until `close`. */
  readonly fobs: Iterable<Fob>
  /** How far the training clock is ahead of the PC's. */
  readonly nowOffsetMs: number
  readonly effects: Pick<Effects, 'now' | 'after'>
  readonly onChanged: () => void
}

export class TrainingClient {
  readonly #child: ChildPort
  readonly #effects: TrainingOptions['effects']
  readonly #onChanged: () => void
  #started = false
  #waiting: ToTraining[] = []
  #fobs: Fobs = []
  #reader: Reader | undefined
  #stopFilling = (): void => undefined
  readonly #presses = new Map<string, (display: TrainingDisplay | null) => void>()

  constructor({ fork, socketPath, folder, fobs, nowOffsetMs, effects, onChanged }: TrainingOptions) {
    this.#effects = effects
    this.#onChanged = onChanged
    this.#child = fork()
    this.#child.onMessage((message) => this.#receive(message))
    this.#child.onExit(() => {
      this.#reader = undefined
      onChanged()
    })
    this.#child.post({ type: 'start', socketPath, folder, nowOffsetMs, fobs: [] } satisfies ToTraining)
    this.#fill(fobs[Symbol.iterator](), MAX_FOBS)
  }

  /** A delivery came in: its fobs lie in the drawer from now on. */
  add(fobs: Iterable<Fob>): void {
    const added = [...fobs].filter(playable).slice(0, MAX_FOBS)
    if (added.length === 0) return
    this.#post({ type: 'addFobs', fobs: added.map(played) })
    this.#post({ type: 'listFobs' })
  }

  /** The training clock was put on. */
  clock(nowOffsetMs: number): void {
    this.#post({ type: 'clock', nowOffsetMs })
  }

  view(): TrainingReader {
    const display = this.#reader?.display ?? null
    return {
      plugged: this.#reader?.plugged ?? false,
      placed: this.#reader?.placed ?? null,
      display:
        display === null || display.code === null
          ? null
          : { code: display.code, secondsLeft: this.#secondsLeft(display) },
      fobs: this.#fobs.map(({ chipSerial, printedSerial, model, locked, seeded }) => ({
        chipSerial,
        printedSerial,
        model: model ?? '',
        label: locked ? 'locked' : seeded ? 'seeded' : 'blank',
      })),
    }
  }

  place(chipSerial: string): void {
    this.#post({ type: 'place', chipSerial })
  }

  remove(): void {
    this.#post({ type: 'remove' })
  }

  plug(plugged: boolean): void {
    this.#post({ type: plugged ? 'plug' : 'unplug' })
  }

  fault(kind: TrainingFault): void {
    this.#post({ type: 'fault', kind })
  }

  /** Presses the button of any fob. `code` null: no seed in it. */
  async press(
    chipSerial: string,
  ): Promise<{ readonly ok: true; readonly code: string | null; readonly secondsLeft: number } | Refusal> {
    if (this.#presses.has(chipSerial)) return refuse('READER_TIMEOUT')
    const display = await new Promise<TrainingDisplay | null>((resolve) => {
      const cancel = this.#effects.after(PRESS_TIMEOUT_MS, () => {
        this.#presses.delete(chipSerial)
        resolve(null)
      })
      this.#presses.set(chipSerial, (shown) => {
        this.#presses.delete(chipSerial)
        cancel()
        resolve(shown)
      })
      this.#post({ type: 'press', chipSerial })
    })
    if (display === null) return refuse('READER_TIMEOUT')
    return { ok: true, code: display.code, secondsLeft: this.#secondsLeft(display) }
  }

  /** What the fobs were being read from is gone; those found so far stay. */
  stopFilling(): void {
    this.#stopFilling()
  }

  close(): void {
    this.#stopFilling()
    this.#child.kill()
  }

  /** A branch may have twenty times as many fobs as the drawer takes: nobody waits for them at the opening. */
  #fill(fobs: Iterator<Fob>, room: number): void {
    const found: Fob[] = []
    let next = fobs.next()
    for (let seen = 1; next.done !== true && found.length < room; seen += 1) {
      if (playable(next.value)) found.push(next.value)
      if (seen === FILL_BATCH) break
      next = fobs.next()
    }
    this.add(found)
    if (next.done === true || found.length === room) return
    this.#stopFilling = this.#effects.after(0, () => this.#fill(fobs, room - found.length))
  }

  #secondsLeft({ changesAt }: TrainingDisplay): number {
    return Math.max(0, Math.ceil((changesAt - this.#effects.now()) / 1000))
  }

  /** The emulator takes nothing before it has answered its start. */
  #post(message: ToTraining): void {
    if (this.#started) this.#child.post(message)
    else this.#waiting.push(message)
  }

  #receive(message: unknown): void {
    const parsed = fromTraining.safeParse(message)
    // The emulator is a convenience of training: what it says wrongly is not shown, and nothing depends on it.
    if (!parsed.success) return
    if (parsed.data.type === 'started') {
      this.#started = true
      for (const waiting of this.#waiting.splice(0)) this.#child.post(waiting)
      return
    }
    if (parsed.data.type === 'fobs') this.#fobs = parsed.data.fobs
    else if (parsed.data.type === 'reader') this.#reader = parsed.data
    else if (parsed.data.type === 'display')
      this.#presses.get(parsed.data.display.chipSerial)?.(parsed.data.display)
    else return
    this.#onChanged()
  }
}

/**
 * Whether the emulator can play this fob: a chip that answers in digits, and not what the factory wrote, which head
 * office alone knows.
 */
function playable({ chipSerial, seed }: Fob): boolean {
  return seed.state !== 'factory' && chipSerialSchema.safeParse(chipSerial).success
}

function played({ chipSerial, serial, seed }: Fob): TrainingFob {
  return { chipSerial, printedSerial: serial, state: seed.state === 'blank' ? 'blank' : 'seeded' }
}
