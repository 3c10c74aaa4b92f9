import bwipjs from 'bwip-js/node'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { expiryOn } from '../../domain/calendar.ts'
import { expiryOfGs1, GROUP_SEPARATOR, ourLabel, parseGs1, type Gs1Elements } from '../../domain/gs1.ts'
import { readCode128 } from './code128.ts'

const now = Date.parse('2026-11-24T01:00:00Z')
const GS = GROUP_SEPARATOR
const whole: Gs1Elements = {
  gtin: '04912345123459',
  lot: 'KL-2026/11',
  expiresAt: expiryOn('2031-09-30'),
  serial: '12345678',
}
const valueOf = (text: string): Gs1Elements | string => {
  const parsed = parseGs1(text, now)
  return parsed.ok ? parsed.value : `${parsed.code} ${parsed.detail['ai'] ?? ''}`.trim()
}

describe('element strings', () => {
  const sent = `0104912345123459173109302112345678${GS}10KL-2026/11`
  test.each([
    ['GS1-128', `]C1${sent}`],
    ['DataMatrix', `]d2${sent}`],
    ['QR', `]Q3${sent}`],
    ['DataBar', `]e0${sent}`],
    ['leading FNC1', `${GS}${sent}`],
    ['identifier and FNC1', `]d2${GS}${sent}`],
    ['no mark at all', sent],
    [
      'FNC1 after elements of fixed length too',
      `0104912345123459${GS}17310930${GS}2112345678${GS}10KL-2026/11${GS}`,
    ],
    ['another order', `]C110KL-2026/11${GS}2112345678${GS}173109300104912345123459`],
    ['brackets', '(01)04912345123459(17)310930(10)KL-2026/11(21)12345678'],
    ['last day of the month', `]C1${sent.replace('310930', '310900')}`],
  ])('%s', (_, text) => expect(valueOf(text)).toEqual(whole))

  test.each([
    [`]C1${GS}`, 'LABEL_FORM'],
    ['', 'LABEL_FORM'],
    [']C1abc', 'LABEL_FORM'],
    ['(21)12345678(x', { ...empty(), serial: '12345678(x' }],
    [']C111260101', 'LABEL_AI_UNKNOWN 11'],
    [']C13101000123', 'LABEL_AI_UNKNOWN 3101'],
    [']C1240ABC', 'LABEL_AI_UNKNOWN 240'],
    ['(8004)X', 'LABEL_AI_UNKNOWN 8004'],
    [']C10104912345123458', 'LABEL_CHECK_DIGIT 01'],
    [']C1010491', 'LABEL_AI_VALUE 01'],
    [']C1171331', 'LABEL_AI_VALUE 17'],
    [']C117311301', 'LABEL_AI_VALUE 17'],
    [']C1212', { ...empty(), serial: '2' }],
    [`]C121${'1'.repeat(21)}`, 'LABEL_AI_VALUE 21'],
    [`]C121${GS}17310930`, 'LABEL_AI_VALUE 21'],
    [']C121日本', 'LABEL_AI_VALUE 21'],
    [`]C12112345678${GS}2187654321`, 'LABEL_AI_REPEATED 21'],
    [`]C12112345678${GS}2112345678`, { ...empty(), serial: '12345678' }],
    ['1'.repeat(257), 'LABEL_FORM'],
  ])('%j', (text, expected) => expect(valueOf(text)).toEqual(expected))
})

function empty(): Gs1Elements {
  return { gtin: null, lot: null, expiresAt: null, serial: null }
}

describe('AI 17', () => {
  test.each([
    ['280200', '2028-02-29'],
    ['270200', '2027-02-28'],
    ['290930', '2029-09-30'],
    ['770101', '1977-01-01'],
    ['760101', '2076-01-01'],
    ['000101', '2000-01-01'],
  ])('%s', (yymmdd, date) => expect(expiryOfGs1(yymmdd, now)).toBe(expiryOn(date)))

  it('takes the nearest century near its turn', () => {
    expect(expiryOfGs1('010131', Date.parse('2099-06-01T00:00:00Z'))).toBe(expiryOn('2101-01-31'))
    expect(expiryOfGs1('991231', Date.parse('2101-06-01T00:00:00Z'))).toBe(expiryOn('2099-12-31'))
  })

  test.each(['290931', '291300', '2909', '29093x'])('%s is no date', (text) =>
    expect(expiryOfGs1(text, now)).toBeNull(),
  )
})

