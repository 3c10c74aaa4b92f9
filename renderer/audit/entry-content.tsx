/** A recorded fact's data in names and words: labels for its fields, the vocabulary for its values. */
import { isRefusalCode } from '../../domain/refusals.ts'
import type { HistoryEntry } from '../../preload/contract/views.ts'
import { useLanguage, useWords } from '../i18n/index.ts'
import { vocabulary, type SetName } from '../i18n/vocabulary.ts'
import { DateTimeText, Facts, SerialText, useRefusalSentence } from '../ui/index.ts'
import { fieldWords, isFieldWord } from './field-words.ts'

/** Members of a list that are shown; a stocktake has thousands. */
const SHOWN = 30

const setsOf: Readonly<Record<string, readonly SetName[]>> = {
  kind: ['applicationKind', 'contractKind', 'incidentKind', 'stocktakeKind'],
  role: ['staffRole', 'userRole'],
  status: ['rosterStatus'],
  rosterStatus: ['rosterStatus'],
  tokenKind: ['tokenKind'],
  delivery: ['deliveryMethod'],
  visitor: ['visitor'],
  receivedBy: ['visitor'],
  identityDocument: ['identityDocument'],
  fee: ['feePayment'],
  service: ['mailService'],
  cause: ['stopCause'],
  causes: ['stopCause'],
  reason: ['revocationReason'],
  incident: ['incidentKind'],
  from: ['custodyPlace'],
  to: ['custodyPlace'],
  place: ['custodyPlace'],
  algorithm: ['otpAlgorithm'],
  otpAlgorithm: ['otpAlgorithm'],
}
const instants: ReadonlySet<string> = new Set([
  'at',
  'before',
  'expiresAt',
  'madeAt',
  'offsetMeasuredAt',
  'waitingUntil',
])
const serials: ReadonlySet<string> = new Set([
  'serial',
  'serials',
  'relatedSerial',
  'crossedWith',
  'missing',
  'surplus',
])

export function EntryContent({ entry }: { readonly entry: HistoryEntry }) {
  const t = useWords(fieldWords)
  const data: unknown = JSON.parse(entry.data)
  if (typeof data !== 'object' || data === null || Object.keys(data).length === 0)
    return <p>{t('nothing')}</p>
  return <Fields data={data} names={entry.names} />
}

type Names = HistoryEntry['names']

function Fields({ data, names }: { readonly data: object; readonly names: Names }) {
  const t = useWords(fieldWords)
  const facts = Object.entries(data).map(
    ([field, value]) =>
      [
        isFieldWord(field) ? t(field) : field,
        <Value key={field} field={field} value={value} names={names} />,
      ] as const,
  )
  return <Facts facts={facts} />
}

interface ValueProps {
  readonly field: string
  readonly value: unknown
  readonly names: Names
}

function Value({ field, value, names }: ValueProps) {
  const t = useWords(fieldWords)
  if (Array.isArray(value)) {
    if (value.length === 0) return <span aria-hidden>―</span>
    const shown: readonly unknown[] = value.slice(0, SHOWN)
    return (
      <>
        {shown.map((one, at) => (
          <div key={at}>
            <Value field={field} value={one} names={names} />
          </div>
        ))}
        {value.length > SHOWN && t('more', { number: value.length - SHOWN })}
      </>
    )
  }
  if (typeof value === 'object' && value !== null) return <Fields data={value} names={names} />
  return <Plain field={field} value={value} names={names} />
}

function Plain({ field, value, names }: ValueProps) {
  const t = useWords(fieldWords)
  const say = useRefusalSentence()
  const language = useLanguage()
  if (value === null || value === undefined || value === '') return <span aria-hidden>―</span>
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no')
  if (typeof value === 'number')
    return instants.has(field) ? <DateTimeText at={value} style="second" /> : value.toLocaleString('ja-JP')
  const text = String(value)
  if (serials.has(field)) return <SerialText serial={text} />
  // The details stood on the screen of that moment; the record has the code.
  if (field === 'code')
    return isRefusalCode(text) ? say({ code: text, detail: {} }).replaceAll(/\{\w+\}/g, '…') : text
  const name = names[`${field} ${text}`]
  if (name !== undefined) return `${name}（${text}）`
  for (const set of setsOf[field] ?? []) {
    const members: Readonly<Record<string, { ja: string; en: string }>> = vocabulary[set]
    if (Object.hasOwn(members, text)) return members[text]?.[language] ?? text
  }
  const other = `value_${text}`
  return isFieldWord(other) ? t(other) : text
}
