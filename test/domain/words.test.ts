import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normaliseSerial } from '../../domain/serial.ts'
import { foldForSearch } from '../../domain/text.ts'
import { parseTracking, trackingCheckDigit } from '../../domain/tracking.ts'

describe('シリアル番号', () => {
  it('takes full-width digits and drops space around', () => {
    expect(normaliseSerial(' １２３４５６７８ ')).toBe('12345678')
    expect(normaliseSerial('123456789012')).toBe('123456789012')
  })

  it.each(['1234567', '1234567890123', '1234-5678', '12345 678', '１２３４５６７ａ', '٠١٢٣٤٥٦٧', ''])(
    'refuses %j',
    (typed) => expect(normaliseSerial(typed)).toBeNull(),
  )
})

describe('書留番号', () => {
  it('checks the eleventh digit against the remainder by seven', () => {
    expect(trackingCheckDigit('1234567890')).toBe('3')
    expect(parseTracking('123-45-67890-3')).toEqual({ ok: true, trackingNo: '12345678903' })
    expect(parseTracking('１２３ー４５ー６７８９０ー３')).toEqual({ ok: true, trackingNo: '12345678903' })
    expect(parseTracking('12345678904')).toEqual({ ok: false, code: 'TRACKING_CHECK_DIGIT' })
    expect(parseTracking('123456789')).toEqual({ ok: false, code: 'TRACKING_FORM' })
  })

  it('finds nearly every single wrong digit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 9_999_999_999 }),
        fc.nat(9),
        fc.integer({ min: 1, max: 9 }),
        (n, at, add) => {
          fc.pre(add !== 7)
          const ten = String(n).padStart(10, '0')
          const digit = String((Number(ten[at]) + add) % 10)
          fc.pre((Number(digit) - Number(ten[at])) % 7 !== 0)
          const wrong = ten.slice(0, at) + digit + ten.slice(at + 1) + trackingCheckDigit(ten)
          expect(parseTracking(wrong).ok).toBe(false)
        },
      ),
    )
  })
})

describe('search folding', () => {
  it.each([
    ['株式会社データ', '㈱データ'],
    ['株式会社データ', '（株）データ'],
    ['カブシキガイシャデータ', 'ｶ)ﾃﾞｰﾀ'],
    ['かぶしきがいしゃデータ', '(株)データ'],
    ['データ(カ', 'データ株式会社'],
    ['ユウゲンガイシャアライ', 'ﾕ)ｱﾗｲ'],
    ['データ　一郎', 'データ一郎'],
    ['でーた', 'ﾃﾞ-ﾀ'],
    ['ＡＢＣ商事', 'abc商事'],
    ['048-600-0001', '０４８－６００－０００１'],
    ['ブラウン', 'ﾌﾞﾗｳﾝ'],
  ])('%s is found as %s', (a, b) => expect(foldForSearch(a)).toBe(foldForSearch(b)))

  it('keeps small and large kana apart, and a bracketed word whole', () => {
    expect(foldForSearch('シヨウジ')).not.toBe(foldForSearch('ショウジ'))
    expect(foldForSearch('データ(デンカ)')).not.toContain('株')
  })

  it('folds a folded text to itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const once = foldForSearch(text)
        expect(foldForSearch(once)).toBe(once)
      }),
    )
  })
})