const digits = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((list) => list.join(''))
const withCheckDigit = (first13: string): string => {
  const sum = [...first13].reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 3 : 1), 0)
  return `${first13}${(10 - (sum % 10)) % 10}`
}
const set82 = [...'!"%&\'*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz']
const variable = fc.string({ unit: fc.constantFrom(...set82), minLength: 1, maxLength: 20 })
const element = fc.oneof(
  digits(13).map((first) => ['01', withCheckDigit(first)] as const),
  variable.map((lot) => ['10', lot] as const),
  fc
    .date({ min: new Date('2000-01-01'), max: new Date('2049-12-31'), noInvalidDate: true })
    .map((date) => ['17', date.toISOString().slice(2, 10).replaceAll('-', '')] as const),
  variable.map((serial) => ['21', serial] as const),
)
const elements = fc.uniqueArray(element, { minLength: 1, maxLength: 4, selector: ([ai]) => ai })

describe('against bwip-js', () => {
  it('reads what bwip-js put into the bars of a GS1-128', () => {
    fc.assert(
      fc.property(elements, (given) => {
        const text = given.map(([ai, value]) => `(${ai})${value}`).join('')
        const [drawn] = bwipjs.raw('gs1-128', text, '') as readonly { readonly sbs: readonly number[] }[]
        const scanned = readCode128([...(drawn?.sbs ?? [])])
        const expected = valueOf(text)
        expect(expected).toMatchObject({ serial: given.find(([ai]) => ai === '21')?.[1] ?? null })
        expect(valueOf(scanned)).toEqual(expected)
        expect(valueOf(`]C1${scanned.slice(1)}`)).toEqual(expected)
      }),
      { numRuns: 200 },
    )
  })

  it('agrees about check digits and dates', () => {
    const accepts = (text: string): boolean => {
      try {
        bwipjs.raw('gs1-128', text, '')
        return true
      } catch {
        return false
      }
    }
    fc.assert(
      fc.property(digits(14), digits(6), (gtin, date) => {
        expect(parseGs1(`(01)${gtin}`, now).ok).toBe(accepts(`(01)${gtin}`))
        expect(parseGs1(`(17)${date}`, now).ok).toBe(accepts(`(17)${date}`))
      }),
      { numRuns: 300 },
    )
  })
})

test('our own label is read back, and needs no separator', () => {
  const text = ourLabel({ serial: '12345678', expiresAt: whole.expiresAt as number })
  expect(text).toBe('(17)310930(21)12345678')
  const expected = { ...empty(), serial: '12345678', expiresAt: whole.expiresAt }
  expect(valueOf(text)).toEqual(expected)
  expect(valueOf(text.replace(/[()]/g, ''))).toEqual(expected)
})

test('2,000 hostile texts end in an answer and never in an exception', () => {
  const nasty = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({ unit: fc.constantFrom('(', ')', '0', '1', '2', '7', GS, ']', 'C'), maxLength: 300 }),
    elements.chain((given) =>
      fc.nat(40).map((cut) =>
        given
          .map(([ai, value]) => ai + value)
          .join(GS)
          .slice(cut),
      ),
    ),
  )
  const codes = new Set<string>()
  fc.assert(
    fc.property(nasty, (text) => {
      const parsed = parseGs1(text, now)
      codes.add(parsed.ok ? 'ok' : parsed.code)
      if (!parsed.ok) expect(JSON.stringify(parsed.detail).length).toBeLessThan(100)
    }),
    { numRuns: 2000 },
  )
  expect(codes.size).toBeGreaterThan(3)
})
