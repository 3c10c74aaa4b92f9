/**
 * Dates and business days in Asia/Tokyo, whatever zone the PC is set to. Instants are milliseconds since
 * 1970 UTC, dates `YYYY-MM-DD`.
 */
import holidayJp from '@holiday-jp/holiday_jp'
import { Temporal } from 'temporal-polyfill/full'

const zone = 'Asia/Tokyo'

function inTokyo(instant: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone)
}

/** The date in Tokyo at an instant. */
export function dateAt(instant: number): string {
  return inTokyo(instant).toPlainDate().toString()
}

/** The instant at which a date begins in Tokyo. */
export function startOfDay(date: string): number {
  return atTime(date, 0, 0)
}

function atTime(date: string, hour: number, minute: number): number {
  return Temporal.PlainDate.from(date).toZonedDateTime({
    timeZone: zone,
    plainTime: new Temporal.PlainTime(hour, minute),
  }).epochMilliseconds
}

/** Seconds since midnight in Tokyo, whole. */
export function secondOfDay(instant: number): number {
  const { hour, minute, second } = inTokyo(instant)
  return hour * 3600 + minute * 60 + second
}

/**
 * Reads a typed date: `2026-11-22`, `2026/11/22`, `2026年11月22日`, full-width too. A day that does not exist
 * answers null.
 */
export function parseDate(typed: string): string | null {
  const match = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(typed.normalize('NFKC').trim())
  if (match === null) return null
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number]
  if (month < 1 || month > 12 || day < 1 || day > Temporal.PlainYearMonth.from({ year, month }).daysInMonth) {
    return null
  }
  return Temporal.PlainDate.from({ year, month, day }).toString()
}

export function addDays(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString()
}

/** The last day of the month that `date` is in. */
export function monthEnd(date: string): string {
  const plain = Temporal.PlainDate.from(date)
  return plain.with({ day: plain.daysInMonth }).toString()
}

/** Not Saturday, Sunday, a national holiday or the banks' closure from 12/31 to 1/3 (銀行法施行令 5条). */
export function isBusinessDay(date: string): boolean {
  const { dayOfWeek, month, day } = Temporal.PlainDate.from(date)
  if (dayOfWeek >= 6) return false
  if ((month === 12 && day === 31) || (month === 1 && day <= 3)) return false
  return !Object.hasOwn(holidayJp.holidays, date)
}

/** The `count`-th business day after `date`, `date` itself not counted (rule 10). */
export function addBusinessDays(date: string, count: number): string {
  let current = date
  for (let counted = 0; counted < count;) {
    current = addDays(current, 1)
    if (isBusinessDay(current)) counted += 1
  }
  return current
}

/** トークン有効期限 of a date-only label or lot: 08:00 of that day. */
export function expiryOn(date: string): number {
  return atTime(date, 8, 0)
}

/** トークン有効期限 as the manual writes it: `2021年09月30日 08時00分`. */
export function formatExpiry(instant: number): string {
  const at = inTokyo(instant)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${at.year}年${two(at.month)}月${two(at.day)}日 ${two(at.hour)}時${two(at.minute)}分`
}

/** Whether fewer than `months` calendar months lie between two instants. */
export function isWithinMonths(from: number, until: number, months: number): boolean {
  return inTokyo(from).add({ months }).epochMilliseconds > until
}

/** `count` calendar years after a date. */
export function addYears(date: string, years: number): string {
  return Temporal.PlainDate.from(date).add({ years }).toString()
}

/** An instant for a sentence in either language: `2026-11-22 08:10`, Tokyo time. */
export function formatMinute(instant: number): string {
  const at = inTokyo(instant)
  return `${at.toPlainDate().toString()} ${at.toPlainTime().toString({ smallestUnit: 'minute' })}`
}
