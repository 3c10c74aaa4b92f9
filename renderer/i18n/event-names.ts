/** The names of recorded facts in the screen's language. */
import { useCallback } from 'react'
import { eventName } from '../../domain/event-names.ts'
import { useLanguage } from './index.ts'

/** `const name = useEventName()` */
export function useEventName(): (type: string) => string {
  const language = useLanguage()
  return useCallback((type) => eventName(type, language), [language])
}
