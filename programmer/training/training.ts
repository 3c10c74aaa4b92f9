/** The training process's conduct: fobs and reader are what main tells, and main sees displays, never seeds. */
import { OTP_STEP_SECONDS, SEED_BYTES } from '../../domain/otp.ts'
import { assertNever } from '../../domain/vocabulary.ts'
import type { ParentPort } from '../../protocol/parent-port.ts'
import { modelOfChip } from '../token2/model.ts'
import { VirtualChip, type ChipRecord } from './chip.ts'
import { fromTraining, toTraining, type FromTraining, type ToTraining, type TrainingFob } from './messages.ts'
import { serveReader, type SocketServer } from './socket-server.ts'
import { loadChips, saveChips } from './store.ts'
import { VirtualReader } from './virtual-reader.ts'

export interface TrainingEffects {
  readonly port: ParentPort
  /** Unix milliseconds. */
  readonly now: () => number
  readonly randomBytes: (length: number) => Uint8Array
  /** Calls back once, later; returns the way to prevent that. */
  readonly later: (ms: number, callback: () => void) => () => void
}

type StartOrder = Extract<ToTraining, { type: 'start' }>

/** Begins to listen to main. Returns the way to close the socket, for a process that runs more than this. */
export function runTraining(effects: TrainingEffects): { close(): void } {
  const { port, randomBytes, later } = effects
  const chips = new Map<string, VirtualChip>()
  let folder = ''
  let nowOffsetMs = 0
  let server: SocketServer | undefined
  let stopTimer = (): void => undefined

  /** The training clock, Unix milliseconds. */
  const now = (): number => effects.now() + nowOffsetMs

  const reader = new VirtualReader({
    now,
    randomBytes,
    changed: () => {
      server?.announce()
      showReader()
    },
    written: save,
  })

  function send(message: FromTraining): void {
    port.postMessage(fromTraining.parse(message))
  }

  /** Says how the reader looks, now and whenever the placed fob's code changes. */
  function showReader(): void {
    stopTimer()
    const display = reader.chip?.display(now()) ?? null
    send({
      type: 'reader',
      plugged: reader.plugged,
      placed: reader.chip?.record.chipSerial ?? null,
      fault: reader.fault,
      display,
    })
    if (display === null || display.code === null) return
    stopTimer = later(Math.max(display.changesAt - now(), 1), showReader)
  }

  function save(): void {
    saveChips(
      folder,
      [...chips.values()].map(({ record }) => record),
    )
  }

  function add(fobs: readonly TrainingFob[], remembered: readonly ChipRecord[]): void {
    for (const record of remembered) chips.set(record.chipSerial, new VirtualChip(record))
    for (const fob of fobs) {
      if (!chips.has(fob.chipSerial)) chips.set(fob.chipSerial, new VirtualChip(newChip(fob, randomBytes)))
    }
    save()
  }

  async function start(order: StartOrder): Promise<void> {
    if (server !== undefined) throw new Error('start was sent twice')
    folder = order.folder
    nowOffsetMs = order.nowOffsetMs ?? 0
    const { chips: remembered, reset } = loadChips(folder)
    add(order.fobs, remembered)
    try {
      server = await serveReader(order.socketPath, reader)
    } catch (error) {
      if (!isSystemError(error)) throw error
      return send({ type: 'refused', code: 'SOCKET_UNAVAILABLE' })
    }
    send({ type: 'started', storeReset: reset })
    showReader()
  }

  function withChip(chipSerial: string, act: (chip: VirtualChip) => void): void {
    const chip = chips.get(chipSerial)
    if (chip === undefined) send({ type: 'refused', code: 'UNKNOWN_FOB' })
    else act(chip)
  }

  function listFobs(): void {
    const fobs = [...chips.values()].map(({ record: { chipSerial, printedSerial, seed, locked } }) => ({
      chipSerial,
      printedSerial,
      model: modelOfChip(chipSerial) ?? null,
      seeded: seed !== null,
      locked,
    }))
    send({ type: 'fobs', fobs })
  }

  async function receive(message: ToTraining): Promise<void> {
    if (message.type !== 'start' && server === undefined) throw new Error('start has not been answered yet')
    switch (message.type) {
      case 'start':
        return start(message)
      case 'clock':
        nowOffsetMs = message.nowOffsetMs
        return showReader()
      case 'addFobs':
        return add(message.fobs, [])
      case 'listFobs':
        return listFobs()
      case 'place':
        return withChip(message.chipSerial, (chip) => reader.place(chip))
      case 'remove':
        return reader.place(null)
      case 'plug':
        return reader.setPlugged(true)
      case 'unplug':
        return reader.setPlugged(false)
      case 'fault':
        return reader.setFault(message.kind)
      case 'press':
        return withChip(message.chipSerial, (chip) => send({ type: 'display', display: chip.display(now()) }))
      default:
        assertNever(message)
    }
  }

  port.on('message', ({ data }) => {
    // A rejection stays unhandled on purpose: it is a bug, and the entry file ends the process on it.
    void receive(toTraining.parse(data))
  })
  send({ type: 'ready' })
  return {
    close() {
      stopTimer()
      server?.close()
    },
  }
}

const LARGEST_FACTORY_OFFSET_SECONDS = 20

/** As a fob comes out of its box: its clock some seconds off. */
function newChip(fob: TrainingFob, randomBytes: (length: number) => Uint8Array): ChipRecord {
  const { chipSerial, printedSerial, state } = fob
  const [chance = 0] = randomBytes(1)
  return {
    chipSerial,
    printedSerial,
    seed: state === 'seeded' ? Buffer.from(randomBytes(SEED_BYTES.sha1)).toString('hex') : null,
    algorithm: 'sha1',
    period: OTP_STEP_SECONDS,
    clockOffsetSeconds: (chance % (2 * LARGEST_FACTORY_OFFSET_SECONDS + 1)) - LARGEST_FACTORY_OFFSET_SECONDS,
    wrongAnswers: 0,
    locked: state === 'locked',
  }
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}
