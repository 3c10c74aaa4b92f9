/** What one `KeyPackage` says of its fob, and whether the desk can use such a fob. */
import { expiryOn, parseDate } from '../../domain/calendar.ts'
import { OTP_DIGITS, OTP_STEP_SECONDS } from '../../domain/otp.ts'
import { normaliseSerial } from '../../domain/serial.ts'
import type { OtpAlgorithm } from '../../domain/vocabulary.ts'
import { shown, type Detail, type PskcRowCode } from './codes.ts'
import { wholeNumber } from './container.ts'
import { child, descend, type XmlElement } from './xml.ts'

export interface PskcRowError {
  /** Of the KeyPackage in the file, from 1. */
  readonly row: number
  /** As the file has it; '' without one. */
  readonly serial: string
  /** The element that is wrong, as the supplier knows it. */
  readonly column: string
  readonly code: PskcRowCode
  readonly detail: Detail
}

export interface FobRow {
  readonly row: number
  readonly serial: string
  readonly manufacturer: string
  readonly model: string
  /** 08:00 in Tokyo of the day that the file names, Unix milliseconds. */
  readonly expiresAt: number
  readonly algorithm: OtpAlgorithm
}

/** The profile's name (RFC 6030 §10) and the draft's that suppliers still write. */
const TOTP = /^urn:ietf:params:xml:ns:keyprov:pskc[:#]totp$/

/** Longest texts that the desk shows whole (the lot CSV's limit too). */
const MAX_TEXT = 32

/** Reads package number `row`; every fault found goes to `errors`, and then the answer is undefined. */
export function fobRow(keyPackage: XmlElement, row: number, errors: PskcRowError[]): FobRow | undefined {
  const device = child(keyPackage, 'DeviceInfo')
  const key = child(keyPackage, 'Key')
  const serialText = child(device, 'SerialNo')?.text ?? ''
  const before = errors.length

  function wrong(column: string, code: PskcRowCode, detail: Detail = {}): void {
    errors.push({ row, serial: shown(serialText), column, code, detail })
  }

  function text(column: 'Manufacturer' | 'Model'): string {
    const value = shown(child(device, column)?.text ?? '')
    if (value.length > MAX_TEXT) wrong(column, 'ROW_LENGTH', { column, limit: MAX_TEXT })
    return value
  }

  const serial = normaliseSerial(serialText)
  if (serial === null) wrong('SerialNo', 'SERIAL_FORM')
  const manufacturer = text('Manufacturer')
  const model = text('Model') || manufacturer
  if (model === '') wrong('Model', 'ROW_REQUIRED', { column: 'Model' })

  const expiryText = child(device, 'ExpiryDate')?.text ?? descend(key, 'Policy', 'ExpiryDate')?.text ?? ''
  const expiryDay = dayOf(expiryText)
  if (expiryText === '') wrong('ExpiryDate', 'ROW_REQUIRED', { column: 'ExpiryDate' })
  else if (expiryDay === null) wrong('ExpiryDate', 'DATE_FORM', { value: shown(expiryText) })

  const algorithm = algorithmOf(key)
  if (typeof algorithm !== 'string') wrong('Algorithm', 'PSKC_ROW_ALGORITHM', { value: algorithm.other })
  const format = descend(key, 'AlgorithmParameters', 'ResponseFormat')?.attributes ?? {}
  if (wholeNumber(format['Length']) !== OTP_DIGITS || format['Encoding'] !== 'DECIMAL') {
    wrong('ResponseFormat', 'PSKC_ROW_DIGITS', { value: shown(format['Length'] ?? '–') })
  }
  const interval = descend(key, 'Data', 'TimeInterval', 'PlainValue')?.text
  if (wholeNumber(interval) !== OTP_STEP_SECONDS) {
    wrong('TimeInterval', 'PSKC_ROW_INTERVAL', { value: shown(interval ?? '–') })
  }
  const start = descend(key, 'Data', 'Time')
  if (start !== undefined && wholeNumber(child(start, 'PlainValue')?.text) !== 0) {
    wrong('Time', 'PSKC_ROW_START')
  }

  const faultless = errors.length === before
  if (!faultless || serial === null || expiryDay === null || typeof algorithm !== 'string') return undefined
  return { row, serial, manufacturer, model, expiresAt: expiryOn(expiryDay), algorithm }
}

/**
 * The day as it is written, whatever the time and zone beside it: it is the day that the supplier printed on
 * the fob, and the desk's own hour of that day counts (DOMAIN.md, トークン有効期限).
 */
function dayOf(dateTime: string): string | null {
  const day = /^(\d{4}-\d{2}-\d{2})(?:T[0-9:.]{8,20})?(?:Z|[+-]\d{2}:\d{2})?$/.exec(dateTime)?.[1]
  return day === undefined ? null : parseDate(day)
}

/** TOTP's hash: `Suite` names it; without one it is SHA-1 (RFC 6238). */
function algorithmOf(key: XmlElement | undefined): OtpAlgorithm | { readonly other: string } {
  const uri = key?.attributes['Algorithm'] ?? ''
  if (!TOTP.test(uri)) return { other: shown(uri) }
  const suite = descend(key, 'AlgorithmParameters', 'Suite')?.text ?? ''
  if (suite === '' || /^(?:hmac-?)?sha-?1$/i.test(suite)) return 'sha1'
  return /^(?:hmac-?)?sha-?256$/i.test(suite) ? 'sha256' : { other: shown(suite) }
}
