/** The fobs that may be programmed, told by the first seven digits of their chip serial (FOB-PROTOCOL.md). */
const models: ReadonlyMap<string, string> = new Map([
  ['8659610', 'C301-i'],
  ['8659632', 'C302-i'],
  ['8659600', 'miniOTP-2-i'],
  ['8659601', 'miniOTP-3-i'],
  ['8659609', 'miniOTP-3-i-NB'],
  ['8659612', 'OTPC-P1-i'],
  ['8659622', 'OTPC-P2-i'],
  ['8659621', 'OTPC-P2-i-NB'],
])

const prefixDigits = 7

/** Model names as they stand in a delivery lot (型番). */
export const fobModels: ReadonlySet<string> = new Set(models.values())

/** The model's name; undefined for a fob of no known model, which is never programmed. */
export function modelOfChip(chipSerial: string): string | undefined {
  return models.get(chipSerial.slice(0, prefixDigits))
}
