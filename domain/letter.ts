/**
 * 送付状番号 of an issuance: the last twelve letters and digits of its identifier, short enough for a barcode
 * on the letter. It says nothing about the customer, and never the ログインID (rule 10).
 */
export function letterNoOf(issuanceId: string): string {
  return issuanceId
    .replace(/[^0-9A-Za-z]/g, '')
    .slice(-12)
    .toUpperCase()
}
