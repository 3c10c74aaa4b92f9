/**
 * Folding for search: two spellings that a teller would call the same name become the same string.
 * Never shown, never stored as data; the same function folds the index and the query.
 */

/** Legal forms and their usual short forms: in the name, and in the kana that banks exchange (全銀). */
const legalForms: readonly (readonly [token: string, written: string, bankKana: string])[] = [
  ['(株)', '株式会社|カブシキガイシャ|カブシキカイシャ', 'カ'],
  ['(有)', '有限会社|ユウゲンガイシャ', 'ユ'],
  ['(同)', '合同会社|ゴウドウガイシャ', 'ド'],
  ['(資)', '合資会社|ゴウシガイシャ', 'シ'],
  ['(名)', '合名会社|ゴウメイガイシャ', 'メ'],
  ['(医)', '医療法人|イリョウホウジン', 'イ'],
  ['(福)', '社会福祉法人|シャカイフクシホウジン', 'フク'],
  ['(学)', '学校法人|ガッコウホウジン', 'ガク'],
  ['(宗)', '宗教法人|シュウキョウホウジン', 'シユウ'],
]

const legalFormPatterns = legalForms.map(([token, written, kana]) => ({
  token,
  // Bank kana stands at the start as カ), inside as (カ), at the end as (カ.
  pattern: new RegExp(`${written}|^${kana}\\)|\\(${kana}\\)|\\(${kana}$`, 'g'),
}))

/** Hyphens, minus signs, wave dashes and the long-vowel mark: typed for one another all the time. */
const dashes = /[-‐‑‒–—―−ー〜~]/g

/**
 * The search form of a name, a kana, an address or a telephone number: NFKC (half-width kana, full-width
 * letters, ㈱), lower case, katakana, one hyphen, one spelling of the legal form, no spaces. Small and large
 * kana stay different.
 */
export function foldForSearch(text: string): string {
  const plain = hiraganaToKatakana(text.normalize('NFKC').toLowerCase()).replace(/\s/g, '')
  return legalFormPatterns
    .reduce((folded, { token, pattern }) => folded.replace(pattern, token), plain)
    .replace(dashes, '-')
}

function hiraganaToKatakana(text: string): string {
  return text.replace(/[ぁ-ゖゝゞ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60))
}
