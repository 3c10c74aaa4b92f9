import { useCallback } from 'react'
import { assertNever } from '../../domain/vocabulary.ts'
import type { HistoryEntry, HistorySubject } from '../../preload/contract/views.ts'
import { words as approvalWords } from '../approvals/words.ts'
import { useLanguage, useWords } from '../i18n/index.ts'
import { useVocabulary } from '../i18n/vocabulary.ts'
import { formatInstant, usePersonName } from '../ui/index.ts'
import { words } from './words.ts'

/** `const aboutOf = useSubjectText()`; `aboutOf(entry)` is what the fact concerns in a line, in people's words. */
export function useSubjectText(): (entry: Pick<HistoryEntry, 'about'>) => string {
  const t = useWords(words)
  const request = useWords(approvalWords)
  const word = useVocabulary()
  const language = useLanguage()
  const personName = usePersonName()
  return useCallback(
    ({ about }) => {
      const text = (subject: HistorySubject): string => {
        switch (subject.is) {
          case 'known':
            return subject.text
          case 'application':
            return t('application', {
              kind: word('applicationKind', subject.kind),
              name: personName(subject.name),
              day: formatInstant(subject.at, 'day', language),
            })
          case 'request':
            // The fob or the person first: what a narrow column cuts off is the kind.
            return `${subject.subject} ${request(`kind_${subject.kind}`)}`.trimStart()
          case 'more':
            return t('moreSubjects', { count: subject.count })
          default:
            return assertNever(subject)
        }
      }
      return about.map(text).join('　')
    },
    [t, request, word, language, personName],
  )
}
