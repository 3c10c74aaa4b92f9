/** A customer's name; where the retention time has taken it, the words that say so (docs/adr/014). */
import { useCallback } from 'react'
import { useWords } from '../i18n/index.ts'
import { words } from './words.ts'

export function PersonName({ name }: { readonly name: string }) {
  const t = useWords(words)
  return name === '' ? <em>{t('erased')}</em> : name
}

/** The same inside a sentence or a list: `nameOf(application.contractName)`. */
export function usePersonName(): (name: string) => string {
  const t = useWords(words)
  return useCallback((name: string) => name || t('erased'), [t])
}
