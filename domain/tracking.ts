/** 書留番号 (お問い合わせ番号) of Japan Post: 11 digits, printed as 123-45-67890-1. */

export type TrackingNumber =
  | { readonly ok: true; readonly trackingNo: string }
  | { readonly ok: false; readonly code: 'TRACKING_FORM' | 'TRACKING_CHECK_DIGIT' }

/** The check digit of the first 10 digits: the remainder by seven (「7DR」). */
export function trackingCheckDigit(firstTen: string): string {
  return String(Number(firstTen) % 7)
}

/** Reads a typed or scanned number: full-width digits, spaces and hyphens are accepted. */
export function parseTracking(typed: string): TrackingNumber {
  const trackingNo = typed.normalize('NFKC').replace(/[\s‐‑‒–—―−ー-]/g, '')
  if (!/^[0-9]{11}$/.test(trackingNo)) return { ok: false, code: 'TRACKING_FORM' }
  if (trackingCheckDigit(trackingNo.slice(0, 10)) !== trackingNo.slice(10)) {
    return { ok: false, code: 'TRACKING_CHECK_DIGIT' }
  }
  return { ok: true, trackingNo }
}
