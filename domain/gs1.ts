/**
 * GS1 element strings (GS1 General Specifications): what a scanner reads off a maker's or our own label.
 * Understood are the AIs a fob's label carries: 01 GTIN, 10 lot, 17 expiry, 21 serial, in any order.
 */
import { dateAt, expiryOn, monthEnd, parseDate } from './calendar.ts'
import type { Refusal } from './decide-types.ts'
import { isRefusal, refuse } from './refuse.ts'

/** FNC1 as a scanner transmits it between elements. */
export const GROUP_SEPARATOR = '\u001D'

/** No symbol of ours or a maker's comes near; what is longer is no label. */
const LONGEST = 256

export interface Gs1Elements {
  /** AI 01, 14 digits with a right check digit. */
  readonly gtin: string | null
  /** AI 10. */
  readonly lot: string | null
  /** AI 17 as トークン有効期限: 08:00 of the last day, Unix ms. */
  readonly expiresAt: number | null
  /** AI 21. */
  readonly serial: string | null
}

type Ai = '01' | '10' | '17' | '21'

/** Digits of the fixed-length ones; the others are up to 20 of the set 82 and end with FNC1. */
const fixedLength: Readonly<Record<Ai, number | null>> = { '01': 14, '10': null, '17': 6, '21': null }

/** GS1 AI encodable character set 82. */
const variable = /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{1,20}$/

/** AIM identifiers of symbols that hold GS1 element strings: GS1-128, DataMatrix, QR, DataBar. */
const gs1Symbology = /^\](?:C1|d2|Q3|e0)/

/** Any AIM identifier, also of a symbol that holds plain text. */
const anySymbology = /^\][A-Za-z][0-9A-Za-z]/

const bracketed = /^\(\d{2,4}\)/

/** Whether the text says of itself that it is an element string, by AIM identifier, FNC1 or brackets. */
export function isMarkedGs1(text: string): boolean {
  return gs1Symbology.test(text) || text.startsWith(GROUP_SEPARATOR) || bracketed.test(text)
}

/** The text without the AIM identifier that some scanners put before it. */
export function withoutSymbology(text: string): string {
  return text.replace(anySymbology, '')
}

/**
 * Reads an element string in any of its forms: as transmitted (with or without AIM identifier and leading
 * FNC1) or human-readable `(01)…(17)…`. `now` (Unix ms) decides the century of AI 17.
 * Refuses with LABEL_FORM, LABEL_AI_UNKNOWN, LABEL_AI_REPEATED, LABEL_AI_VALUE or LABEL_CHECK_DIGIT.
 */
export function parseGs1(
  text: string,
  now: number,
): { readonly ok: true; readonly value: Gs1Elements } | Refusal {
  if (text.length > LONGEST) return refuse('LABEL_FORM')
  const body = withoutSymbology(text)
  const found = bracketed.test(body) ? fromBrackets(body) : fromTransmission(body)
  return isRefusal(found) ? found : elementsOf(found, now)
}

type Found = ReadonlyMap<Ai, string>

function isOurs(ai: string): ai is Ai {
  return Object.hasOwn(fixedLength, ai)
}

function add(found: Map<Ai, string>, ai: string, value: string): Refusal | null {
  if (!isOurs(ai)) return refuse('LABEL_AI_UNKNOWN', { ai })
  // GS1 allows the same AI again with the same value; with another value nobody knows which one holds.
  if (found.has(ai) && found.get(ai) !== value) return refuse('LABEL_AI_REPEATED', { ai })
  const length = fixedLength[ai]
  const fits = length === null ? variable.test(value) : value.length === length && /^\d+$/.test(value)
  if (!fits) return refuse('LABEL_AI_VALUE', { ai, value: printable(value) })
  found.set(ai, value)
  return null
}

function fromBrackets(text: string): Found | Refusal {
  const found = new Map<Ai, string>()
  for (const part of text.split(/(?=\(\d{2,4}\))/)) {
    const close = part.indexOf(')')
    if (!bracketed.test(part)) return refuse('LABEL_FORM')
    const obstacle = add(found, part.slice(1, close), part.slice(close + 1))
    if (obstacle !== null) return obstacle
  }
  return found
}

