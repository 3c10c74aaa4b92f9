/**
 * Words on screen: Japanese first, English complete. Each screen folder keeps its words in `words.ts` made
 * by `defineWords`; a missing English word is a type error.
 */
import i18next from 'i18next'
import { useCallback } from 'react'
import { initReactI18next, useTranslation } from 'react-i18next'

export type Language = 'ja' | 'en'

/** A folder's words: the namespace they are registered under, and their type. */
export interface Words<K extends string> {
  readonly folder: string
  readonly ja: Readonly<Record<K, string>>
  readonly en: Readonly<Record<K, string>>
}

const catalogue: Record<Language, Record<string, Record<string, string>>> = { ja: {}, en: {} }

/**
 * Registers a folder's words: `export const words = defineWords('dispatch', { ja: {…}, en: {…} })`.
 * `{{name}}` in a word is filled from `t('key', { name })`. Keys are flat.
 */
export function defineWords<K extends string>(
  folder: string,
  both: { readonly ja: Readonly<Record<K, string>>; readonly en: Readonly<Record<NoInfer<K>, string>> },
): Words<K> {
  for (const language of ['ja', 'en'] as const) {
    catalogue[language][folder] = both[language]
    // Screens load lazily, after the start.
    if (i18next.isInitialized) i18next.addResourceBundle(language, folder, both[language], true, true)
  }
  return { folder, ...both }
}

export function startI18n(language: Language): void {
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: catalogue,
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false }, // React escapes
    initAsync: false,
    react: { useSuspense: false },
  })
}

/** Switches the language of everything on screen and of the document. */
export function setLanguage(language: Language): void {
  document.documentElement.lang = language
  if (i18next.language !== language) void i18next.changeLanguage(language)
}

export type Say<K extends string> = (
  key: K,
  fill?: Readonly<Record<string, string | number>> & { readonly count?: number },
) => string

/** `const t = useWords(words)`; `t('key', { name })`. Follows the language; stable until it changes. */
export function useWords<K extends string>({ folder }: Words<K>): Say<K> {
  const { t } = useTranslation(folder, { i18n: i18next })
  return useCallback((key, fill) => t(key as string, { ns: folder, ...fill }), [t, folder])
}

export function useLanguage(): Language {
  const { i18n } = useTranslation(undefined, { i18n: i18next })
  return i18n.language === 'en' ? 'en' : 'ja'
}
