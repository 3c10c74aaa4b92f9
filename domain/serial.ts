/** シリアル番号 as printed on the back of a fob (DOMAIN.md, Words). */

/**
 * Half-width digits of a typed or scanned serial number: full-width digits are normalised and surrounding
 * space is dropped. Anything but 8 to 12 digits answers null.
 */
export function normaliseSerial(typed: string): string | null {
  const serial = typed.normalize('NFKC').trim()
  return /^[0-9]{8,12}$/.test(serial) ? serial : null
}
