/** The fobs that may be programmed, told by the first seven digits of their chip serial. */
const MODELS: ReadonlyMap<string, string> = new Map([
  ['8659610', 'C301-i'],
  ['8659632', 'C302-i'],
  ['8659600', 'miniOTP-2-i'],
  ['8659601', 'miniOTP-3-i'],
  ['8659609', 'miniOTP-3-i-NB'],
  ['8659612', 'OTPC-P1-i'],
  ['8659622', 'OTPC-P2-i'],
  ['8659621', 'OTPC-P2-i-NB'],
])

const PREFIX_DIGITS = 7

/** The model's name; undefined for a fob of no known model, which is never programmed. */
export function modelOfChip(chipSerial: string): string | undefined {
  return MODELS.get(chipSerial.slice(0, PREFIX_DIGITS))
}
