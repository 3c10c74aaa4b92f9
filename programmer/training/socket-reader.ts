/** The programmer's side of the training reader: a `Reader` whose cable is a local socket. */
import { connect, type Socket } from 'node:net'
import { ReaderError, type Presence, type Reader, type ReaderWatcher } from '../reader.ts'
import { encodeFrame, FRAME_KINDS, FrameDecoder, LOST_CODES, PRESENCE_CODES, type Frame } from './wire.ts'

const TRAINING_READER_NAME = 'Training reader'

/** How long an answer may take, as for a real reader. */
const ANSWER_TIMEOUT_MS = 5000
/** The training process may still be starting. */
const RECONNECT_MS = 300

interface Waiting {
  readonly exchange: number
  readonly resolve: (answer: Uint8Array) => void
  readonly reject: (error: ReaderError) => void
  readonly timer: NodeJS.Timeout
}

/**
 * Connects to the training process and stays with it until `close`.
 * @param path local socket or named pipe
 */
export function watchTrainingReader(path: string, answerTimeoutMs = ANSWER_TIMEOUT_MS): ReaderWatcher {
  const listeners = new Set<(presence: Presence) => void>()
  let presence: Presence = 'disconnected'
  let socket: Socket | undefined
  let retry: NodeJS.Timeout | undefined
  let waiting: Waiting | undefined
  let exchanges = 0
  let closed = false

  function setPresence(next: Presence): void {
    if (next === presence) return
    presence = next
    for (const listener of listeners) listener(next)
  }

  function take(exchange?: number): Waiting | undefined {
    if (waiting === undefined || (exchange !== undefined && waiting.exchange !== exchange)) return undefined
    const taken = waiting
    waiting = undefined
    clearTimeout(taken.timer)
    return taken
  }

  function receive({ kind, exchange, payload }: Frame): void {
    const [code] = payload
    switch (kind) {
      case FRAME_KINDS.answer:
        take(exchange)?.resolve(payload)
        return
      case FRAME_KINDS.lost:
        take(exchange)?.reject(new ReaderError(code === LOST_CODES.FOB_REMOVED ? 'FOB_REMOVED' : 'NO_READER'))
        return
      case FRAME_KINDS.presence:
        setPresence(presenceOf(code))
        return
      default:
        socket?.destroy() // Not our training process: 'close' below tells the desk that the reader is gone.
    }
  }

  function open(): void {
    const decoder = new FrameDecoder()
    const current = connect(path)
    socket = current
    current.on('data', (chunk) => {
      const frames = decoder.push(chunk)
      if (frames === undefined) current.destroy()
      else for (const frame of frames) receive(frame)
    })
    // Why a connection broke says nothing a teller could use; 'close' follows and is dealt with.
    current.on('error', () => undefined)
    current.on('close', () => {
      take()?.reject(new ReaderError('NO_READER'))
      setPresence('disconnected')
      if (!closed) retry = setTimeout(open, RECONNECT_MS)
    })
  }

  const reader: Reader = {
    name: TRAINING_READER_NAME,
    transport: 'training',
    get presence() {
      return presence
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    transmit(apdu) {
      if (waiting !== undefined) throw new Error('one exchange at a time')
      if (presence === 'disconnected' || socket === undefined)
        return Promise.reject(new ReaderError('NO_READER'))
      if (presence === 'absent') return Promise.reject(new ReaderError('FOB_REMOVED'))
      exchanges = (exchanges + 1) & 0xff
      const exchange = exchanges
      const answer = new Promise<Uint8Array>((resolve, reject) => {
        const timer = setTimeout(
          () => take(exchange)?.reject(new ReaderError('READER_TIMEOUT')),
          answerTimeoutMs,
        )
        waiting = { exchange, resolve, reject, timer }
      })
      socket.write(encodeFrame({ kind: FRAME_KINDS.command, exchange, payload: apdu }))
      return answer
    },
    close,
  }

  function close(): void {
    closed = true
    clearTimeout(retry)
    socket?.destroy()
  }

  open()
  return { readers: [reader], onChange: () => () => undefined, close }
}

function presenceOf(code: number | undefined): Presence {
  if (code === PRESENCE_CODES.present) return 'present'
  return code === PRESENCE_CODES.absent ? 'absent' : 'disconnected'
}
