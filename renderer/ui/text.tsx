/** Serial numbers, dates and times as text, always in Asia/Tokyo. */
import { dateAt, formatExpiry } from '../../domain/calendar.ts'
import { useLanguage, type Language } from '../i18n/index.ts'

/** Grouped in fours from the right so that two serials can be compared by eye: `1234 5678`. */
export function groupSerial(serial: string): string {
  return serial.replace(/\B(?=(\d{4})+$)/g, ' ')
}

/** A serial in tabular digits; `―` when there is none. Copies without the gaps. */
export function SerialText({ serial }: { readonly serial: string | null }) {
  if (serial === null || serial === '') return <span aria-hidden>―</span>
  const groups = groupSerial(serial).split(' ')
  return (
    <span className="serial">
      {groups.map((group, at) => (
        <span key={at}>{group}</span>
      ))}
    </span>
  )
}

const zone = 'Asia/Tokyo'
const parts: Readonly<Record<'minute' | 'second' | 'time', Intl.DateTimeFormatOptions>> = {
  minute: { hour: '2-digit', minute: '2-digit' },
  second: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  time: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
}
const formats = new Map<string, Intl.DateTimeFormat>()

function clockTime(at: number, precision: 'minute' | 'second' | 'time'): string {
  const format =
    formats.get(precision) ??
    new Intl.DateTimeFormat('ja-JP', { timeZone: zone, hourCycle: 'h23', ...parts[precision] })
  formats.set(precision, format)
  return format.format(at)
}

export type TimeStyle = 'minute' | 'second' | 'time' | 'date' | 'day' | 'expiry'

const weekdays = {
  ja: new Intl.DateTimeFormat('ja-JP', { timeZone: zone, weekday: 'short' }),
  en: new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short' }),
}

/**
 * An instant (ms since 1970) in Tokyo. `expiry` is the manual's `2026年11月22日 08時00分`, `date` has the
 * weekday, `day` has not, `minute` and `second` are `2026/11/22 19:30(:05)`, `time` the clock alone.
 */
export function formatInstant(at: number, style: TimeStyle, language: Language): string {
  const date = dateAt(at).replaceAll('-', '/')
  switch (style) {
    case 'expiry':
      return language === 'ja' ? formatExpiry(at) : `${dateAt(at)} ${clockTime(at, 'minute')}`
    case 'day':
      return date
    case 'date':
      return `${date} (${weekdays[language].format(at)})`
    case 'time':
      return clockTime(at, 'time')
    case 'minute':
    case 'second':
      return `${date} ${clockTime(at, style)}`
  }
}

/** An instant as text; `―` for null. See {@link formatInstant} for the styles. */
export function DateTimeText({
  at,
  style = 'minute',
}: {
  readonly at: number | null
  readonly style?: TimeStyle
}) {
  const language = useLanguage()
  if (at === null) return <span aria-hidden>―</span>
  return (
    <time className="tabular" dateTime={new Date(at).toISOString()}>
      {formatInstant(at, style, language)}
    </time>
  )
}

/** A date `YYYY-MM-DD` as `2026/11/22 (日)`; `―` for null. */
export function DateText({ date }: { readonly date: string | null }) {
  const language = useLanguage()
  if (date === null) return <span aria-hidden>―</span>
  const weekday = new Intl.DateTimeFormat(language === 'ja' ? 'ja-JP' : 'en-GB', {
    timeZone: 'UTC',
    weekday: 'short',
  })
  return (
    <time className="tabular" dateTime={date}>
      {date.replaceAll('-', '/')} ({weekday.format(new Date(`${date}T00:00:00Z`))})
    </time>
  )
}
