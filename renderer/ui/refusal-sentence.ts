/** A refusal's sentence in the language on screen, its details in the desk's words rather than in codes. */
import { useCallback } from 'react'
import { formatExpiry } from '../../domain/calendar.ts'
import { isRefusalCode, sentence } from '../../domain/refusals.ts'
import type { RefusalView } from '../../preload/contract/views.ts'
import { useLanguage, useWords, type Language } from '../i18n/index.ts'
import { vocabulary, type SetName } from '../i18n/vocabulary.ts'
import { words } from './words.ts'

/** Details that hold a member of the vocabulary, by placeholder. */
const setsOf: Readonly<Record<string, readonly SetName[]>> = {
  role: ['staffRole'],
  status: ['otpStatus', 'applicationStatus', 'authStatus'],
  cause: ['stopCause'],
  place: ['custodyPlace'],
  from: ['custodyPlace'],
  to: ['custodyPlace'],
  method: ['deliveryMethod'],
  kind: ['applicationKind', 'incidentKind'],
}
/** Details that hold an instant. */
const instants: ReadonlySet<string> = new Set(['expires', 'until', 'expiresAt', 'waitingUntil'])
const date = /^\d{4}-\d{2}-\d{2}$/

function inWords(name: string, value: string | number, language: Language): string | number {
  if (typeof value === 'number') return instants.has(name) ? formatExpiry(value) : value
  if (date.test(value)) return value.replaceAll('-', '/')
  for (const set of setsOf[name] ?? []) {
    const members: Readonly<Record<string, { ja: string; en: string }>> = vocabulary[set]
    if (Object.hasOwn(members, value)) return members[value]?.[language] ?? value
  }
  return value
}

/** `const say = useRefusalSentence()`; `say(refusal)`. A code this version does not know is shown as such. */
export function useRefusalSentence(): (refusal: RefusalView) => string {
  const language = useLanguage()
  const t = useWords(words)
  return useCallback(
    ({ code, detail }) => {
      if (!isRefusalCode(code)) return t('unknownCode', { code })
      const said = Object.entries(detail).map(
        ([name, value]) => [name, inWords(name, value, language)] as const,
      )
      return sentence(code, language, Object.fromEntries(said))
    },
    [language, t],
  )
}
