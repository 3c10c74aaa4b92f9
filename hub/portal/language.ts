/** Japanese first, English complete: every word of a page is a pair, so that neither can be forgotten. */
export interface Both {
  readonly ja: string
  readonly en: string
}

export type Language = keyof Both

export const languages = ['ja', 'en'] as const satisfies readonly Language[]

/** `t(words.until, { until })` fills `{until}` in the page's language. */
export type Say = (words: Both, detail?: Readonly<Record<string, string | number>>) => string

/** @throws Error for a placeholder that nothing fills: a sentence with a gap must not reach a customer */
export function sayIn(language: Language): Say {
  return (words, detail = {}) =>
    words[language].replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = detail[name]
      if (value === undefined) throw new Error(`nothing for {${name}} in 「${words.ja}」`)
      return String(value)
    })
}

/** トークン有効期限 and other instants in Tokyo time, as the manual writes them or in English. */
export function sayInstant(language: Language, instant: number): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Asia/Tokyo',
    year: 'numeric',
    month: language === 'ja' ? '2-digit' : 'short',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(instant)
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((found) => found.type === type)?.value ?? ''
  return language === 'ja'
    ? `${part('year')}年${part('month')}月${part('day')}日 ${part('hour')}時${part('minute')}分`
    : `${part('day')} ${part('month')} ${part('year')}, ${part('hour')}:${part('minute')} (JST)`
}
