/** The names of the fields, and of the values that are codes, in an approver's difference. */
import { custodyPlace, otpStatus, staffRole } from '../../domain/vocabulary.ts'
import { useVocabulary } from '../i18n/vocabulary.ts'
import { useWords } from '../i18n/index.ts'
import { words as policyWords } from '../settings/policy-words.ts'
import { words } from './words.ts'

const own = [
  'staffNo',
  'name',
  'role',
  'deputy',
  'serial',
  'loginIds',
  'toBranch',
  'reason',
  'startDate',
] as const

/** A field's name on screen; one that the screens have no word for is shown as main names it. */
export function useFieldName(): (field: string) => string {
  const t = useWords(words)
  const policy = useWords(policyWords)
  return (field) => {
    const known = own.find((name) => name === field)
    if (known !== undefined) return t(known)
    return Object.hasOwn(policyWords.ja, field) ? policy(field as keyof typeof policyWords.ja) : field
  }
}

/** A value as people say it; what is no code (a name, a number, a branch) is shown as it is. */
export function useValueName(): (value: string) => string {
  const t = useWords(words)
  const word = useVocabulary()
  return (value) => {
    if (value === '') return t('empty')
    if (value === 'true' || value === 'false') return t(value === 'true' ? 'yes' : 'no')
    const status = otpStatus.options.find((member) => member === value)
    if (status !== undefined) return word('otpStatus', status)
    const place = custodyPlace.options.find((member) => member === value)
    if (place !== undefined) return word('custodyPlace', place)
    const role = staffRole.options.find((member) => member === value)
    return role === undefined ? value : word('staffRole', role)
  }
}
