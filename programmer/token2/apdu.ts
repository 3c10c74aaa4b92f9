/**
 * Short-form APDUs (ISO/IEC 7816-4 §5) and the exchange of one command with its continuations.
 * An APDU trace is a seed, so nothing here ever puts bytes into an error or a log.
 */
import { concatBytes } from '../../protocol/bytes.ts'
import { done, refuse, type Result } from '../../protocol/result.ts'
import { ReaderError, type Reader, type ReaderErrorCode } from '../reader.ts'

export interface Command {
  readonly cla: number
  readonly ins: number
  readonly p1: number
  readonly p2: number
  /** 0 to 255 bytes. */
  readonly data: Uint8Array
  /** What the fob must hand back; only a reading command is ever sent again when its Le was wrong. */
  readonly reads: boolean
}

export interface Answer {
  readonly data: Uint8Array
  /** The status word, e.g. 0x9000. */
  readonly status: number
}

export type ExchangeCode = ReaderErrorCode | 'FOB_ANSWER_INVALID'

export const SUCCESS = 0x9000

/** Rounds of `61xx` and `6Cxx` for one command before the fob counts as broken. */
const MAX_ROUNDS = 32
const MAX_SHORT_ANSWER = 258

/** CLA INS P1 P2 [Lc data] [Le]. @throws RangeError for more than 255 bytes of data */
export function encodeCommand(command: Omit<Command, 'reads'>, le?: number): Uint8Array {
  const { cla, ins, p1, p2, data } = command
  if (data.length > 255) throw new RangeError('a short APDU carries at most 255 bytes')
  const body = data.length === 0 ? data : concatBytes(Uint8Array.of(data.length), data)
  const tail = le === undefined ? new Uint8Array(0) : Uint8Array.of(le)
  return concatBytes(Uint8Array.of(cla, ins, p1, p2), body, tail)
}

/** Splits what a reader returned; anything but 2 to 258 bytes is no short answer. */
export function parseAnswer(bytes: Uint8Array): Result<Answer, 'FOB_ANSWER_INVALID'> {
  if (bytes.length < 2 || bytes.length > MAX_SHORT_ANSWER) {
    return refuse('FOB_ANSWER_INVALID', `an answer of ${bytes.length} bytes`)
  }
  const [high = 0, low = 0] = bytes.subarray(-2)
  return done({ data: bytes.slice(0, -2), status: (high << 8) | low })
}

/**
 * Sends a command, fetches `61xx` continuations and repeats a *reading* command once its right Le is known.
 * A writing command is sent exactly once. Any status other than those two is handed back to the caller.
 */
export async function exchange(reader: Reader, command: Command): Promise<Result<Answer, ExchangeCode>> {
  const parts: Uint8Array[] = []
  let next: Omit<Command, 'reads'> = command
  let le: number | undefined
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const received = await transmit(reader, encodeCommand(next, le))
    if (!received.ok) return received
    const answer = parseAnswer(received.value)
    if (!answer.ok) return answer
    const { data, status } = answer.value
    parts.push(data)
    if (!command.reads) return done({ data, status })
    switch (status & 0xff00) {
      case 0x6100:
        next = { cla: 0x00, ins: 0xc0, p1: 0, p2: 0, data: new Uint8Array(0) }
        le = status & 0xff
        break
      case 0x6c00:
        le = status & 0xff
        break
      default:
        return done({ data: concatBytes(...parts), status })
    }
  }
  return refuse('FOB_ANSWER_INVALID', `no end after ${MAX_ROUNDS} rounds`)
}

async function transmit(reader: Reader, apdu: Uint8Array): Promise<Result<Uint8Array, ReaderErrorCode>> {
  try {
    return done(await reader.transmit(apdu))
  } catch (error) {
    if (error instanceof ReaderError) return refuse(error.code, 'the reader gave no answer')
    throw error
  }
}

/** A status word as text for a log line: it holds no secret. */
export function statusText(status: number): string {
  return `status ${status.toString(16).padStart(4, '0')}`
}
