/** CCID messages (Rev 1.1 §6): a header of ten bytes, little-endian length, slot, sequence, three specific bytes. */
import { concatBytes } from '../../protocol/bytes.ts'

export const HEADER_BYTES = 10

export const TO_READER = { powerOn: 0x62, powerOff: 0x63, slotStatus: 0x65, xfrBlock: 0x6f } as const
export const FROM_READER = { dataBlock: 0x80, slotStatus: 0x81 } as const

export interface Outgoing {
  readonly type: (typeof TO_READER)[keyof typeof TO_READER]
  readonly slot: number
  readonly sequence: number
  /** The three message-specific bytes. */
  readonly specific: readonly [number, number, number]
  readonly data: Uint8Array
}

export interface Incoming {
  readonly type: number
  readonly slot: number
  readonly sequence: number
  /** 0 active, 1 present and inactive, 2 none. */
  readonly icc: number
  /** 0 done, 1 failed, 2 more time asked for. */
  readonly command: number
  /** `bError`, or the factor of a time extension. */
  readonly error: number
  /** `bChainParameter` of a data block, `bClockStatus` of a slot status. */
  readonly chain: number
  readonly data: Uint8Array
}

export function encodeMessage({ type, slot, sequence, specific, data }: Outgoing): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(HEADER_BYTES)
  const view = new DataView(header.buffer)
  view.setUint8(0, type)
  view.setUint32(1, data.length, true)
  view.setUint8(5, slot)
  view.setUint8(6, sequence)
  header.set(specific, 7)
  return new Uint8Array(concatBytes(header, data))
}

/** `dwLength` of a message that has begun; undefined until its header is whole. */
export function announcedLength(begun: Uint8Array): number | undefined {
  if (begun.length < HEADER_BYTES) return undefined
  return new DataView(begun.buffer, begun.byteOffset).getUint32(1, true)
}

/** @param whole exactly one message; its length has been checked against `dwLength` */
export function decodeMessage(whole: Uint8Array): Incoming {
  const [type = 0, , , , , slot = 0, sequence = 0, status = 0, error = 0, chain = 0] = whole
  return {
    type,
    slot,
    sequence,
    icc: status & 0x03,
    command: status >> 6,
    error,
    chain,
    data: whole.slice(HEADER_BYTES),
  }
}
