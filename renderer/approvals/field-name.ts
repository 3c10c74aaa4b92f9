/** The names of the fields in an approver's difference. */
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
