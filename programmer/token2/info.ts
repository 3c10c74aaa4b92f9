/** Who the fob is and what its clock says: the one command that needs no authentication. */
import { done, refuse, type Result } from '../../protocol/result.ts'
import { chipSerial as chipSerialSchema } from '../messages.ts'
import type { Reader } from '../reader.ts'
import { exchange, statusText, SUCCESS, type Command, type ExchangeCode } from './apdu.ts'
import { modelOfChip } from './model.ts'

export interface FobInfo {
  readonly chipSerial: string
  /** The fob's clock, Unix seconds. */
  readonly clock: number
}

export interface FobIdentity extends FobInfo {
  readonly model: string
}

const INFO: Command = { cla: 0x80, ins: 0x41, p1: 0, p2: 0, data: Uint8Array.of(0x02, 0x11), reads: true }

const SERIAL_LENGTH_AT = 3
const BYTES_BETWEEN_SERIAL_AND_CLOCK = 2

/**
 * Reads `?? ?? ?? N serial(N) ?? ?? clock(4)`. The unknown bytes are not interpreted, and bytes after the
 * clock are tolerated: the public notes do not fix them.
 */
export function parseInfo(data: Uint8Array): Result<FobInfo, 'FOB_ANSWER_INVALID'> {
  const length = data[SERIAL_LENGTH_AT]
  if (length === undefined) return refuse('FOB_ANSWER_INVALID', 'info is too short')
  const serialAt = SERIAL_LENGTH_AT + 1
  const clockAt = serialAt + length + BYTES_BETWEEN_SERIAL_AND_CLOCK
  if (data.length < clockAt + 4) return refuse('FOB_ANSWER_INVALID', 'info ends before its clock')
  const serial = chipSerialSchema.safeParse(
    String.fromCharCode(...data.subarray(serialAt, serialAt + length)),
  )
  if (!serial.success) return refuse('FOB_ANSWER_INVALID', 'the chip serial is not 7 to 32 digits')
  const clock = new DataView(data.buffer, data.byteOffset).getUint32(clockAt)
  return done({ chipSerial: serial.data, clock })
}

/** Asks the fob who it is; a fob of no known model is refused, whatever else it can do. */
export async function readIdentity(
  reader: Reader,
): Promise<Result<FobIdentity, ExchangeCode | 'FOB_UNKNOWN_MODEL'>> {
  const answer = await exchange(reader, INFO)
  if (!answer.ok) return answer
  if (answer.value.status !== SUCCESS) {
    return refuse('FOB_ANSWER_INVALID', `info: ${statusText(answer.value.status)}`)
  }
  const info = parseInfo(answer.value.data)
  if (!info.ok) return info
  const model = modelOfChip(info.value.chipSerial)
  if (model === undefined) return refuse('FOB_UNKNOWN_MODEL', 'the serial begins like no known model')
  return done({ ...info.value, model })
}
