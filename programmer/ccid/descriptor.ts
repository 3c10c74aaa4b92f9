/** The CCID functional descriptor (USB-IF CCID Rev 1.1 §5.1), found in a device's whole configuration descriptor. */
import { done, refuse, type Result } from '../../protocol/result.ts'

export const CCID_INTERFACE_CLASS = 0x0b

const INTERFACE = 0x04
const CCID_FUNCTIONAL = 0x21
const CCID_FUNCTIONAL_BYTES = 0x36
/** Header 10 bytes + a short APDU of 261 bytes: less is refused, more than 64 KiB + headers is nonsense. */
const MIN_MESSAGE = 271
const MAX_MESSAGE = 65_556
const MAX_SLOTS = 8

export interface CcidDescriptor {
  /** 1 to 8. */
  readonly slots: number
  /** The longest message of either direction, header included, bytes. */
  readonly maxMessage: number
  /** `bPowerSelect` values to try in turn: 0 = the reader chooses, 1 = 5 V, 2 = 3 V, 3 = 1.8 V. */
  readonly powerSelects: readonly number[]
  /** Which APDUs `XfrBlock` takes as a whole. */
  readonly exchange: 'short' | 'extended'
}

/**
 * @param configuration as GET_DESCRIPTOR(CONFIGURATION) hands it out
 * @returns READER_NEEDS_PCSC for readers that exchange TPDUs or characters, READER_FAULT for nonsense
 */
export function parseCcidDescriptor(
  configuration: Uint8Array,
  interfaceNumber: number,
): Result<CcidDescriptor, 'READER_NEEDS_PCSC' | 'READER_FAULT'> {
  const view = new DataView(configuration.buffer, configuration.byteOffset, configuration.byteLength)
  let current = -1
  for (let at = 0; at + 2 <= view.byteLength;) {
    const length = view.getUint8(at)
    if (length < 2 || at + length > view.byteLength) break
    const type = view.getUint8(at + 1)
    if (type === INTERFACE && length >= 9) current = view.getUint8(at + 2)
    if (type === CCID_FUNCTIONAL && current === interfaceNumber && length >= CCID_FUNCTIONAL_BYTES) {
      return functional(new DataView(view.buffer, view.byteOffset + at, length))
    }
    at += length
  }
  return refuse('READER_FAULT', 'no CCID functional descriptor')
}

function functional(view: DataView): Result<CcidDescriptor, 'READER_NEEDS_PCSC' | 'READER_FAULT'> {
  const features = view.getUint32(40, true)
  const maxMessage = view.getUint32(44, true)
  const level = features & 0x0007_0000
  if (level !== 0x0002_0000 && level !== 0x0004_0000) {
    return refuse('READER_NEEDS_PCSC', 'the reader exchanges no whole APDUs')
  }
  if (maxMessage < MIN_MESSAGE || maxMessage > MAX_MESSAGE) {
    return refuse('READER_FAULT', `messages of ${maxMessage} bytes`)
  }
  const voltages = view.getUint8(5)
  const offered = [1, 2, 3].filter((select) => (voltages & (1 << (select - 1))) !== 0)
  const automatic = (features & 0x08) !== 0 || offered.length === 0
  return done({
    slots: Math.min(view.getUint8(4) + 1, MAX_SLOTS),
    maxMessage,
    powerSelects: automatic ? [0] : offered,
    exchange: level === 0x0002_0000 ? 'short' : 'extended',
  })
}