function fromTransmission(text: string): Found | Refusal {
  const found = new Map<Ai, string>()
  let rest = text
  while (rest !== '') {
    // A separator may also follow an element of fixed length, and stands first in some transmissions.
    if (rest.startsWith(GROUP_SEPARATOR)) {
      rest = rest.slice(1)
      continue
    }
    const ai = rest.slice(0, 2)
    if (!/^\d\d$/.test(ai)) return refuse('LABEL_FORM')
    const length = isOurs(ai) ? fixedLength[ai] : null
    if (!isOurs(ai)) return refuse('LABEL_AI_UNKNOWN', { ai: rest.slice(0, aiLength(ai)) })
    const end = length === null ? endOfVariable(rest) : 2 + length
    const obstacle = add(found, ai, rest.slice(2, end))
    if (obstacle !== null) return obstacle
    rest = rest.slice(end)
  }
  return found.size === 0 ? refuse('LABEL_FORM') : found
}

function endOfVariable(rest: string): number {
  const at = rest.indexOf(GROUP_SEPARATOR)
  return at === -1 ? rest.length : at
}

/** How many digits an AI that begins with these two has, so that an unknown one is named whole. */
function aiLength(firstTwo: string): number {
  if (/^(?:2[345]|4[012]|71)/.test(firstTwo)) return 3
  return /^(?:3[1-69]|43|7[0-24-9]|8\d)/.test(firstTwo) ? 4 : 2
}

function elementsOf(found: Found, now: number): { readonly ok: true; readonly value: Gs1Elements } | Refusal {
  const gtin = found.get('01') ?? null
  if (gtin !== null && !hasCheckDigit(gtin)) return refuse('LABEL_CHECK_DIGIT', { ai: '01', value: gtin })
  const expiry = found.get('17')
  const expiresAt = expiry === undefined ? null : expiryOfGs1(expiry, now)
  if (expiry !== undefined && expiresAt === null) {
    return refuse('LABEL_AI_VALUE', { ai: '17', value: expiry })
  }
  return {
    ok: true,
    value: { gtin, lot: found.get('10') ?? null, expiresAt, serial: found.get('21') ?? null },
  }
}

/** Modulo 10 with weights 3 and 1 from the right (General Specifications, 7.9.1). */
function hasCheckDigit(gtin: string): boolean {
  const sum = [...gtin].reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 3 : 1), 0)
  return sum % 10 === 0
}

/**
 * AI 17 `YYMMDD` as トークン有効期限. `DD=00` means the last day of the month; the century is the one that
 * brings the year nearest to now (General Specifications, 7.12). Impossible dates answer null.
 */
export function expiryOfGs1(yymmdd: string, now: number): number | null {
  const match = /^(\d\d)(\d\d)(\d\d)$/.exec(yymmdd)
  if (match === null) return null
  const [, year, month, day] = match
  const date = parseDate(`${fullYear(Number(year), now)}-${month}-${day === '00' ? '01' : day}`)
  if (date === null) return null
  return expiryOn(day === '00' ? monthEnd(date) : date)
}

function fullYear(yy: number, now: number): number {
  const thisYear = Number(dateAt(now).slice(0, 4))
  const difference = yy - (thisYear % 100)
  const century = thisYear - (thisYear % 100)
  if (difference >= 51) return century - 100 + yy
  return difference <= -50 ? century + 100 + yy : century + yy
}

/**
 * The element string of our own label in its bracketed form. Expiry first and serial last: no separator is
 * needed, so scanners that drop FNC1 read it too.
 */
export function ourLabel({
  serial,
  expiresAt,
}: {
  readonly serial: string
  readonly expiresAt: number
}): string {
  return `(17)${dateAt(expiresAt).slice(2).replaceAll('-', '')}(21)${serial}`
}

/** What may be shown in a sentence: no control characters, not longer than a line. */
function printable(value: string): string {
  return value.replace(/[^ -~]/g, '?').slice(0, 32)
}
